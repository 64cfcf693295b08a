using ZonedSdk.Backends;
using ZonedSdk.Diagnostics;

namespace ZonedSdk.Zones;

/// <content>The way out: the drive is done with a request, and what that decides is carried out.</content>
internal sealed partial class Zone
{
    /// <inheritdoc/>
    public void OnCompleted(ZoneRequest request, in BackendResult result)
    {
        if (result.Error == ZoneError.DeviceGone)
        {
            _context.LoseDevice(result);
        }

        ZoneEffects fx = default;
        using (ZoneGuard guard = Enter())
        {
            if (request.Kind == ZoneRequestKind.Read)
            {
                ZoneTransitions.CompleteRead(ref guard.State, _bounds, _context.Credits, request, result, ref fx);
            }
            else
            {
                ZoneTransitions.CompleteWrite(ref guard.State, _bounds, _context.Credits, request, result, ref fx);
            }

            HandOverLocked(ref guard.State, ref fx);
        }

        Perform(ref fx);
    }

    /// <summary>Carries out what a transition decided, outside the lock: first what starts I/O, then what tells people.</summary>
    private void Perform(ref ZoneEffects fx)
    {
        // Before anybody hears of the failure: whoever does may turn to another zone at once.
        if (fx.DeviceReadOnly)
        {
            _context.LatchWrites(ZonedErrors.OfDevice($"{_context.Backend.Name} takes no more writes: a write of zone {Index} failed, and the error policy is DeviceReadOnly. Open it again after the cause is removed.", ZoneError.DeviceReadOnly));
        }

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

        while (fx.Finished.RemoveHead() is { } finished)
        {
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
        }

        if (fx.Notice.Kind != ZoneEventKind.None)
        {
            Announce(fx.Notice);
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
            _context.Backend.Submit(read);
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

        RequestOutcome outcome = r.Outcome;
        if (outcome.Error != ZoneError.None)
        {
            if (outcome.Error == ZoneError.Follower)
            {
                ZonedMetrics.Followers.Add(1);
            }

            r.FinishWith(ZonedErrors.Of(_context.Backend.Name, _bounds, outcome.Epoch, r));
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
            RequestOutcome outcome = r.Outcome;
            outcome.Error = ZoneError.ReadBeyondWritePointer;
            r.Outcome = outcome;
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

    private void Announce(ZoneNotice notice)
    {
        if (notice.Kind is ZoneEventKind.Recovered or ZoneEventKind.ForeignWriter or ZoneEventKind.AcknowledgedDataLost)
        {
            ZonedMetrics.Recoveries.Add(1);
            if (notice.Kind != ZoneEventKind.ForeignWriter && notice.End > notice.Start)
            {
                ZonedMetrics.Regressions.Add(1);
            }
        }

        ZonedIOException? error = notice.Error == ZoneError.None
            ? null
            : ZonedErrors.OfFinding(_context.Backend.Name, Index, notice.Error, notice.Start, notice.End, Status().Epoch, notice.WritePointer);
        _context.Raise?.Invoke(new ZoneEventArgs(notice.Kind, Index, notice.Start, notice.End, error));
    }
}
