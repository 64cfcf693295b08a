using ZonedSdk.Annotations;
using ZonedSdk.Devices;

namespace ZonedSdk.Zones;

/// <summary>
/// The zones that hold an open resource, and the task that closes one of them when another zone needs it: the least recently written, implicitly open zone with nothing in flight.
/// </summary>
/// <remarks>The set's lock is a leaf. Zones are looked at one after another, each under its own lock, and closed through their own exclusive path, which checks again.</remarks>
internal sealed class OpenZoneSet(DeviceContext context)
{
    private readonly Lock _gate = new();

    [GuardedBy(nameof(_gate))]
    private readonly HashSet<Zone> _zones = [];

    private int _closing;

    public void Add(Zone zone)
    {
        lock (_gate)
        {
            _zones.Add(zone);
        }
    }

    public void Remove(Zone zone)
    {
        lock (_gate)
        {
            _zones.Remove(zone);
        }
    }

    // A device that takes no more commands closes no zone: it would be asked in vain for ever.
    private bool IsWanted => context.WriteLatch is null && context.Credits.WantsClose();

    /// <summary>Makes room for zones that wait for an open resource, unless that is under way already.</summary>
    public void MakeRoom()
    {
        if (IsWanted && Interlocked.CompareExchange(ref _closing, 1, 0) == 0)
        {
            _ = CloseWhileWantedAsync();
        }
    }

    /// <summary>Closes one zone although nobody waits: somebody was refused who does not wait, and his next try should find room.</summary>
    public void MakeRoomForNext()
    {
        if (context.WriteLatch is null && context.Credits.IsOutOfOpen() && Interlocked.CompareExchange(ref _closing, 1, 0) == 0)
        {
            _ = CloseOneAsync();
        }
    }

    private async Task CloseOneAsync()
    {
        try
        {
            _ = FindOldest() is { } zone && await zone.TryCloseImplicitlyAsync().ConfigureAwait(false);
        }
        catch (ZonedException)
        {
            // The zone dealt with the failure itself, and the next refusal tries again.
        }
        finally
        {
            Interlocked.Exchange(ref _closing, 0);
        }

        // Somebody who does wait may have come meanwhile, and found this task running.
        MakeRoom();
    }

    private async Task CloseWhileWantedAsync()
    {
        bool isMissed;
        do
        {
            bool gaveUp = true;
            try
            {
                gaveUp = await TryCloseWhileWantedAsync().ConfigureAwait(false);
            }
            finally
            {
                // A full fence: whoever queues or becomes idle either sees the task ended, or is seen by the look below.
                Interlocked.Exchange(ref _closing, 0);
            }

            // A zone may have begun to wait, or become idle, between the last look and the line above; its own call found the task still running.
            isMissed = !gaveUp && IsWanted && FindOldest() is not null && Interlocked.CompareExchange(ref _closing, 1, 0) == 0;
        }
        while (isMissed);
    }

    // True when the drive refuses too often to be asked again before something changes.
    private async Task<bool> TryCloseWhileWantedAsync()
    {
        bool closed = true;
        int failures = 0;
        TimeSpan pause = context.Options.ReportBackoff;
        while (closed && failures < context.Options.ReportAttempts && IsWanted)
        {
            try
            {
                closed = FindOldest() is { } zone && await zone.TryCloseImplicitlyAsync().ConfigureAwait(false);
                failures = 0;
                pause = context.Options.ReportBackoff;
            }
            catch (ZonedException)
            {
                // The zone dealt with the failure itself: it was reported again, and what it holds now is the truth. A drive that closes nothing any more is not asked in a loop.
                failures++;
                await Task.Delay(pause, context.Time, CancellationToken.None).ConfigureAwait(false);
                pause = context.NextBackoff(pause);
            }
        }

        return failures >= context.Options.ReportAttempts;
    }

    private Zone? FindOldest()
    {
        Zone[] zones;
        lock (_gate)
        {
            zones = [.. _zones];
        }

        Zone? oldest = null;
        long oldestUse = long.MaxValue;
        foreach (Zone zone in zones)
        {
            if (zone.IdleSince() is { } use && use < oldestUse)
            {
                oldest = zone;
                oldestUse = use;
            }
        }

        return oldest;
    }
}
