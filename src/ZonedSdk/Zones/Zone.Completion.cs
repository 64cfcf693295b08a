using ZonedSdk.Annotations;
using ZonedSdk.Backends;
using ZonedSdk.Diagnostics;

namespace ZonedSdk.Zones;

/// <content>The way out: the drive is done with a request, and what that decides is carried out.</content>
internal sealed partial class Zone
{
    // A read found the zone offline, and the recovery that asks the drive is under way.
    [GuardedBy(nameof(_gate))]
    private bool _isRefreshing;

    /// <inheritdoc/>
    public void OnCompleted(ZoneRequest request, in BackendResult result)
    {
        if (TryFinishAtOnce(request, result))
        {
            if (request.IsDetached)
            {
                request.ReleaseDetached();
            }
            else
            {
                request.FinishWith(request.Offset);
            }

            _context.TellChange();
            return;
        }

        _context.HearOf(result);

        bool refresh = false;
        ZoneEffects fx = default;
        using (ZoneGuard guard = EnterAdmitting(ref fx))
        {
            if (request.Kind == ZoneRequestKind.Read)
            {
                // A write that fails is followed by a report anyway. A read that finds its zone dead is the first to know, and would be the only one.
                refresh = result.Error == ZoneError.ZoneOffline && guard.State.Mode != ZoneMode.Offline && !_isRefreshing;
                _isRefreshing |= refresh;
                ZoneTransitions.CompleteRead(ref guard.State, _bounds, _context.Credits, request, result, ref fx);
            }
            else
            {
                ZoneTransitions.CompleteWrite(ref guard.State, _bounds, _context.Credits, request, result, ref fx);
            }

            HandOverLocked(ref guard.State, ref fx);
        }

        // Before the reader hears, so that whatever it does next to the zone comes behind the recovery. It is not held until that has ended: a reset that waits for its lease may stand in between.
        if (refresh)
        {
            _ = RefreshAsync();
        }

        Perform(ref fx);
    }

    // The ordinary write, with which nothing begins.
    private bool TryFinishAtOnce(ZoneRequest request, in BackendResult result)
    {
        if (request.Kind != ZoneRequestKind.Write || _bounds.EnforcesOrder || !result.IsSuccess)
        {
            return false;
        }

        using ZoneGuard guard = Enter();
        return ZoneTransitions.TryCompleteAtOnce(ref guard.State, _bounds, _context.Credits, request, result);
    }

    // A recovery like one that a user asks for: after the writes in flight, and no failure for the error policy to act on.
    private async Task RefreshAsync()
    {
        try
        {
            await SubmitExclusive(RequestOperation.Recover, force: false, new RecoveryBox(), CancellationToken.None).Task.ConfigureAwait(false);
        }
        catch (ZonedException)
        {
            // The zone is as faulted as it was, or the device is closed: those who use it are told.
        }
        finally
        {
            using (Enter())
            {
                _isRefreshing = false;
            }
        }
    }

    /// <summary>Carries out what a transition decided, outside the lock: first what starts I/O, then what tells people.</summary>
    private void Perform(ref ZoneEffects fx)
    {
        // Before anybody hears of the failure: whoever does may turn to another zone at once.
        if (fx.DeviceReadOnly)
        {
            _context.LatchWrites(ZonedErrors.OfDevice($"{_context.Backend.Name} takes no more writes: a write of zone {Index} failed, and the error policy is DeviceReadOnly. Open it again after the cause is removed.", ZoneError.DeviceReadOnly));
        }

        Count(fx);
        SubmitReads(ref fx);
        if (fx.Kick)
        {
            _context.Kick(Index);
        }

        if (fx.Manage is { } command)
        {
            _ = RunManageAsync(command);
        }

        if (fx.DrainStarted)
        {
            WatchDrain();
        }

        if (fx.Report)
        {
            _ = RunRecoveryAsync();
        }

        int followers = 0;
        while (fx.Finished.RemoveHead() is { } finished)
        {
            followers += finished.Outcome.Error == ZoneError.Follower ? 1 : 0;
            Tell(finished);
        }

        if (fx.NeverDurable is { } neverDurable)
        {
            foreach (DurabilityWaiter waiter in neverDurable)
            {
                waiter.TrySetException(waiter.Failure!);
            }
        }

        if (fx.Granted is { } granted)
        {
            _context.DeliverGrants(granted);
        }

        if (fx.CreditWaitStarted || (fx.BecameQuiet && _context.Credits.Waiting > 0))
        {
            _context.OpenZones.MakeRoom();
            if (fx.CreditWaitStarted && !_context.Options.WaitForAdmission)
            {
                _context.OpenZones.MakeRoomForNext();
            }
        }

        if (fx.Notice.Kind != ZoneEventKind.None)
        {
            Announce(fx.Notice, followers);
        }

        _context.TellChange();
    }

    private void Count(in ZoneEffects fx)
    {
        if (fx.Drained is { } drained)
        {
            ZonedMetrics.DrainDuration.Record(drained.TotalSeconds, _context.MetricTag);
        }

        if (fx.IsRecovered)
        {
            ZonedMetrics.Recoveries.Add(1, _context.MetricTag);
            if (fx.IsRewound)
            {
                ZonedMetrics.Regressions.Add(1, _context.MetricTag);
            }
        }

        if (fx.CreditWaitCounted)
        {
            _context.CountResourceWait();
        }
    }

    private void SubmitReads(ref ZoneEffects fx)
    {
        while (fx.Reads.RemoveHead() is { } read)
        {
            if (read.CommandLengthBytes == 0)
            {
                read.Arm(this);
                read.Complete(read.Ticket, BackendResult.Success());
                continue;
            }

            read.Buffer = read.CallerBuffer[..(int)read.CommandLengthBytes];
            read.Arm(this);
            _backend.Submit(read);
            fx.Kick = true;
        }
    }

    private void Tell(ZoneRequest r)
    {
        if (r.IsDetached)
        {
            r.ReleaseDetached();
            return;
        }

        ref RequestOutcome outcome = ref r.Outcome;
        if (outcome.Error != ZoneError.None)
        {
            if (outcome.Error == ZoneError.Follower)
            {
                ZonedMetrics.Followers.Add(1, _context.MetricTag);
            }

            r.FinishWith(ZonedErrors.Of(_context.Backend.Name, _bounds, outcome.Epoch, r, _context.WriteLatch));
            return;
        }

        switch (r.Operation)
        {
            case RequestOperation.Read:
                TellReader(r);
                break;
            case RequestOperation.Recover:
                r.Recovery!.Result = new ZoneRecovery
                {
                    Zone = Index,
                    WritePointer = outcome.WritePointer,
                    Condition = outcome.Condition,
                    Finding = outcome.Finding,
                    RangeStart = outcome.FindingStart,
                    RangeEnd = outcome.FindingEnd,
                };
                r.FinishWith(0);
                break;
            default:
                r.FinishWith(r.Offset);
                break;
        }
    }

    private void TellReader(ZoneRequest r)
    {
        int written = (int)r.CommandLengthBytes;
        int asked = r.CallerBuffer.Length;
        if (written < asked && _context.Options.ReadBeyond == ReadBeyondPolicy.Throw)
        {
            ref RequestOutcome outcome = ref r.Outcome;
            outcome.Error = ZoneError.ReadBeyondWritePointer;
            r.FinishWith(ZonedErrors.Of(_context.Backend.Name, _bounds, outcome.Epoch, r));
            return;
        }

        if (written < asked && _context.Options.ReadBeyond == ReadBeyondPolicy.ZeroFill)
        {
            r.CallerBuffer.Span[written..].Clear();
            written = asked;
        }

        r.FinishWith(written);
    }

    private void Announce(ZoneNotice notice, int followers)
    {
        ZonedIOException? error = notice.Error == ZoneError.None
            ? null
            : ZonedErrors.OfNotice(_context.Backend.Name, _bounds, notice, Status(), Info().Condition);
        _context.Raise?.Invoke(new ZoneEventArgs(notice.Kind, Index, notice.Start, notice.End, error) { Followers = followers });
    }
}
