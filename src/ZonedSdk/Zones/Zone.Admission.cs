using System.Buffers;
using System.Runtime.InteropServices;
using ZonedSdk.Annotations;
using ZonedSdk.Backends;
using ZonedSdk.Buffers;

namespace ZonedSdk.Zones;

/// <content>The way in: a request gets its offset and is handed over in one step under the lock, or waits.</content>
internal sealed partial class Zone
{
    // Whether the set of open zones knows this one; the set is told only of changes.
    [GuardedBy(nameof(_gate))]
    private bool _isTrackedOpen;

    private static readonly Action<object?, CancellationToken> s_onCancelled = static (state, token) =>
    {
        var request = (ZoneRequest)state!;
        (request.Owner as Zone)?.OnCancelled(request, token);
    };

    public ZoneRequest SubmitRead(long offset, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        DeviceBuffer? held = DeviceBuffer.HoldBehind(buffer);
        ZoneRequest r = Rent(RequestOperation.Read, ZoneRequestKind.Read);
        r.Offset = offset;
        r.CallerBuffer = buffer;
        r.Hold(held);
        Submit(r, cancellationToken);
        return r;
    }

    /// <summary>A write or append, with the caller's memory unless the options ask for copies.</summary>
    /// <param name="operation">Write or append.</param>
    /// <param name="offset">Where to write; -1 for an append.</param>
    /// <param name="data">What to write.</param>
    /// <param name="cancellationToken">The caller's.</param>
    /// <param name="expectedEpoch">Refuses the write unless the zone is still in this epoch.</param>
    public ZoneRequest SubmitWrite(RequestOperation operation, long offset, ReadOnlyMemory<byte> data, CancellationToken cancellationToken, uint? expectedEpoch = null)
    {
        if (_copiesWrites)
        {
            return SubmitCopy(operation, offset, data, default, cancellationToken, expectedEpoch);
        }

        DeviceBuffer? held = DeviceBuffer.HoldBehind(data);
        ZoneRequest r = Rent(operation, KindOf(operation));
        r.ExpectedEpoch = expectedEpoch;
        r.Offset = offset;
        r.Buffer = MemoryMarshal.AsMemory(data);
        r.Hold(held);
        SubmitWrite(r, cancellationToken);
        return r;
    }

    /// <summary>Gathers two parts into memory of the runtime's own.</summary>
    public ZoneRequest SubmitCopy(RequestOperation operation, long offset, ReadOnlyMemory<byte> first, ReadOnlyMemory<byte> second, CancellationToken cancellationToken, uint? expectedEpoch = null)
    {
        return SubmitOwned(operation, offset, ZoneRequest.CopyOf(first.Span, second.Span), first.Length + second.Length, expectedEpoch, cancellationToken);
    }

    /// <summary>Gathers data into memory of the runtime's own.</summary>
    public ZoneRequest SubmitCopy(RequestOperation operation, long offset, in ReadOnlySequence<byte> data, CancellationToken cancellationToken) =>
        SubmitOwned(operation, offset, ZoneRequest.CopyOf(data), (int)data.Length, expectedEpoch: null, cancellationToken);

    public ZoneRequest SubmitExclusive(RequestOperation operation, bool force, RecoveryBox? box, CancellationToken cancellationToken)
    {
        ZoneRequest r = Rent(operation, ZoneRequestKind.Write);
        r.Force = force;
        r.Recovery = box;
        Submit(r, cancellationToken);
        return r;
    }

    /// <summary>The one command that a device still issues while it is being closed.</summary>
    public ZoneRequest SubmitLastClose()
    {
        ZoneRequest r = Rent(RequestOperation.Close, ZoneRequestKind.Write);
        r.EndsLease = true;
        Submit(r, CancellationToken.None, isLast: true);
        return r;
    }

    public ZoneRequest SubmitLease(CancellationToken cancellationToken)
    {
        ZoneRequest r = Rent(RequestOperation.ReaderLease, ZoneRequestKind.Read);
        Submit(r, cancellationToken);
        return r;
    }

    public void ReleaseLease()
    {
        ZoneEffects fx = default;
        using (ZoneGuard guard = EnterAdmitting(ref fx))
        {
            ZoneTransitions.ReleaseLease(ref guard.State, _bounds, _context.Credits, ref fx);
            HandOverLocked(ref guard.State, ref fx);
        }

        Perform(ref fx);
    }

    /// <summary>The pool took resources for this zone.</summary>
    public void OnCreditGranted(CreditHold granted)
    {
        ZoneEffects fx = default;
        using (ZoneGuard guard = EnterAdmitting(ref fx))
        {
            ZoneTransitions.CreditGranted(ref guard.State, _bounds, _context.Credits, granted, ref fx);
            HandOverLocked(ref guard.State, ref fx);
        }

        Perform(ref fx);
    }

    private ZoneRequest SubmitOwned(RequestOperation operation, long offset, byte[] copy, int lengthBytes, uint? expectedEpoch, CancellationToken cancellationToken)
    {
        ZoneRequest r = Rent(operation, KindOf(operation));
        r.ExpectedEpoch = expectedEpoch;
        r.Offset = offset;
        r.Own(copy, lengthBytes);
        SubmitWrite(r, cancellationToken);
        return r;
    }

    private ZoneRequestKind KindOf(RequestOperation operation) =>
        operation == RequestOperation.Append && _bounds.MaxAppendsInFlight > 0 ? ZoneRequestKind.Append : ZoneRequestKind.Write;

    private ZoneRequest Rent(RequestOperation operation, ZoneRequestKind kind)
    {
        ZoneRequest r = RequestPool.Rent();
        r.Operation = operation;
        r.Kind = kind;
        r.ZoneIndex = Index;
        r.Owner = this;
        r.Offset = -1;
        r.InlineContinuations = _continuesInline;
        return r;
    }

    private void Submit(ZoneRequest r, CancellationToken cancellationToken, bool isLast = false)
    {
        ZoneEffects fx = default;
        using (ZoneGuard guard = Enter())
        {
            SubmitLocked(ref guard.State, r, isLast, ref fx);
        }

        // Until the caller has the task nobody can take the result, so the request is still this one, whatever became of it.
        if (cancellationToken.CanBeCanceled && (fx.WaitStarted || r.OwnedBuffer is not null))
        {
            r.WatchCancellation(s_onCancelled, cancellationToken);
        }

        Perform(ref fx);
    }

    // The ordinary write is handed over without any effects to carry out. Everything else takes the long way.
    private void SubmitWrite(ZoneRequest r, CancellationToken cancellationToken)
    {
        if (!TryHandOverAtOnce(r))
        {
            Submit(r, cancellationToken);
            return;
        }

        if (r.OwnedBuffer is not null)
        {
            r.WatchCancellation(s_onCancelled, cancellationToken);
        }

        _context.Kick(Index);
    }

    private bool TryHandOverAtOnce(ZoneRequest r)
    {
        using ZoneGuard guard = Enter();
        ref ZoneState s = ref guard.State;
        if (_context.WriteLatch is not null || r.ExpectedEpoch is not null || !ZoneTransitions.TryAdmitAtOnce(ref s, _bounds, _context.Credits, r))
        {
            return false;
        }

        if (_hasCredits)
        {
            s.LastUse = _context.NextUse();
        }

        r.Arm(this);
        _backend.Submit(r);
        return true;
    }

    [RequiresLock(nameof(_gate))]
    private void SubmitLocked(ref ZoneState s, ZoneRequest r, bool isLast, ref ZoneEffects fx)
    {
        _openLeases += r.Operation == RequestOperation.Open ? 1 : 0;

        // Under the lock, because a device that closes looks at each zone under it: what comes after that look must neither wait nor reach the backend.
        if (!isLast && (r.NeedsWritableDevice ? _context.WriteLatch : _context.AllLatch) is { } latch)
        {
            ZoneTransitions.Refuse(ref s, r, latch.Error, ref fx);
            return;
        }

        if (r.ExpectedEpoch is { } epoch && epoch != s.Epoch)
        {
            ZoneTransitions.Refuse(ref s, r, ZoneError.Misaligned, ref fx);
            return;
        }

        ZoneTransitions.Submit(ref s, _bounds, _context.Credits, r, !_context.Options.WaitForAdmission, ref fx);
        HandOverLocked(ref s, ref fx);
    }

    /// <summary>The part of a transition's effects that belongs into the same critical section: ordered hand-over, and the claim for a resource.</summary>
    [RequiresLock(nameof(_gate))]
    private void HandOverLocked(ref ZoneState s, ref ZoneEffects fx)
    {
        if (fx.DrainStarted || fx.Report)
        {
            MeasureDrainLocked(ref fx);
        }

        IssueLocked(ref fx);
        if (_hasCredits)
        {
            s.LastUse = fx.Kick ? _context.NextUse() : s.LastUse;
            while (TryClaimLocked(ref s, ref fx))
            {
                IssueLocked(ref fx);
            }

            LeaveCreditQueueLocked(ref s, ref fx);
            TrackOpenLocked(s);
        }

        if (fx.WaitStarted)
        {
            SetDeadlineLocked(ref s);
        }
    }

    [RequiresLock(nameof(_gate))]
    private void IssueLocked(ref ZoneEffects fx)
    {
        for (ZoneRequest? r = fx.FirstHandOver; r is not null; r = r.Next)
        {
            r.Arm(this);
            _backend.Submit(r);
            fx.Kick = true;
        }

        fx.FirstHandOver = null;
    }

    // Queues for the resource that the head of the FIFO lacks. True when it became free between the refusal and the queue, so that there may be more to hand over.
    [RequiresLock(nameof(_gate))]
    private bool TryClaimLocked(ref ZoneState s, ref ZoneEffects fx)
    {
        if (!fx.CreditWaitStarted || s.AwaitsCredit || s.Waiting.Head is not { } head)
        {
            return false;
        }

        CreditHold needed = _context.Credits.MissingFor(s.Held, s.Condition, head.Operation == RequestOperation.Open);
        if (_context.Credits.TakeOrQueue(_claim, needed))
        {
            fx.CreditWaitStarted = false;
            ZoneTransitions.CreditGranted(ref s, _bounds, _context.Credits, needed, ref fx);
            return true;
        }

        s.AwaitsCredit = true;
        if (head.Deadline == long.MaxValue)
        {
            // A finish waits for its turn as long as its caller likes, and for the resource that it needs then no longer than anybody.
            head.Deadline = _context.DeadlineAfter(_context.Options.CreditTimeout);
            ArmWaitTimerLocked(head.Deadline);
        }

        fx.CreditWaitCounted = true;
        return false;
    }

    // A zone in which nobody waits any more must not make others close for it.
    [RequiresLock(nameof(_gate))]
    private void LeaveCreditQueueLocked(ref ZoneState s, ref ZoneEffects fx)
    {
        if (s.AwaitsCredit && s.Waiting.IsEmpty && _context.Credits.Withdraw(_claim, out CreditClaim? granted))
        {
            s.AwaitsCredit = false;
            fx.AddGranted(granted);
        }
    }

    /// <summary>The zone was found open when the device was opened.</summary>
    public void TrackAtStart()
    {
        using ZoneGuard guard = Enter();
        TrackOpenLocked(guard.State);
    }

    [RequiresLock(nameof(_gate))]
    private void TrackOpenLocked(in ZoneState s)
    {
        bool holdsOpen = s.Held.HasFlag(CreditHold.Open);
        if (holdsOpen == _isTrackedOpen)
        {
            return;
        }

        _isTrackedOpen = holdsOpen;
        if (holdsOpen)
        {
            _context.OpenZones.Add(this);
        }
        else
        {
            _context.OpenZones.Remove(this);
        }
    }

    [RequiresLock(nameof(_gate))]
    private void SetDeadlineLocked(ref ZoneState s)
    {
        // An open waits for a resource like a write. Other commands wait for what has a deadline of its own, or for as long as their caller likes.
        if (s.Waiting.Tail is not { Deadline: long.MaxValue } r || !(r.IsWrite || r.Operation == RequestOperation.Open))
        {
            return;
        }

        r.Deadline = _context.DeadlineAfter(s.AwaitsCredit ? _context.Options.CreditTimeout : _context.Options.RecoveryTimeout);
        ArmWaitTimerLocked(r.Deadline);
    }

    private void OnCancelled(ZoneRequest r, CancellationToken token)
    {
        ZoneEffects fx = default;
        bool detached = false;
        using (ZoneGuard guard = EnterAdmitting(ref fx))
        {
            if (r.Owner != this || r.CancellationToken != token)
            {
                // The object serves somebody else by now.
                return;
            }

            if (!ZoneTransitions.Withdraw(ref guard.State, _bounds, _context.Credits, r, ZoneError.Cancelled, ref fx)
                && r.OwnedBuffer is not null && !r.IsDetached && r.Stage is RequestStage.Queued or RequestStage.InFlight or RequestStage.Held)
            {
                // The data are the runtime's own: the caller may go, and the command goes on.
                r.Detach();
                detached = true;
            }

            HandOverLocked(ref guard.State, ref fx);
        }

        Perform(ref fx);
        if (detached)
        {
            r.FinishWith(new OperationCanceledException(token));
        }
    }
}
