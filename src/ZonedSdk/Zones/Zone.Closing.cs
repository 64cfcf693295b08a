using ZonedSdk.Backends;
using ZonedSdk.Diagnostics;

namespace ZonedSdk.Zones;

/// <content>Closing: one zone for another zone's sake, and all of them with the device.</content>
internal sealed partial class Zone
{
    /// <summary>When the zone was last written, if it could be closed now; null where it could not.</summary>
    public long? IdleSince()
    {
        using ZoneGuard guard = Enter();
        ref ZoneState s = ref guard.State;
        return s.Mode == ZoneMode.Normal && s.Condition == ZoneCondition.ImplicitlyOpen && s.IsQuiet && s.Waiting.IsEmpty ? s.LastUse : null;
    }

    /// <summary>Closes the zone unless it has become busy meanwhile.</summary>
    /// <returns>False when it was left alone.</returns>
    public async ValueTask<bool> TryCloseImplicitlyAsync()
    {
        ZoneRequest r = Rent(RequestOperation.Close, ZoneRequestKind.Write);
        ValueTask closed = r.Task;
        ZoneEffects fx = default;
        using (ZoneGuard guard = Enter())
        {
            if (_context.WriteLatch is not null || !ZoneTransitions.TryStartImplicitClose(ref guard.State, _bounds, r, ref fx))
            {
                r.ReleaseUnused();
                return false;
            }
        }

        Perform(ref fx);
        await closed.ConfigureAwait(false);
        ZonedMetrics.ImplicitCloses.Add(1, _context.MetricTag);
        _context.Raise?.Invoke(new ZoneEventArgs(ZoneEventKind.ImplicitlyClosed, Index, _bounds.Start, _bounds.End, error: null));
        return true;
    }

    /// <summary>Ends the waits of writes and management commands: the device takes none any more. Reads, leases and recoveries go on.</summary>
    public void StopWrites()
    {
        ZoneEffects fx = default;
        using (ZoneGuard guard = EnterAdmitting(ref fx))
        {
            HandOverLocked(ref guard.State, ref fx);
        }

        Perform(ref fx);
    }

    /// <summary>Ends every wait for admission: the device is being closed, and admits nothing any more.</summary>
    public void StopAdmission()
    {
        ZoneEffects fx = default;
        using (ZoneGuard guard = Enter())
        {
            ref ZoneState s = ref guard.State;
            while (s.Waiting.Head is { } r)
            {
                // Whatever else the departure of a waiter would admit goes the same way.
                s.Waiting.Remove(r);
                ZoneTransitions.Refuse(ref s, r, ZoneError.Disposed, ref fx);
            }

            LeaveCreditQueueLocked(ref s, ref fx);
            _waitTimer?.Dispose();
            _waitTimer = null;
            _waitTimerDue = long.MaxValue;
        }

        Perform(ref fx);
    }

    /// <summary>Nothing is at the drive, no report is on its way.</summary>
    public bool IsAtRest()
    {
        using ZoneGuard guard = Enter();
        ref ZoneState s = ref guard.State;
        return s.IsQuiet && s.Reads == 0 && !s.ManageOutstanding && s.Mode is not (ZoneMode.Draining or ZoneMode.Recovering or ZoneMode.Managed);
    }

    /// <summary>Nothing of the zone is under way, and nothing is known to be wrong with it: a report must say the same as the runtime.</summary>
    public bool IsIdle(out ZoneInfo info, out long epoch)
    {
        using ZoneGuard guard = Enter();
        ref ZoneState s = ref guard.State;
        info = InfoOf(s);
        epoch = s.Epoch;
        return s.Mode == ZoneMode.Normal && s.IsQuiet;
    }

    public bool IsExplicitlyOpen()
    {
        using ZoneGuard guard = Enter();
        return guard.State is { Mode: ZoneMode.Normal, Condition: ZoneCondition.ExplicitlyOpen };
    }
}
