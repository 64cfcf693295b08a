namespace ZonedSdk.Descriptors;

/// <summary>A field of whole bytes.</summary>
/// <remarks>
/// A partial property of an integer type, <see cref="bool"/>, an enum, <see cref="Bytes"/>, <see cref="Sectors512"/>, <see cref="Lba"/>,
/// <see cref="Guid"/> (in network byte order), <see cref="ReadOnlySpan{T}"/> of bytes, or another layout; or a partial method that takes an
/// <see cref="int"/> and returns another layout, for a table of <see cref="Count"/> elements.
/// </remarks>
/// <param name="offset">The offset of its first byte.</param>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Method)]
public sealed class FieldAttribute(int offset) : Attribute
{
    /// <summary>The offset of its first byte.</summary>
    public int Offset { get; } = offset;

    /// <summary>Its length in bytes, where it is not its type's: enums and quantities with a unit may be stored in 1, 2, 4 or 8; runs of bytes must say it.</summary>
    public int Width { get; set; }

    /// <summary>What it counts. Required of every number of 32 bits or more.</summary>
    public Unit Unit { get; set; }

    /// <summary>How many elements a table has; only on methods.</summary>
    public int Count { get; set; }
}
