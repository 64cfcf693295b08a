using ZonedSdk.Zones;

namespace ZonedSdk;

/// <content>Watching over commands while the device is open, and closing it.</content>
public sealed partial class ZonedDevice
{
    private static readonly TimeSpan s_restPoll = TimeSpan.FromMilliseconds(5);

    private ITimer? _watchdog;
    private ITimer? _audit;
    private int _disposed;

    /// <summary>Stops admission, waits for what is in flight, flushes, closes explicitly open zones, and closes the backend.</summary>
    /// <exception cref="FlushFailedException">The last flush failed: acknowledged data may be lost.</exception>
    /// <exception cref="TimeoutException">Commands did not come back within <see cref="ZonedDeviceOptions.DisposeTimeout"/>. The backend stays open, because the drive may still touch its buffers.</exception>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        // Read before this reason becomes the latch: a device that failed earlier, or took no writes at all, has nothing to flush.
        bool hasNothingToFlush = _context.FlushLatch is not null || _context.Options.ReadOnly;
        ZonedIOException closed = ZonedErrors.OfDevice($"{Name} was closed.", ZoneError.Disposed);
        _context.LatchAll(closed);
        await StopTimerAsync(_watchdog).ConfigureAwait(false);
        await StopTimerAsync(_audit).ConfigureAwait(false);
        foreach (Zone zone in _zones.Used())
        {
            zone.StopAdmission();
        }

        try
        {
            await RestAsync().ConfigureAwait(false);
            if (!hasNothingToFlush)
            {
                await CloseCleanlyAsync().ConfigureAwait(false);
            }
        }
        finally
        {
            EndDurabilityWaits(closed);
        }

        await _context.Backend.DisposeAsync().ConfigureAwait(false);
    }

    private async ValueTask CloseCleanlyAsync()
    {
        try
        {
            await FlushUsedAsync(CancellationToken.None).ConfigureAwait(false);
            foreach (Zone zone in _zones.Used())
            {
                if (zone.IsExplicitlyOpen())
                {
                    await zone.SubmitExclusive(RequestOperation.Close, force: false, box: null, CancellationToken.None).Task.ConfigureAwait(false);
                }
            }
        }
        catch
        {
            await _context.Backend.DisposeAsync().ConfigureAwait(false);
            throw;
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

    // Zones at rest whose write pointer is not where it was left were moved by somebody else; a recovery of the zone says so loudly.
    private async Task AuditAsync()
    {
        foreach (Zone zone in _zones.Used())
        {
            if (_context.AllLatch is not null)
            {
                return;
            }

            ZoneStatus before = zone.Status();
            if (before.InFlight > 0 || !before.IsWritable)
            {
                continue;
            }

            try
            {
                ZoneInfo reported = await ReportZoneAsync(zone.Index).ConfigureAwait(false);
                ZoneStatus after = zone.Status();
                if (after.Submitted == before.Submitted && after.Epoch == before.Epoch && reported.HasValidWritePointer && reported.WritePointer != after.Submitted)
                {
                    await RecoverAsync(zone.Index).ConfigureAwait(false);
                }
            }
            catch (ZonedException)
            {
                // An audit that cannot read its report has found nothing; the zone's own operations meet the same trouble and tell it.
            }
        }
    }

    private async ValueTask RestAsync()
    {
        long started = _context.Time.GetTimestamp();
        while (!IsAtRest())
        {
            if (_context.Options.DisposeTimeout != Timeout.InfiniteTimeSpan && _context.Time.GetElapsedTime(started) >= _context.Options.DisposeTimeout)
            {
                throw new TimeoutException($"{Name} still has commands at the drive after {_context.Options.DisposeTimeout.TotalSeconds} s. Its backend stays open and its buffers stay allocated; end the process to get rid of them.");
            }

            await Task.Delay(s_restPoll, _context.Time, CancellationToken.None).ConfigureAwait(false);
        }
    }

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
