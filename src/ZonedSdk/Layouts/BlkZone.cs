using ZonedSdk.Descriptors;

namespace ZonedSdk.Layouts;

/// <summary>A zone in Linux's zone report: <c>struct blk_zone</c> of include/uapi/linux/blkzoned.h. In sectors of 512 bytes, whatever the block size.</summary>
[BinaryLayout(64, Endian.Host, Header = typeof(BlkZoneReport)), Reserved(28, 4), Reserved(40, 24)]
public readonly ref partial struct BlkZone
{
    /// <summary>The zone's first sector.</summary>
    [Field(0, Unit = Unit.Sector512)] public partial Sectors512 Start { get; }

    /// <summary>The length of its address range.</summary>
    [Field(8, Unit = Unit.Sector512)] public partial Sectors512 Length { get; }

    /// <summary>The sector of the next write.</summary>
    [Field(16, Unit = Unit.Sector512)] public partial Sectors512 WritePointer { get; }

    /// <summary>Its type.</summary>
    [Field(24)] public partial ZoneType Type { get; }

    /// <summary>Its condition.</summary>
    [Field(25)] public partial ZoneCondition Condition { get; }

    /// <summary>It took writes away from its write pointer.</summary>
    [Field(26)] public partial bool NonSequential { get; }

    /// <summary>The drive recommends a reset.</summary>
    [Field(27)] public partial bool ResetRecommended { get; }

    /// <summary>How much of it can be written; its length where the kernel does not tell.</summary>
    [Field(32, Unit = Unit.Sector512), When(nameof(BlkZoneReport.Flags), BlkZoneReportFlags.Capacity), Else(nameof(Length))]
    public partial Sectors512 Capacity { get; }
}
