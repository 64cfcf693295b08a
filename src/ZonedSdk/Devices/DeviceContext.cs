using ZonedSdk.Annotations;
using ZonedSdk.Backends;
using ZonedSdk.Diagnostics;
using ZonedSdk.Zones;

namespace ZonedSdk.Devices;

/// <summary>What all zones of a device share: the backend, the resource pool, time, and the latch that stops everything.</summary>
internal sealed class DeviceContext
{
    private readonly Lock _grantGate = new();

    [GuardedBy(nameof(_grantGate))]
    private CreditClaim? _pendingGrants;

    [GuardedBy(nameof(_grantGate))]
    private bool _delivering;

    private readonly DeviceLatch _latch = new();
    private readonly IKickedByZone? _kickedByZone;
    private long _looseClock;
    private long _resourceWaits;
    private TaskCompletionSource? _change;

    public DeviceContext(IZoneBackend backend, ZonedDeviceOptions options, bool closesImplicitly)
    {
        Backend = backend;
        _kickedByZone = backend as IKickedByZone;
        Options = options;
        Credits = new CreditPool(backend.Limits, closesImplicitly);
        OpenZones = new OpenZoneSet(this);
        MetricTag = ZonedMetrics.TagOf(backend.Name);
    }

    public IZoneBackend Backend { get; }

    public ZonedDeviceOptions Options { get; }

    public TimeProvider Time => Options.TimeProvider;

    public CreditPool Credits { get; }

    public OpenZoneSet OpenZones { get; }

    /// <summary>How often a zone began to wait for an open or active resource.</summary>
    public long ResourceWaits => Volatile.Read(ref _resourceWaits);

    /// <summary>Goes with every measurement.</summary>
    public KeyValuePair<string, object?> MetricTag { get; }

    /// <summary>Tells the device's owner; raised on the thread pool.</summary>
    public Action<ZoneEventArgs>? Raise { get; init; }

    /// <summary>Why nothing may be written any more; null while everything is well.</summary>
    public ZonedIOException? WriteLatch => _latch.Writes;

    /// <summary>Why nothing at all is possible any more; null while everything is well.</summary>
    public ZonedIOException? AllLatch => _latch.All;

    /// <summary>Why no flush can come any more; null while one can. A device that its error policy made read-only still keeps what it has acknowledged.</summary>
    public ZonedIOException? FlushLatch => _latch.Flushes;

    /// <inheritdoc cref="DeviceLatch.FailedFlush"/>
    public ZonedIOException? FailedFlush => _latch.FailedFlush;

    /// <inheritdoc cref="DeviceLatch.FlushFailures"/>
    public long FlushFailures => _latch.FlushFailures;

    /// <inheritdoc cref="DeviceLatch.LastFlushFailure"/>
    public ZonedIOException? LastFlushFailure => _latch.LastFlushFailure;

    /// <summary>Ends the waits that nothing at the drive would end.</summary>
    public Action<ZonedIOException>? Lost { get; init; }

    /// <summary>Ends the waits for admission of what is admitted no more.</summary>
    public Action? WritesStopped { get; init; }

    /// <summary>Stops writes and management for good; the first reason is kept. Whoever waits to be admitted has been told when this returns.</summary>
    public void LatchWrites(ZonedIOException reason)
    {
        if (_latch.CloseWrites(reason))
        {
            WritesStopped?.Invoke();
            RaiseOfDevice(ZoneEventKind.DeviceReadOnly, reason);
        }
    }

    /// <summary>Stops flushes, writes and management after a flush that failed; the first failure is kept. Whoever waits to be admitted has been told when this returns.</summary>
    public void LatchFlush(ZonedIOException reason)
    {
        if (_latch.CloseFlushes(reason))
        {
            WritesStopped?.Invoke();
        }
    }

    /// <summary>Lets flushes and writes go on after an explicit recovery, unless something else stops them.</summary>
    /// <param name="failures"><see cref="FlushFailures"/> when the recovery began.</param>
    /// <returns>False when another flush has failed since; the device then stays as it is.</returns>
    public bool TryUnlatchFlush(long failures) => _latch.TryForgiveFlushes(failures);

    /// <summary>Stops everything for good; the first reason is kept.</summary>
    /// <returns>True for that first reason.</returns>
    public bool LatchAll(ZonedIOException reason)
    {
        (bool isFirst, bool wereWritesOpen) = _latch.CloseAll(reason);
        if (wereWritesOpen)
        {
            WritesStopped?.Invoke();
        }

        return isFirst;
    }

    /// <summary>The drive or the way to it is gone: nothing can be done any more until the device is opened again.</summary>
    /// <returns>Why; the first reason, unless that was only that the device is being closed.</returns>
    public ZonedIOException LoseDevice(in BackendResult result)
    {
        ZonedIOException reason = ZonedErrors.OfDevice($"{Backend.Name} is gone ({ZonedErrors.Describe(result.Errno)}). Open it again; its identity and every write pointer will be checked.", ZoneError.DeviceGone, result.Errno);
        if (LatchAll(reason))
        {
            Lost?.Invoke(reason);
            RaiseOfDevice(ZoneEventKind.DeviceGone, reason);
        }

        return AllLatch is { Error: not ZoneError.Disposed } first ? first : reason;
    }

    /// <summary>What a command's end says of the whole device: that it is gone, or takes no more writes (a file system was remounted read-only). Said before anybody hears of the command.</summary>
    public void HearOf(in BackendResult result)
    {
        if (result.Error == ZoneError.DeviceGone)
        {
            LoseDevice(result);
        }
        else if (result.Error == ZoneError.DeviceReadOnly)
        {
            LatchWrites(ZonedErrors.OfDevice($"{Backend.Name} takes no more writes: it has become read-only ({ZonedErrors.Describe(result.Errno)}). Open it again when it can be written; reads go on.", ZoneError.DeviceReadOnly, result.Errno));
        }
    }

    private void RaiseOfDevice(ZoneEventKind kind, ZonedIOException reason) =>
        Raise?.Invoke(new ZoneEventArgs(kind, IZoneBackend.AllZones, 0, Backend.Geometry.SizeBytes, reason));

    /// <summary>
    /// Starts what was submitted. A backend that throws here breaks its contract, in the middle of somebody's completion: nobody else's operation may be lost over it.
    /// What it was given counts as started, for nobody knows; if it does not come back it is overdue like any other command.
    /// </summary>
    public void Kick(int zone)
    {
        try
        {
            if (_kickedByZone is { } drive)
            {
                drive.Kick(zone);
            }
            else
            {
                Backend.Kick();
            }
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            ZonedIOException error = ZonedErrors.OfDevice($"{Backend.Name} threw {e.GetType().Name} instead of starting a command of zone {zone}: {e.Message} If the command does not come back, the zone drains after {Options.CommandTimeout}.", ZoneError.Io, inner: e);
            long start = Backend.Geometry.StartOf(zone);
            Raise?.Invoke(new ZoneEventArgs(ZoneEventKind.Faulted, zone, start, start + Backend.Geometry.LengthOf(zone), error));
        }
    }

    /// <summary>Ends with whatever ends next. Ask for it before looking at what is awaited, so that nothing falls in between.</summary>
    public Task NextChangeAsync()
    {
        while (true)
        {
            TaskCompletionSource? seen = Volatile.Read(ref _change);
            if (seen is { Task.IsCompleted: false })
            {
                // A full fence here and in the exchange below: whoever ends an operation either finds the source, or is seen by the look behind this.
                Interlocked.MemoryBarrier();
                return seen.Task;
            }

            var next = new TaskCompletionSource(Options.InlineContinuations ? TaskCreationOptions.None : TaskCreationOptions.RunContinuationsAsynchronously);
            if (Interlocked.CompareExchange(ref _change, next, seen) == seen)
            {
                return next.Task;
            }
        }
    }

    /// <summary>An operation, a command or a report has ended.</summary>
    public void TellChange() => Volatile.Read(ref _change)?.TrySetResult();

    /// <summary>A zone stands in the pool's queue from now on.</summary>
    public void CountResourceWait()
    {
        Interlocked.Increment(ref _resourceWaits);
        ZonedMetrics.CreditWaits.Add(1, MetricTag);
    }

    /// <summary>Order of writes across zones, loosely: lost increments only make two zones equally old.</summary>
    public long NextUse()
    {
        long next = Volatile.Read(ref _looseClock) + 1;
        Volatile.Write(ref _looseClock, next);
        return next;
    }

    /// <summary>Twice the pause, up to a bound.</summary>
    public TimeSpan NextBackoff(TimeSpan pause)
    {
        TimeSpan bound = Options.ReportBackoff > ZonedDeviceOptions.MaxDoubledBackoff ? Options.ReportBackoff : ZonedDeviceOptions.MaxDoubledBackoff;
        return pause < bound / 2 ? pause * 2 : bound;
    }

    /// <summary>The timestamp at which a wait that starts now ends.</summary>
    public long DeadlineAfter(TimeSpan timeout) =>
        timeout == Timeout.InfiniteTimeSpan ? long.MaxValue : Time.GetTimestamp() + (long)(timeout.TotalSeconds * Time.TimestampFrequency);

    /// <summary>Tells zones that the resources they waited for are theirs. One thread at a time delivers, so that grants which release further grants do not nest.</summary>
    public void DeliverGrants(CreditClaim claims)
    {
        lock (_grantGate)
        {
            CreditClaim last = claims;
            while (last.Next is not null)
            {
                last = last.Next;
            }

            last.Next = _pendingGrants;
            _pendingGrants = claims;
            if (_delivering)
            {
                return;
            }

            _delivering = true;
        }

        while (true)
        {
            CreditClaim claim;
            lock (_grantGate)
            {
                if (_pendingGrants is null)
                {
                    _delivering = false;
                    return;
                }

                claim = _pendingGrants;
                _pendingGrants = claim.Next;
                claim.Next = null;
            }

            ((Zone)claim.Zone).OnCreditGranted(claim.Needed);
        }
    }
}
