namespace ZonedSdk.Descriptors;

/// <summary>The <c>readonly ref partial struct</c> is a view over bytes whose layout its attributes describe. Every bit is owned exactly once.</summary>
/// <example>
/// <code>
/// [BinaryLayout(16, Endian.Little), Reserved(8, 8)]
/// public readonly ref partial struct ReportHeader
/// {
///     [Field(0, Unit = Unit.Count)] public partial ulong ZoneCount { get; }
/// }
/// </code>
/// </example>
/// <param name="sizeBytes">The layout's length in bytes, 1 to 1,048,576.</param>
/// <param name="endian">The byte order of its numbers. Without it ZSDK2005 is reported.</param>
[AttributeUsage(AttributeTargets.Struct)]
public sealed class BinaryLayoutAttribute(int sizeBytes, Endian endian = Endian.Unspecified) : Attribute
{
    /// <summary>The layout's length in bytes.</summary>
    public int SizeBytes { get; } = sizeBytes;

    /// <summary>The byte order of its numbers.</summary>
    public Endian Endian { get; } = endian;

    /// <summary>The layout of the report header that a view of this one is read with: <see cref="WhenAttribute"/> may name its fields. Default: none.</summary>
    public Type? Header { get; set; }
}
