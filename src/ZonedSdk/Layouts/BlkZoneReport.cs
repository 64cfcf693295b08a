using ZonedSdk.Descriptors;

namespace ZonedSdk.Layouts;

/// <summary>The header of Linux's zone report: <c>struct blk_zone_report</c> of include/uapi/linux/blkzoned.h.</summary>
[BinaryLayout(16, Endian.Host), Entries(typeof(BlkZone), Count = nameof(ZoneCount))]
public readonly ref partial struct BlkZoneReport
{
    /// <summary>The sector from which zones are reported.</summary>
    [Field(0, Unit = Unit.Sector512)] public partial Sectors512 Start { get; }

    /// <summary>On input how many zones there is room for, on output how many are reported.</summary>
    [Field(8, Unit = Unit.Count)] public partial uint ZoneCount { get; }

    /// <summary>What the report holds.</summary>
    [Field(12)] public partial BlkZoneReportFlags Flags { get; }
}
