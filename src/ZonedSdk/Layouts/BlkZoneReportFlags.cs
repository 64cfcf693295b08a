namespace ZonedSdk.Layouts;

/// <summary>Flags of a zone report: <c>BLK_ZONE_REP_*</c> of include/uapi/linux/blkzoned.h.</summary>
[Flags]
public enum BlkZoneReportFlags : uint
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary><see cref="BlkZone.Capacity"/> is filled in (kernel 5.9 and later).</summary>
    Capacity = 1 << 0,

    /// <summary>On input of BLKREPORTZONEV2 only: answer from the kernel's cache, where open and closed zones are told as active.</summary>
    Cached = 1u << 31,
}
