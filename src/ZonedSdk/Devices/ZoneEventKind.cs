namespace ZonedSdk;

/// <summary>What happened to a zone; see <see cref="ZoneEventArgs"/>.</summary>
public enum ZoneEventKind
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>A recovery ended well: the write pointer is the drive's again. The range is what the pointer was wound back over.</summary>
    Recovered = 1,

    /// <summary>A recovery found the write pointer above everything submitted, or behind a write that the drive had refused: somebody else wrote the range.</summary>
    ForeignWriter = 2,

    /// <summary>A recovery found the write pointer below acknowledged data: the range is lost. The zone takes no writes until an explicit recovery.</summary>
    AcknowledgedDataLost = 3,

    /// <summary>The zone's state is unproven: its report failed, or a command did not come back in time, or the backend threw where it was to start one.</summary>
    Faulted = 4,

    /// <summary>The zone became read-only, by the drive or by the error policy.</summary>
    ReadOnly = 5,

    /// <summary>The zone went offline, by the drive or by the error policy.</summary>
    Offline = 6,

    /// <summary>The runtime closed the zone to free an open resource.</summary>
    ImplicitlyClosed = 7,

    /// <summary>A flush failed; the range is acknowledged and not durable.</summary>
    FlushFailed = 8,

    /// <summary>An audit or an explicit recovery found a zone full that this runtime had left writable: the drive finished it, or somebody else did. The range is what could still have been written.</summary>
    FoundFull = 9,

    /// <summary>The device is gone, or the way to it: everything fails until it is opened again. The zone is -1, the range the whole device.</summary>
    DeviceGone = 10,

    /// <summary>The error policy closed the whole device to writes. The zone is -1, the range the whole device; the zone whose write failed has an event of its own.</summary>
    DeviceReadOnly = 11,
}
