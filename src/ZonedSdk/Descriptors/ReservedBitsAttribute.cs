namespace ZonedSdk.Descriptors;

/// <summary>Bits that no field owns: written as zero, and told by <c>Validate</c> where they are not.</summary>
/// <param name="offset">The offset of their byte, or of the first byte of their word.</param>
/// <param name="msb">The most significant one; bit 0 is the word's least significant one.</param>
/// <param name="lsb">The least significant one.</param>
[AttributeUsage(AttributeTargets.Struct, AllowMultiple = true)]
public sealed class ReservedBitsAttribute(int offset, int msb, int lsb) : Attribute
{
    /// <summary>The offset of their byte, or of the first byte of their word.</summary>
    public int Offset { get; } = offset;

    /// <summary>The most significant one.</summary>
    public int Msb { get; } = msb;

    /// <summary>The least significant one.</summary>
    public int Lsb { get; } = lsb;

    /// <summary>Bytes of the word that the bits are counted in: 1 (default), 2, 4 or 8.</summary>
    public int Width { get; set; } = 1;
}
