namespace ZonedSdk.Descriptors;

/// <summary>Bytes that no field owns: written as zero, and told by <c>Validate</c> where they are not.</summary>
/// <param name="offset">The offset of the first one.</param>
/// <param name="lengthBytes">How many there are.</param>
[AttributeUsage(AttributeTargets.Struct, AllowMultiple = true)]
public sealed class ReservedAttribute(int offset, int lengthBytes) : Attribute
{
    /// <summary>The offset of the first one.</summary>
    public int Offset { get; } = offset;

    /// <summary>How many there are.</summary>
    public int LengthBytes { get; } = lengthBytes;
}
