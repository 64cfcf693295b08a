namespace ZonedSdk.Descriptors;

/// <summary>A field of single bits.</summary>
/// <param name="offset">The offset of its byte, or of the first byte of its word.</param>
/// <param name="msb">Its most significant bit; bit 0 is the word's least significant one.</param>
/// <param name="lsb">Its least significant bit.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class BitFieldAttribute(int offset, int msb, int lsb) : Attribute
{
    /// <summary>The offset of its byte, or of the first byte of its word.</summary>
    public int Offset { get; } = offset;

    /// <summary>Its most significant bit.</summary>
    public int Msb { get; } = msb;

    /// <summary>Its least significant bit.</summary>
    public int Lsb { get; } = lsb;

    /// <summary>Bytes of the word that the bits are counted in: 1 (default), 2, 4 or 8.</summary>
    public int Width { get; set; } = 1;

    /// <summary>What it counts. Required of every number of 32 bits or more.</summary>
    public Unit Unit { get; set; }
}
