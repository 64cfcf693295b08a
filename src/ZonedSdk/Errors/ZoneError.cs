namespace ZonedSdk;

/// <summary>What went wrong, one word for each thing that a caller can tell apart.</summary>
public enum ZoneError
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The medium or the way to it failed (EIO and its kin).</summary>
    Io = 1,

    /// <summary>A write is not at the write pointer (ZBC UNALIGNED WRITE, ZNS Zone Invalid Write).</summary>
    Misaligned = 2,

    /// <summary>A write or read leaves its zone (ZBC WRITE BOUNDARY VIOLATION, ZNS Zone Boundary Error).</summary>
    Boundary = 3,

    /// <summary>The zone is full, or too little of it is left (ZNS Zone Is Full).</summary>
    ZoneFull = 4,

    /// <summary>The zone is read-only (ZNS Zone Is Read Only).</summary>
    ZoneReadOnly = 5,

    /// <summary>The zone is offline (ZNS Zone Is Offline).</summary>
    ZoneOffline = 6,

    /// <summary>No open resource is left (ZNS Too Many Open Zones, Linux ETOOMANYREFS).</summary>
    TooManyOpenZones = 7,

    /// <summary>No active resource is left (ZNS Too Many Active Zones, Linux EOVERFLOW).</summary>
    TooManyActiveZones = 8,

    /// <summary>The zone's condition does not allow the command (ZNS Invalid Zone State Transition).</summary>
    InvalidTransition = 9,

    /// <summary>The command does not exist for this zone or drive (management of a conventional zone, an append there).</summary>
    NotSupported = 10,

    /// <summary>Fewer bytes were transferred than asked.</summary>
    ShortTransfer = 11,

    /// <summary>The write stood behind one that failed; nothing is known to be wrong with it. The root cause says what failed.</summary>
    Follower = 12,

    /// <summary>The zone was reset while the request waited for admission.</summary>
    ZoneReset = 13,

    /// <summary>The zone is being recovered, and the request was told not to wait, or waited too long.</summary>
    Recovering = 14,

    /// <summary>The zone's state is unproven since a recovery failed; an explicit recovery, reset or finish is needed.</summary>
    Faulted = 15,

    /// <summary>A command of the zone may still execute at the drive; nothing else may touch the zone until it is known dead.</summary>
    Blocked = 16,

    /// <summary>The write pointer stands above everything that was submitted, or has passed a write that the drive refused: somebody else writes to this zone.</summary>
    ForeignWriter = 17,

    /// <summary>The write pointer stands below data whose write was acknowledged: these data are lost.</summary>
    AcknowledgedDataLost = 18,

    /// <summary>A read reached beyond the write pointer and the options ask for an error.</summary>
    ReadBeyondWritePointer = 19,

    /// <summary>A flush failed; what was not flushed before may be lost.</summary>
    FlushFailed = 20,

    /// <summary>The device is gone, or its transport was lost (ENODEV).</summary>
    DeviceGone = 21,

    /// <summary>The medium below an image or a zonefs mount has no room left (ENOSPC).</summary>
    NoSpace = 22,

    /// <summary>Data or metadata are damaged (a checksum does not match).</summary>
    Corrupt = 23,

    /// <summary>A report was refused as inconsistent, or could not be had.</summary>
    ReportFailed = 24,

    /// <summary>A wait ended at its deadline.</summary>
    Timeout = 25,

    /// <summary>The device was closed while the request waited.</summary>
    Disposed = 26,

    /// <summary>The request's wait for admission was cancelled.</summary>
    Cancelled = 27,

    /// <summary>The device is read-only: opened so, or made so by the error policy.</summary>
    DeviceReadOnly = 28,
}
