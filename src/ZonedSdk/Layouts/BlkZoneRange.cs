using ZonedSdk.Descriptors;

namespace ZonedSdk.Layouts;

/// <summary>The range of a zone management command: <c>struct blk_zone_range</c> of include/uapi/linux/blkzoned.h.</summary>
[BinaryLayout(16, Endian.Host)]
public readonly ref partial struct BlkZoneRange
{
    /// <summary>The first sector.</summary>
    [Field(0, Unit = Unit.Sector512)] public partial Sectors512 Start { get; }

    /// <summary>How many sectors.</summary>
    [Field(8, Unit = Unit.Sector512)] public partial Sectors512 Length { get; }
}
