namespace ZonedSdk;

/// <summary>How a device is, as the runtime knows it without asking the drive: what stops it, what its zones suffer, what is under way. Zones are looked at one after another, so the figures are of about the same time.</summary>
public sealed record DeviceStatus
{
    /// <summary>Why nothing at all is possible any more (the device is gone, or was closed); null while something is.</summary>
    public ZonedIOException? Stopped { get; init; }

    /// <summary>Why nothing may be written any more, by whatever cause: <see cref="ZoneError.FlushFailed"/> asks for <see cref="ZonedDevice.RecoverAsync(CancellationToken)"/>, the others for another open; null while writes are taken.</summary>
    public ZonedIOException? WritesStopped { get; init; }

    /// <summary>The flush that failed and that no recovery has followed yet: acknowledged data may be lost; null where there is none.</summary>
    public ZonedIOException? FlushFailed { get; init; }

    /// <summary>Zones whose state is unproven (<see cref="ZoneStatus.IsFaulted"/>): they wait for an explicit recovery, reset or finish.</summary>
    public required ZoneTally Faulted { get; init; }

    /// <summary>Zones that are read-only, by the drive or by the error policy.</summary>
    public required ZoneTally ReadOnly { get; init; }

    /// <summary>Zones that are offline, by the drive or by the error policy.</summary>
    public required ZoneTally Offline { get; init; }

    /// <summary>Zones that drain after an error, or whose report is on its way.</summary>
    public required ZoneTally Recovering { get; init; }

    /// <summary>Open resources that the runtime counts as taken; on a drive that closes implicitly open zones by itself, those of explicitly open zones only.</summary>
    public required int OpenZones { get; init; }

    /// <summary>Active resources that the runtime counts as taken.</summary>
    public required int ActiveZones { get; init; }

    /// <summary>Zones that wait for an open or active resource: the drive's limits are used up. 0 on a drive without limits.</summary>
    public required int ZonesWaiting { get; init; }

    /// <summary>How often a zone began to wait for an open or active resource since the device was opened.</summary>
    public required long ResourceWaits { get; init; }

    /// <summary>Writes that are at the drive, or queued for it with their offset promised, in all zones.</summary>
    public required int WritesInFlight { get; init; }

    /// <summary>Requests that wait for admission to a sequential zone.</summary>
    public required int RequestsWaiting { get; init; }

    /// <summary>Bytes of sequential zones that were acknowledged and that no flush has covered yet. What was written to conventional zones has no pointer that could tell.</summary>
    public required long UndurableBytes { get; init; }
}
