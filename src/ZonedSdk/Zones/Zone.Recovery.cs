using System.Diagnostics;
using ZonedSdk.Annotations;
using ZonedSdk.Backends;
using ZonedSdk.Diagnostics;

namespace ZonedSdk.Zones;

/// <content>What an error starts: the drain's deadline, the one report, and the management commands, which are watched the same way.</content>
internal sealed partial class Zone
{
    [GuardedBy(nameof(_gate))]
    private ITimer? _drainTimer;

    [GuardedBy(nameof(_gate))]
    private ITimer? _waitTimer;

    [GuardedBy(nameof(_gate))]
    private long _waitTimerDue = long.MaxValue;

    // When the first error of the present episode was met; null once its drain has ended.
    [GuardedBy(nameof(_gate))]
    private long? _drainStarted;

    // What the watchdog saw at its last round.
    [GuardedBy(nameof(_gate))]
    private long _overdueTicket;

    [GuardedBy(nameof(_gate))]
    private ZoneRequest? _overdueRequest;

    /// <summary>Looks for a write or a read that has been at the drive for a whole round of the watchdog.</summary>
    public void CheckOverdue()
    {
        ZoneEffects fx = default;
        using (ZoneGuard guard = Enter())
        {
            ref ZoneState s = ref guard.State;
            long ticket = s.InFlight.Head?.Ticket ?? 0;
            if (ticket != 0 && ticket == _overdueTicket && ReferenceEquals(s.InFlight.Head, _overdueRequest))
            {
                ZoneTransitions.CommandTimedOut(ref s, ticket, ref fx);
                MeasureDrainLocked(ref fx);
            }

            _overdueTicket = ticket;
            _overdueRequest = s.InFlight.Head;
            if (s.Reads > 0)
            {
                ZoneTransitions.AgeReads(ref s, _bounds, _context.Credits, ref fx);
                HandOverLocked(ref s, ref fx);
            }
        }

        Perform(ref fx);
    }

    private static ZoneAction ActionOf(RequestOperation operation) => operation switch
    {
        RequestOperation.Open => ZoneAction.Open,
        RequestOperation.Close => ZoneAction.Close,
        RequestOperation.Finish => ZoneAction.Finish,
        RequestOperation.Reset => ZoneAction.Reset,
        _ => throw new UnreachableException($"{operation} is no management command."),
    };

    private async Task RunManageAsync(ZoneRequest command)
    {
        WatchDrain();
        BackendResult result;
        try
        {
            result = await _context.Backend.ManageAsync(ActionOf(command.Operation), Index, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // A backend reports failures as results; one that throws is treated as failed, never as fatal to the zone.
            result = BackendResult.Failure(ZoneError.Io);
        }

        _context.HearOf(result);

        ZoneEffects fx = default;
        using (ZoneGuard guard = EnterAdmitting(ref fx))
        {
            ZoneTransitions.CompleteManage(ref guard.State, _bounds, _context.Credits, command, result, ref fx);
            SettleLocked(ref guard.State, ref fx);
            HandOverLocked(ref guard.State, ref fx);
        }

        Perform(ref fx);
    }

    // One report for all failures of the episode. Nothing of the zone is at the drive, and the zone is gated, so what the report says stays true.
    private async Task RunRecoveryAsync()
    {
        using Activity? activity = ZonedActivities.Start(ZonedActivities.RecoverZone, _context.Backend.Name, Index);
        BackendResult result = default;
        TimeSpan pause = _context.Options.ReportBackoff;
        for (int attempt = 1; attempt <= _context.Options.ReportAttempts; attempt++)
        {
            // A report that was given up may still be written: each attempt has a page of its own.
            var page = new ZoneInfo[1];
            result = await ReportOnceAsync(page).ConfigureAwait(false);
            if (result is { IsSuccess: true, BytesTransferred: 1 } && page[0].Index == Index && ZoneTransitions.Reject(_bounds, page[0]) is null)
            {
                // Before those are told who wait: what they do next is not the recovery's.
                activity?.Stop();
                Believe(page[0]);
                return;
            }

            if (result.Error == ZoneError.DeviceGone)
            {
                _context.LoseDevice(result);
                break;
            }

            if (attempt < _context.Options.ReportAttempts)
            {
                await Task.Delay(pause, _context.Time, CancellationToken.None).ConfigureAwait(false);
                pause = _context.NextBackoff(pause);
            }
        }

        ZonedActivities.Fail(activity, result.Error.ToString(), "No believable report could be had.");
        activity?.Stop();
        ZoneEffects fx = default;
        using (ZoneGuard guard = EnterAdmitting(ref fx))
        {
            ZoneTransitions.ReportFailed(ref guard.State, _bounds, _context.Credits, result, ref fx);
            SettleLocked(ref guard.State, ref fx);
            HandOverLocked(ref guard.State, ref fx);
        }

        Perform(ref fx);
    }

    private async ValueTask<BackendResult> ReportOnceAsync(ZoneInfo[] page)
    {
        using var timeout = new CancellationTokenSource(_context.Options.ReportTimeout, _context.Time);
        try
        {
            return await _context.Backend.ReportAsync(Index, page, timeout.Token).AsTask().WaitAsync(timeout.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return BackendResult.Failure(ZoneError.Timeout);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return BackendResult.Failure(ZoneError.ReportFailed);
        }
    }

    [Resynchronizes]
    private void Believe(in ZoneInfo info)
    {
        ZoneEffects fx = default;
        using (ZoneGuard guard = EnterAdmitting(ref fx))
        {
            ZoneTransitions.ApplyReport(ref guard.State, _bounds, _context.Credits, info, ref fx);
            SettleLocked(ref guard.State, ref fx);
            HandOverLocked(ref guard.State, ref fx);
        }

        Perform(ref fx);
    }

    // The episode or the command is over: its deadline is off, and whoever waits for durability of bytes that are gone is told.
    [RequiresLock(nameof(_gate))]
    private void SettleLocked(ref ZoneState s, ref ZoneEffects fx)
    {
        // Even where the next command has the zone already: when that ends, other bytes may stand where the lost ones were.
        FailDurabilityWaitersLocked(s, ref fx);
        if (s.Mode is ZoneMode.Draining or ZoneMode.Recovering or ZoneMode.Managed)
        {
            return;
        }

        _drainTimer?.Dispose();
        _drainTimer = null;
    }

    [RequiresLock(nameof(_gate))]
    private void MeasureDrainLocked(ref ZoneEffects fx)
    {
        if (fx.DrainStarted)
        {
            _drainStarted = _context.Time.GetTimestamp();
        }

        if (fx.Report)
        {
            EndDrainLocked(ref fx);
        }
    }

    [RequiresLock(nameof(_gate))]
    private void EndDrainLocked(ref ZoneEffects fx)
    {
        fx.Drained = _drainStarted is { } started ? _context.Time.GetElapsedTime(started) : null;
        _drainStarted = null;
    }

    private void WatchDrain()
    {
        if (_context.Options.DrainTimeout == Timeout.InfiniteTimeSpan)
        {
            return;
        }

        using ZoneGuard guard = Enter();
        if (guard.State.Mode is not (ZoneMode.Draining or ZoneMode.Managed))
        {
            return;
        }

        _drainTimer?.Dispose();
        var watch = new DrainWatch(this, guard.State.Epoch);
        _drainTimer = _context.Time.CreateTimer(static state => ((DrainWatch)state!).Fire(), watch, _context.Options.DrainTimeout, Timeout.InfiniteTimeSpan);
    }

    private void OnDrainDeadline(uint epoch)
    {
        ZoneEffects fx = default;
        List<ZoneRequest>? detached = null;
        using (ZoneGuard guard = EnterAdmitting(ref fx))
        {
            ref ZoneState s = ref guard.State;
            if (ZoneTransitions.DeadlinePassed(ref s, _bounds, epoch, ref fx))
            {
                detached = DetachOwnedLocked(s);
                EndDrainLocked(ref fx);
                SettleLocked(ref s, ref fx);
            }

            HandOverLocked(ref s, ref fx);
        }

        foreach (ZoneRequest r in detached ?? [])
        {
            r.FinishWith(ZonedErrors.OfOverdue(_context.Backend.Name, _bounds, Status(), Info().Condition, r));
        }

        Perform(ref fx);
    }

    // Commands that may still execute keep their data. Where the data are the runtime's own copy, the caller need not wait for that.
    [RequiresLock(nameof(_gate))]
    private static List<ZoneRequest>? DetachOwnedLocked(in ZoneState s)
    {
        List<ZoneRequest>? detached = null;
        for (ZoneRequest? command = s.InFlight.Head; command is not null; command = command.Next)
        {
            for (ZoneRequest? member = command; member is not null; member = member.NextCoalesced)
            {
                if (member.OwnedBuffer is not null && !member.IsDetached)
                {
                    member.Detach();
                    (detached ??= []).Add(member);
                }
            }
        }

        return detached;
    }

    [RequiresLock(nameof(_gate))]
    private void ArmWaitTimerLocked(long deadline)
    {
        if (deadline >= _waitTimerDue)
        {
            return;
        }

        _waitTimerDue = deadline;
        TimeSpan due = _context.Time.GetElapsedTime(_context.Time.GetTimestamp(), deadline);
        due = due < TimeSpan.Zero ? TimeSpan.Zero : due;
        _waitTimer ??= _context.Time.CreateTimer(static state => ((Zone)state!).OnWaitDeadline(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _waitTimer.Change(due, Timeout.InfiniteTimeSpan);
    }

    private void OnWaitDeadline()
    {
        ZoneEffects fx = default;
        using (ZoneGuard guard = EnterAdmitting(ref fx))
        {
            ref ZoneState s = ref guard.State;
            _waitTimerDue = long.MaxValue;
            long now = _context.Time.GetTimestamp();
            long next = long.MaxValue;
            ZoneRequest? overdue;
            do
            {
                overdue = null;
                next = long.MaxValue;
                for (ZoneRequest? r = s.Waiting.Head; r is not null && overdue is null; r = r.Next)
                {
                    overdue = r.Deadline <= now ? r : null;
                    next = Math.Min(next, r.Deadline);
                }

                if (overdue is not null)
                {
                    ZoneTransitions.Withdraw(ref s, _bounds, _context.Credits, overdue, ZoneTransitions.DeadlineError(s, _context.Credits), ref fx);
                }
            }
            while (overdue is not null);

            HandOverLocked(ref s, ref fx);
            if (next != long.MaxValue)
            {
                ArmWaitTimerLocked(next);
            }
        }

        Perform(ref fx);
    }

    private sealed class DrainWatch(Zone zone, uint epoch)
    {
        public void Fire() => zone.OnDrainDeadline(epoch);
    }
}
