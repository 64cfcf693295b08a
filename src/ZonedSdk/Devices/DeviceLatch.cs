using ZonedSdk.Annotations;

namespace ZonedSdk.Devices;

/// <summary>What closes a device: to writes and management, to flushes as well, or to everything. Of each the first reason is kept; only failed flushes are ever forgiven.</summary>
/// <remarks>The lock is a leaf. The reasons are read without it, on every operation.</remarks>
internal sealed class DeviceLatch
{
    private readonly Lock _gate = new();

    // Why writes stay closed when a flush failure is forgiven.
    [GuardedBy(nameof(_gate))]
    private ZonedIOException? _lasting;

    private ZonedIOException? _writes;
    private ZonedIOException? _flushes;
    private ZonedIOException? _all;
    private ZonedIOException? _lastFlushFailure;
    private long _flushFailures;

    /// <summary>Why nothing may be written any more; null while everything is well.</summary>
    public ZonedIOException? Writes => Volatile.Read(ref _writes);

    /// <summary>Why no flush can come any more; null while one can.</summary>
    public ZonedIOException? Flushes => FailedFlush ?? All;

    /// <summary>The flush failure that keeps the device closed; null where none does, whatever else may.</summary>
    public ZonedIOException? FailedFlush => Volatile.Read(ref _flushes);

    /// <summary>Why nothing at all is possible any more; null while everything is well.</summary>
    public ZonedIOException? All => Volatile.Read(ref _all);

    /// <summary>Counts flushes that failed. Whoever takes the count first and the latch's state after it has missed none.</summary>
    public long FlushFailures => Volatile.Read(ref _flushFailures);

    /// <summary>The flush failure that was counted last; null while none was.</summary>
    public ZonedIOException? LastFlushFailure => Volatile.Read(ref _lastFlushFailure);

    /// <summary>Closes writes and management for good.</summary>
    /// <returns>True when they were open until now.</returns>
    public bool CloseWrites(ZonedIOException reason)
    {
        lock (_gate)
        {
            _lasting ??= reason;
            return CloseWritesLocked(reason);
        }
    }

    /// <summary>Closes flushes, writes and management after a flush that failed.</summary>
    /// <returns>True when writes were open until now.</returns>
    public bool CloseFlushes(ZonedIOException reason)
    {
        lock (_gate)
        {
            Volatile.Write(ref _lastFlushFailure, reason);
            Volatile.Write(ref _flushes, _flushes ?? reason);
            bool wereOpen = CloseWritesLocked(reason);
            Volatile.Write(ref _flushFailures, _flushFailures + 1);
            return wereOpen;
        }
    }

    /// <summary>Closes everything for good.</summary>
    /// <returns>Whether anything was possible until now, and whether writes were.</returns>
    public (bool IsFirst, bool WereWritesOpen) CloseAll(ZonedIOException reason)
    {
        lock (_gate)
        {
            bool isFirst = _all is null;
            Volatile.Write(ref _all, _all ?? reason);
            _lasting ??= reason;
            return (isFirst, CloseWritesLocked(reason));
        }
    }

    /// <summary>Forgives the flush failures that somebody has dealt with. One that nobody has seen yet keeps the device closed.</summary>
    /// <param name="seen"><see cref="FlushFailures"/> from before the recovery.</param>
    /// <returns>False when another flush has failed since.</returns>
    public bool TryForgiveFlushes(long seen)
    {
        lock (_gate)
        {
            if (_flushFailures != seen)
            {
                return false;
            }

            if (_flushes is not null && ReferenceEquals(_writes, _flushes))
            {
                Volatile.Write(ref _writes, _lasting);
            }

            Volatile.Write(ref _flushes, null);
            return true;
        }
    }

    [RequiresLock(nameof(_gate))]
    private bool CloseWritesLocked(ZonedIOException reason)
    {
        bool wereOpen = _writes is null;
        Volatile.Write(ref _writes, _writes ?? reason);
        return wereOpen;
    }
}
