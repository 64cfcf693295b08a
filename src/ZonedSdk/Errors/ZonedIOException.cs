namespace ZonedSdk;

/// <summary>An operation on a zone failed. Derived types exist where a caller would react in its own way; <see cref="Error"/> tells all cases apart.</summary>
public class ZonedIOException : ZonedException
{
    private readonly bool _wasNeverAdmitted;

    internal ZonedIOException(string message, in ZonedIOFailure failure, Exception? innerException = null)
        : base(message, innerException)
    {
        Error = failure.Error;
        Zone = failure.Zone;
        Offset = failure.Offset;
        LengthBytes = failure.LengthBytes;
        LandedBytes = failure.LandedBytes;
        WritePointer = failure.WritePointer;
        Condition = failure.Condition;
        Epoch = failure.Epoch;
        Errno = failure.Errno;
        RootCause = failure.RootCause;
        Finding = failure.Finding;
        _wasNeverAdmitted = failure.WasNeverAdmitted;
    }

    /// <summary>What went wrong.</summary>
    public ZoneError Error { get; }

    /// <summary>Zone index, or -1 where the whole device is meant.</summary>
    public int Zone { get; }

    /// <summary>Absolute offset of the request in bytes; -1 for an append that was never admitted, or whose place the drive was to choose.</summary>
    public long Offset { get; }

    /// <summary>Length of the request in bytes.</summary>
    public long LengthBytes { get; }

    /// <summary>How many bytes of a failed write are on the medium, from its start: 0 to <see cref="LengthBytes"/>; null where nobody knows. They are not acknowledged, yet the write pointer stands behind them.</summary>
    public long? LandedBytes { get; }

    /// <summary>Where the next write of the zone goes, absolute, as of the end of the recovery.</summary>
    public long WritePointer { get; }

    /// <summary>The zone's condition as of the end of the recovery.</summary>
    public ZoneCondition Condition { get; }

    /// <summary>The zone's epoch: it moves with every recovery and every management command.</summary>
    public long Epoch { get; }

    /// <summary>The system's error number (Linux errno), or the code of an NVMe status, which <see cref="NvmeStatus"/> tells; 0 where there is none.</summary>
    public int Errno { get; }

    /// <summary>How an NVMe drive that is commanded past the block layer ended the command; null where that is not what failed.</summary>
    public NvmeStatus? NvmeStatus => ZonedSdk.NvmeStatus.FromErrno(Errno);

    /// <summary>What failed first, where this request only stood behind it or failed with it.</summary>
    public ZoneFailure? RootCause { get; }

    /// <summary>What the recovery found besides the error: <see cref="ZoneError.ForeignWriter"/> or <see cref="ZoneError.AcknowledgedDataLost"/>; None where all was as expected.</summary>
    public ZoneError Finding { get; }

    /// <summary>True when trying again later may succeed without anybody repairing anything: the zone was busy with itself for too long, or out of resources, or the write only stood behind a failed one. A command that did not come back in time is not transient: its zone is faulted.</summary>
    public override bool IsTransient =>
        Error is ZoneError.Follower or ZoneError.Recovering or ZoneError.TooManyOpenZones or ZoneError.TooManyActiveZones || (Error == ZoneError.Timeout && _wasNeverAdmitted);
}
