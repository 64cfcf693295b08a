using ZonedSdk.Backends;
using ZonedSdk.Diagnostics;
using ZonedSdk.Zones;

namespace ZonedSdk;

/// <content>Watching over commands while the device is open, and closing it.</content>
public sealed partial class ZonedDevice
{
    private ITimer? _watchdog;
    private ITimer? _audit;
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _disposed;
    private int _isAuditing;

    /// <summary>Stops admission, waits for what is in flight, flushes, closes explicitly open zones, and closes the backend. A second call waits for the first; only that one throws.</summary>
    /// <exception cref="FlushFailedException">The flush that closing makes failed: acknowledged data may be lost. A flush that failed before was told then; closing does not try again, and does not tell it twice.</exception>
    /// <exception cref="TimeoutException">Commands, the flush included, did not come back within <see cref="ZonedDeviceOptions.DisposeTimeout"/>. The backend stays open, because the drive may still touch its buffers.</exception>
    public ValueTask DisposeAsync() => CloseAsync(CancellationToken.None);

    /// <summary>Closes the device as <see cref="DisposeAsync"/> does, and gives up waiting when the token says so: for a program that has so much time and no more. Disposing the device after that does nothing.</summary>
    /// <param name="cancellationToken">Ends the wait for what is in flight, for the flush and for zones that are to be closed. What is at the drive goes on, and is not acknowledged.</param>
    /// <exception cref="FlushFailedException">The flush that closing makes failed: acknowledged data may be lost.</exception>
    /// <exception cref="TimeoutException">Commands did not come back within <see cref="ZonedDeviceOptions.DisposeTimeout"/>.</exception>
    /// <exception cref="OperationCanceledException">The token ended the wait. The backend stays open, because the drive may still touch its buffers; <see cref="GetStatus()"/> says what is still in flight and not durable.</exception>
    public async ValueTask CloseAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            await _closed.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
            return;
        }

        try
        {
            await TraceAsync(ZonedActivities.CloseDevice, IZoneBackend.AllZones, () => CloseOnceAsync(cancellationToken).AsTask()).ConfigureAwait(false);
        }
        finally
        {
            _closed.SetResult();
        }
    }

    private async ValueTask CloseOnceAsync(CancellationToken cancellationToken)
    {
        long failures = _context.FlushFailures;

        // Read before this reason becomes the latch: a device that failed earlier has nothing to flush, and neither has one that only reads.
        bool hasNothingToKeep = _context.FlushLatch is not null || _context.Options.ReadOnly;
        ZonedIOException closed = ZonedErrors.OfDevice($"{Name} was closed.", ZoneError.Disposed);
        _context.LatchAll(closed);
        await StopTimerAsync(_watchdog).ConfigureAwait(false);
        await StopTimerAsync(_audit).ConfigureAwait(false);
        foreach (Zone zone in _zones.Used())
        {
            zone.StopAdmission();
        }

        long started = _context.Time.GetTimestamp();
        try
        {
            await RestAsync(started, cancellationToken).ConfigureAwait(false);
            if (!hasNothingToKeep)
            {
                await CloseCleanlyAsync(started, failures, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            EndDurabilityWaits(closed);
        }

        await _context.Backend.DisposeAsync().ConfigureAwait(false);
    }

    private async ValueTask CloseCleanlyAsync(long started, long failures, CancellationToken cancellationToken)
    {
        try
        {
            await WithinTimeoutAsync(FlushUsedAsync(failures), started, cancellationToken).ConfigureAwait(false);
            foreach (Zone zone in _zones.Used())
            {
                if (zone.IsExplicitlyOpen())
                {
                    await WithinTimeoutAsync(zone.SubmitLastClose().Task.AsTask(), started, cancellationToken).ConfigureAwait(false);
                }
            }
        }
        catch (Exception e) when (e is not (TimeoutException or OperationCanceledException) && IsAtRest())
        {
            await _context.Backend.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private async Task WithinTimeoutAsync(Task command, long started, CancellationToken cancellationToken)
    {
        if (command.IsCompleted)
        {
            await command.ConfigureAwait(false);
            return;
        }

        Observe(command);
        TimeSpan left = _context.Options.DisposeTimeout;
        if (left != Timeout.InfiniteTimeSpan)
        {
            left -= _context.Time.GetElapsedTime(started);
            left = left < TimeSpan.Zero ? TimeSpan.Zero : left;
        }

        try
        {
            await command.WaitAsync(left, _context.Time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException) when (!command.IsCompleted)
        {
            throw StillBusy();
        }
    }

    private void StartWatchdogs()
    {
        if (_context.Options.CommandTimeout is var timeout && timeout != Timeout.InfiniteTimeSpan)
        {
            _watchdog = _context.Time.CreateTimer(static state => ((ZonedDevice)state!).CheckOverdue(), this, timeout, timeout);
        }

        if (_context.Options.AuditInterval is { } interval)
        {
            _audit = _context.Time.CreateTimer(static state => _ = ((ZonedDevice)state!).AuditAsync(), this, interval, interval);
        }
    }

    private void CheckOverdue()
    {
        foreach (Zone zone in _zones.Used())
        {
            zone.CheckOverdue();
        }
    }

    // One round at a time: on a drive with many zones it may take longer than the interval.
    private async Task AuditAsync()
    {
        if (Interlocked.Exchange(ref _isAuditing, 1) != 0)
        {
            return;
        }

        try
        {
            foreach (Zone zone in _zones.Used())
            {
                if (_context.AllLatch is not null)
                {
                    return;
                }

                await AuditAsync(zone).ConfigureAwait(false);
            }
        }
        finally
        {
            Volatile.Write(ref _isAuditing, 0);
        }
    }

    // A zone at rest that is not as it was left was changed by somebody else; a recovery of the zone says so loudly.
    private async ValueTask AuditAsync(Zone zone)
    {
        if (!zone.IsIdle(out ZoneInfo before, out long epoch))
        {
            return;
        }

        try
        {
            ZoneInfo reported = await ReportZoneAsync(zone.Index).ConfigureAwait(false);
            if (zone.IsIdle(out ZoneInfo after, out long epochAfter) && epochAfter == epoch && after.WritePointer == before.WritePointer && IsForeign(reported, after))
            {
                await RecoverAsync(zone.Index).ConfigureAwait(false);
            }
        }
        catch (ZonedException)
        {
            // An audit that cannot read its report has found nothing; the zone's own operations meet the same trouble and tell it.
        }
    }

    // Full, read-only and offline zones have no pointer that could tell.
    private static bool IsForeign(in ZoneInfo reported, in ZoneInfo left) =>
        reported.HasValidWritePointer ? reported.WritePointer != left.WritePointer : reported.Condition != left.Condition;

    // Nothing is admitted any more, so a zone that has come to rest stays so.
    private async ValueTask RestAsync(long started, CancellationToken cancellationToken)
    {
        foreach (Zone zone in _zones.Used())
        {
            for (Task change = _context.NextChangeAsync(); !zone.IsAtRest(); change = _context.NextChangeAsync())
            {
                await WithinTimeoutAsync(change, started, cancellationToken).ConfigureAwait(false);
            }
        }

        for (Task change = _context.NextChangeAsync(); !_conventional.IsAtRest; change = _context.NextChangeAsync())
        {
            await WithinTimeoutAsync(change, started, cancellationToken).ConfigureAwait(false);
        }
    }

    private TimeoutException StillBusy() =>
        new($"{Name} still has commands at the drive after {_context.Options.DisposeTimeout.TotalSeconds} s. Its backend stays open and its buffers stay allocated; end the process to get rid of them.");

    private bool IsAtRest()
    {
        foreach (Zone zone in _zones.Used())
        {
            if (!zone.IsAtRest())
            {
                return false;
            }
        }

        return _conventional.IsAtRest;
    }

    private static ValueTask StopTimerAsync(ITimer? timer) => timer?.DisposeAsync() ?? ValueTask.CompletedTask;
}
