using ZonedSdk.Annotations;
using ZonedSdk.Backends;
using ZonedSdk.Diagnostics;
using ZonedSdk.Zones;

namespace ZonedSdk;

/// <content>Flushing: acknowledged is not durable.</content>
public sealed partial class ZonedDevice
{
    /// <summary>Makes every write that was acknowledged before the call survive a power cut. On a device that was opened for reading only there is nothing to do.</summary>
    /// <param name="cancellationToken">Ends the wait; a flush that has begun goes on.</param>
    /// <exception cref="FlushFailedException">The flush failed, or one before it did: what was not durable may be lost. The device takes no more writes.</exception>
    /// <exception cref="ZonedIOException">The drive flushed, but a zone went offline meanwhile, or lost what it had acknowledged. All other zones are durable.</exception>
    [DeviceIo]
    public async ValueTask FlushAsync(CancellationToken cancellationToken = default)
    {
        long failures = _context.FlushFailures;
        ThrowIfUnflushable();
        cancellationToken.ThrowIfCancellationRequested();
        if (Options.ReadOnly)
        {
            // Whoever only reads has left nothing in a cache.
            return;
        }

        await TraceAsync(ZonedActivities.FlushDevice, IZoneBackend.AllZones, () => LeavingAsync(FlushUsedAsync(failures), cancellationToken)).ConfigureAwait(false);
    }

    // Writes of conventional zones that were at the drive when the flush failed have no pointer that tells them apart: they are waited for, so that what is acknowledged after the recovery was written after it.
    private async ValueTask WritesEndedAsync(CancellationToken cancellationToken)
    {
        for (Task change = _context.NextChangeAsync(); _context.WriteLatch is not null && _conventional.WritesInFlight > 0; change = _context.NextChangeAsync())
        {
            await change.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    // Nothing brings a read-only or offline zone back, and it must not keep the others from coming back.
    private async ValueTask<ZoneRecovery> RecoverOrGiveUpAsync(Zone zone, CancellationToken cancellationToken)
    {
        try
        {
            return await RecoverAsync(zone.Index, cancellationToken).ConfigureAwait(false);
        }
        catch (ZonedIOException e) when (e.Error is ZoneError.ZoneReadOnly or ZoneError.ZoneOffline)
        {
            ZoneInfo dead = zone.Info();
            return new ZoneRecovery { Zone = zone.Index, WritePointer = dead.WritePointer, Condition = dead.Condition };
        }
    }

    // Whoever cancels leaves the flush behind, and the flush goes on: that it failed is told once by the drive, and must reach the latch all the same.
    private static Task LeavingAsync(Task flush, CancellationToken cancellationToken)
    {
        if (!cancellationToken.CanBeCanceled || flush.IsCompleted)
        {
            return flush;
        }

        Observe(flush);
        return flush.WaitAsync(cancellationToken);
    }

    // Nobody may be left to look at the task's exception.
    private static void Observe(Task left) =>
        _ = left.ContinueWith(static failed => _ = failed.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);

    // The failures are those that the caller knew of before it looked whether the device can be flushed at all.
    private async Task FlushUsedAsync(long failures)
    {
        var targets = new List<FlushTarget>();
        foreach (Zone zone in _zones.Used())
        {
            if (zone.TrySnapshot(out FlushTarget target))
            {
                targets.Add(target);
            }
        }

        await FlushBackendAsync(IZoneBackend.AllZones, failures).ConfigureAwait(false);
        ZonedIOException? lost = null;
        foreach (FlushTarget target in targets)
        {
            ZonedIOException? failure = target.Zone.OnFlushed(target);
            lost ??= failure;
        }

        if (lost is not null)
        {
            throw lost;
        }
    }

    /// <summary>Makes every write of one zone that was acknowledged before the call survive a power cut. On a device that was opened for reading only there is nothing to do.</summary>
    /// <param name="zone">Zone index.</param>
    /// <param name="cancellationToken">Ends the wait; a flush that has begun goes on.</param>
    /// <exception cref="FlushFailedException">The flush failed, or one before it did: what was not durable may be lost. The device takes no more writes.</exception>
    /// <exception cref="ZoneOfflineException">The zone is offline, and bytes of it were never durable.</exception>
    /// <exception cref="ZonedIOException">The zone lost what it had acknowledged while the flush ran.</exception>
    [DeviceIo]
    public async ValueTask FlushAsync(int zone, CancellationToken cancellationToken = default)
    {
        CheckZone(zone);
        long failures = _context.FlushFailures;
        ThrowIfUnflushable();
        cancellationToken.ThrowIfCancellationRequested();
        if (Options.ReadOnly)
        {
            return;
        }

        await TraceAsync(ZonedActivities.FlushDevice, zone, () => LeavingAsync(FlushZoneAsync(zone, failures), cancellationToken)).ConfigureAwait(false);
    }

    private async Task FlushZoneAsync(int zone, long failures)
    {
        if (_zones.TypeOf(zone) == ZoneType.Conventional)
        {
            await FlushBackendAsync(zone, failures).ConfigureAwait(false);
            return;
        }

        _zones[zone].TrySnapshot(out FlushTarget target);
        await FlushBackendAsync(zone, failures).ConfigureAwait(false);
        if (target.Zone.OnFlushed(target) is { } lost)
        {
            throw lost;
        }
    }

    /// <summary>Waits until somebody's flush has covered a zone up to an offset; flushes nothing itself.</summary>
    /// <param name="offset">Absolute offset behind the last byte that matters; the bytes before it were written already.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ArgumentOutOfRangeException">The offset is not in the device, or nothing was written below it yet.</exception>
    /// <exception cref="NotSupportedException">The zone is conventional, and has no pointer that could tell: flush it.</exception>
    /// <exception cref="ZonedIOException">The bytes will never be durable: a flush failed, the zone was reset, or a recovery wound its write pointer back over them.</exception>
    [DeviceIo]
    public ValueTask WaitDurableAsync(long offset, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(offset, 1);
        Zone target = Sequential(Geometry.ZoneOf(offset - 1));
        ThrowIfUnflushable();
        return cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled(cancellationToken)
            : new ValueTask(target.WaitDurableAsync(offset, cancellationToken));
    }

    /// <summary>Brings a device back whose flush failed: every zone with writes that are not durable, in flight or acknowledged, is drained and reported, writes in conventional zones are waited for, then writes are allowed again.</summary>
    /// <param name="cancellationToken">Ends the wait for a zone or a write; the device then stays as it is.</param>
    /// <returns>One entry for each zone with bytes that may be lost: <see cref="ZoneRecovery.RangeStart"/> to <see cref="ZoneRecovery.RangeEnd"/> were written and never flushed, but for writes that a flush has covered ahead of one before them, which was still under way: the range begins at the durable write pointer. Conventional zones have no entry: whatever was written there since the last good flush may be lost.</returns>
    /// <exception cref="FlushFailedException">A device of this kind has to be closed and opened again (an image file); or another flush failed while this recovery was under way, and it takes one more.</exception>
    /// <exception cref="ZonedIOException">A zone could not be recovered.</exception>
    [DeviceIo]
    [Resynchronizes]
    public async ValueTask<IReadOnlyList<ZoneRecovery>> RecoverAsync(CancellationToken cancellationToken = default)
    {
        ThrowIfUnreadable();
        cancellationToken.ThrowIfCancellationRequested();
        long failures = _context.FlushFailures;
        ZonedIOException? latch = _context.FlushLatch ?? _context.WriteLatch;
        if (latch is not null && (latch.Error != ZoneError.FlushFailed || _context.Backend.Capabilities.FlushFailureIsFinal))
        {
            throw Again(latch);
        }

        var recoveries = new List<ZoneRecovery>();
        foreach (Zone zone in _zones.Used())
        {
            // What is in flight counts like what is acknowledged: the drive may have had it, and lost it with the rest, before it says that it was written.
            ZoneStatus status = zone.Status();
            if (status.Submitted > status.Durable)
            {
                ZoneRecovery recovery = await RecoverOrGiveUpAsync(zone, cancellationToken).ConfigureAwait(false);
                long end = Math.Max(status.Acknowledged, recovery.RangeEnd);

                // A reset that was under way took the data on purpose; a drive that lost all of them begins a new life, too.
                bool isSameLife = zone.Status().Incarnation == status.Incarnation || recovery.Finding == ZoneError.AcknowledgedDataLost;
                if (end > status.Durable && isSameLife)
                {
                    recoveries.Add(recovery with { RangeStart = status.Durable, RangeEnd = end });
                }
            }
        }

        await WritesEndedAsync(cancellationToken).ConfigureAwait(false);

        // A flush that failed meanwhile may have lost data of zones that were reported before it did: those ask for a recovery of their own.
        if (!_context.TryUnlatchFlush(failures))
        {
            throw Again(_context.LastFlushFailure!);
        }

        return recoveries;
    }

    // Ends when a flush that began after the call has ended well.
    private async Task FlushBackendAsync(int zone, long failures)
    {
        if (await _flushes.RunAsync(zone).ConfigureAwait(false) is { } failure)
        {
            throw Again(failure);
        }

        // A flush failed after the caller had looked, and somebody has recovered the device since: what that one lost may be the caller's.
        if (_context.FlushFailures != failures)
        {
            throw Again(_context.LastFlushFailure!);
        }
    }

    /// <summary>One flush of the drive; no other runs beside it.</summary>
    /// <returns>Why it failed; null where it did not.</returns>
    private async Task<ZonedIOException?> FlushOnceAsync(int zone)
    {
        if (_context.FailedFlush is { } earlier)
        {
            // It was asked for before the one ahead of it failed, and would claim success for data that are gone.
            return earlier;
        }

        BackendResult result;
        try
        {
            result = await _context.Backend.FlushAsync(zone, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // A backend reports failures as results; one that throws has flushed nothing for certain.
            result = BackendResult.Failure(ZoneError.Io);
        }

        return result.IsSuccess ? null
            : result.Error == ZoneError.DeviceGone ? _context.LoseDevice(result)
            : result.Error == ZoneError.DeviceReadOnly && !HasUndurableData() ? NothingToFlush(result)
            : FailFlush(result);
    }

    // A backend that was opened for reading refuses; nothing was written, so nothing can be lost.
    private ZonedIOException NothingToFlush(in BackendResult result) =>
        ZonedErrors.OfDevice($"{Name} was opened for reading only, and has nothing to flush. Open it for writing.", ZoneError.DeviceReadOnly, result.Errno);

    // Nobody can say what such a flush has left on the medium, and a second one may claim success for pages that are gone: the first failure counts for good.
    private ZonedIOException FailFlush(in BackendResult result)
    {
        string remedy = _context.Backend.Capabilities.FlushFailureIsFinal ? "Close it and open it again; every zone then tells what is left." : "Call RecoverAsync() to learn what is left.";
        ZonedIOException error = ZonedErrors.OfDevice($"A flush of {Name} failed ({result.Error}, {ZonedErrors.Describe(result.Errno)}): writes that were acknowledged and not yet durable may be lost. {remedy}", ZoneError.FlushFailed, result.Errno);
        _context.LatchFlush(error);
        foreach (Zone used in _zones.Used())
        {
            used.OnFlushFailed(error);
        }

        return _context.FlushLatch ?? error;
    }

    private bool HasUndurableData()
    {
        foreach (Zone zone in _zones.Used())
        {
            if (zone.TrySnapshot(out _))
            {
                return true;
            }
        }

        return false;
    }

    private void ThrowIfUnflushable()
    {
        if (_context.FlushLatch is { } latch)
        {
            throw Again(latch);
        }
    }

    private void StopWaitingWrites()
    {
        foreach (Zone zone in _zones.Used())
        {
            zone.StopWrites();
        }
    }

    private void EndDurabilityWaits(ZonedIOException reason)
    {
        foreach (Zone zone in _zones.Used())
        {
            zone.FailDurabilityWaiters(reason);
        }
    }
}
