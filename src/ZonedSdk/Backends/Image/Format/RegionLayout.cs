using ZonedSdk.Descriptors;

namespace ZonedSdk.Backends.Image.Format;

/// <summary>A row of the superblock's region table.</summary>
[BinaryLayout(24, Endian.Little), Reserved(4, 4)]
internal readonly ref partial struct RegionLayout
{
    [Field(0)] public partial RegionKind Kind { get; }
    [Field(8, Unit = Unit.Byte)] public partial Bytes Start { get; }
    [Field(16, Unit = Unit.Byte)] public partial Bytes Length { get; }
}
