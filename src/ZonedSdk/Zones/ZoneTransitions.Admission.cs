using System.Diagnostics;
using System.Runtime.CompilerServices;
using ZonedSdk.Backends;

namespace ZonedSdk.Zones;

/// <summary>
/// The protocol of the write pointer as pure functions: no I/O, no clock, no task, no allocation. They run under the zone's lock, change its state and say in a <see cref="ZoneEffects"/> what the shell must do next. A test can therefore explore every interleaving of them.
/// </summary>
/// <content>Admission: who may go on, at which offset, and who waits.</content>
internal static partial class ZoneTransitions
{
    private enum Admission
    {
        Admitted,
        Refused,
        NeedsCredit,
    }

    /// <summary>A request arrives. Offset, advance and hand-over are one step: nothing can come between them.</summary>
    public static void Submit(ref ZoneState s, in ZoneBounds b, CreditPool credits, ZoneRequest r, bool noWait, ref ZoneEffects fx)
    {
        if (RefusalOf(s, r) is var refusal && refusal != ZoneError.None)
        {
            Finish(ref s, r, refusal, ref fx);
            return;
        }

        if (r.Operation == RequestOperation.Read)
        {
            SubmitRead(ref s, b, r, ref fx);
            return;
        }

        if (r.IsWrite)
        {
            if (s.Mode == ZoneMode.Normal && IsOffPointer(s, b, r))
            {
                Finish(ref s, r, ZoneError.Misaligned, ref fx);
                return;
            }

            bool mayTry = s.Mode == ZoneMode.Normal && s.Waiting.IsEmpty;
            if (mayTry && TryAdmitWrite(ref s, b, credits, r, ref fx) != Admission.NeedsCredit)
            {
                return;
            }

            if (noWait)
            {
                Finish(ref s, r, mayTry ? CreditError(s, credits) : ZoneError.Recovering, ref fx);
                return;
            }
        }

        if (r.Operation == RequestOperation.Reset && r.Force)
        {
            FailWaitingWrites(ref s, ZoneError.ZoneReset, ref fx);
        }

        Wait(ref s, r, ref fx);
        Pump(ref s, b, credits, ref fx);
    }

    /// <summary>Admits from the head of the FIFO whatever may go on now.</summary>
    public static void Pump(ref ZoneState s, in ZoneBounds b, CreditPool credits, ref ZoneEffects fx)
    {
        if (s.Waiting.IsEmpty)
        {
            return;
        }

        AdmitReaders(ref s, b, ref fx);
        while (s.Waiting.Head is { } head && (s.Mode == ZoneMode.Normal || (s.Mode == ZoneMode.FaultedQuiet && head.IsExclusive)))
        {
            if (head.IsExclusive)
            {
                if (!MayStartExclusive(ref s, b, credits, head, ref fx))
                {
                    break;
                }

                s.Waiting.Remove(head);
                StartExclusive(ref s, b, head, ref fx);
                break;
            }

            if (!head.IsWrite)
            {
                // A reader that AdmitReaders left behind waits for the reset ahead of it.
                break;
            }

            s.Waiting.Remove(head);
            if (TryAdmitWrite(ref s, b, credits, head, ref fx) == Admission.NeedsCredit)
            {
                s.Waiting.Prepend(head);
                break;
            }
        }

        GiveBackUnusedGrant(ref s, credits, ref fx);
    }

    /// <summary>The pool took resources for this zone: use them, or give them back.</summary>
    public static void CreditGranted(ref ZoneState s, in ZoneBounds b, CreditPool credits, CreditHold granted, ref ZoneEffects fx)
    {
        s.AwaitsCredit = false;
        s.Granted = granted;
        Pump(ref s, b, credits, ref fx);
        GiveBackUnusedGrant(ref s, credits, ref fx);
    }

    /// <summary>A waiting request gives up: cancelled, or past its deadline. One that was admitted meanwhile is left alone.</summary>
    /// <returns>True when the request was still waiting.</returns>
    public static bool Withdraw(ref ZoneState s, in ZoneBounds b, CreditPool credits, ZoneRequest r, ZoneError reason, ref ZoneEffects fx)
    {
        if (r.Stage != RequestStage.Waiting)
        {
            return false;
        }

        s.Waiting.Remove(r);
        Finish(ref s, r, reason, ref fx);
        Pump(ref s, b, credits, ref fx);

        // Nobody looks at a zone with a queue when another one needs its open resource: without the queue it may be closed.
        fx.BecameQuiet |= s.Mode == ZoneMode.Normal && s.IsQuiet && s.Waiting.IsEmpty;
        return true;
    }

    /// <summary>Ends a request that will never be admitted; it is in no list any more.</summary>
    public static void Refuse(ref ZoneState s, ZoneRequest r, ZoneError reason, ref ZoneEffects fx) => Finish(ref s, r, reason, ref fx);

    /// <summary>The device takes no more writes: those that wait to be admitted never will be, and neither will management commands.</summary>
    public static void RefuseWriters(ref ZoneState s, in ZoneBounds b, CreditPool credits, ZoneError reason, ref ZoneEffects fx)
    {
        for (ZoneRequest? r = s.Waiting.Head; r is not null;)
        {
            ZoneRequest? next = r.Next;
            if (r.NeedsWritableDevice)
            {
                s.Waiting.Remove(r);
                Finish(ref s, r, reason, ref fx);
            }

            r = next;
        }

        // Reads may have waited behind a reset, and a recovery behind both.
        Pump(ref s, b, credits, ref fx);
    }

    /// <summary>What a request that waited too long is told: which resource was missing, or that the zone was busy with itself.</summary>
    public static ZoneError DeadlineError(in ZoneState s, CreditPool credits) =>
        s.AwaitsCredit ? CreditError(s, credits) : s.Mode is ZoneMode.Draining or ZoneMode.Recovering ? ZoneError.Recovering : ZoneError.Timeout;

    private static ZoneError CreditError(in ZoneState s, CreditPool credits) =>
        credits.IsShortOfActive(credits.MissingFor(s.Held, s.Condition, isExplicit: false)) ? ZoneError.TooManyActiveZones : ZoneError.TooManyOpenZones;

    private static ZoneError RefusalOf(in ZoneState s, ZoneRequest r) => s.Mode switch
    {
        ZoneMode.Offline => ZoneError.ZoneOffline,
        ZoneMode.ReadOnly when r.IsWrite || r.IsExclusive => ZoneError.ZoneReadOnly,
        ZoneMode.FaultedUnknown when r.IsWrite || r.IsExclusive || s.IsResetUnsettled => ZoneError.Blocked,
        ZoneMode.Normal or ZoneMode.FaultedQuiet when r.Operation == RequestOperation.Reset && s.OverdueReads > 0 => ZoneError.Blocked,
        ZoneMode.FaultedQuiet when r.IsWrite || r.Operation is RequestOperation.Open or RequestOperation.Close || (s.IsResetUnsettled && !r.IsExclusive) => ZoneError.Faulted,
        _ => ZoneError.None,
    };

    // A full zone has no write pointer that a write could miss: it is refused as full, wherever it stands.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsOffPointer(in ZoneState s, in ZoneBounds b, ZoneRequest r) =>
        r.Operation == RequestOperation.Write && b.WritesAtPointerOnly && r.Offset != s.Submitted && s.Condition != ZoneCondition.Full;

    private static Admission TryAdmitWrite(ref ZoneState s, in ZoneBounds b, CreditPool credits, ZoneRequest r, ref ZoneEffects fx)
    {
        long offset = r.Operation == RequestOperation.Append || b.WritesAtPointerOnly ? s.Submitted : r.Offset;
        ZoneError error = IsOffPointer(s, b, r) ? ZoneError.Misaligned
            : (s.Condition == ZoneCondition.Full && b.WritesAtPointerOnly) || offset == b.End ? ZoneError.ZoneFull
            : r.LengthBytes <= b.End - offset ? ZoneError.None
            : r.Operation == RequestOperation.Append ? ZoneError.ZoneFull : ZoneError.Boundary;
        if (error != ZoneError.None)
        {
            Finish(ref s, r, error, ref fx);
            return Admission.Refused;
        }

        if (!credits.IsUnlimited && s.Condition != ZoneCondition.Full && !TakeCredit(ref s, credits, isExplicit: false, ref fx))
        {
            return Admission.NeedsCredit;
        }

        Promise(ref s, b, r, offset);
        if (b.EnforcesOrder)
        {
            r.Stage = RequestStage.Queued;
            s.Queued.Append(r);
            IssueNext(ref s, b, ref fx);
        }
        else
        {
            HandOver(ref s, r, ref fx);
        }

        return Admission.Admitted;
    }

    private static void HandOver(ref ZoneState s, ZoneRequest command, ref ZoneEffects fx)
    {
        Debug.Assert(command.Epoch == s.Epoch, "A request of an older epoch never reaches the drive.");
        command.Stage = RequestStage.InFlight;
        s.InFlight.Append(command);
        fx.FirstHandOver ??= command;
    }

    // A drive that enforces order gets one command per zone; what queued up meanwhile becomes the next one, up to the transfer limit.
    // Appends whose places it assigns are in nobody's way but that of a write: they go beside each other, and take turns with writes in the order of submission.
    private static void IssueNext(ref ZoneState s, in ZoneBounds b, ref ZoneEffects fx)
    {
        while (s.Queued.Head is { } command && (s.InFlight.IsEmpty || MayJoin(s, b, command)))
        {
            s.Queued.Remove(command);
            if (command.Kind == ZoneRequestKind.Write)
            {
                Coalesce(ref s, b, command);
            }

            HandOver(ref s, command, ref fx);
        }
    }

    private static bool MayJoin(in ZoneState s, in ZoneBounds b, ZoneRequest command) =>
        command.Kind == ZoneRequestKind.Append && s.InFlight.Head!.Kind == ZoneRequestKind.Append && s.InFlight.Count < b.MaxAppendsInFlight;

    private static void Coalesce(ref ZoneState s, in ZoneBounds b, ZoneRequest command)
    {
        ZoneRequest last = command;
        while (s.Queued.Head is { Kind: ZoneRequestKind.Write } next && next.Offset == last.End && command.CommandLengthBytes + next.LengthBytes <= b.MaxTransferBytes)
        {
            s.Queued.Remove(next);
            next.Stage = RequestStage.InFlight;
            command.CommandLengthBytes += next.LengthBytes;
            last.NextCoalesced = next;
            last = next;
        }
    }

    private static bool TakeCredit(ref ZoneState s, CreditPool credits, bool isExplicit, ref ZoneEffects fx)
    {
        CreditHold missing = credits.MissingFor(s.Held, s.Condition, isExplicit);
        CreditHold still = missing & ~s.Granted;
        if (still != CreditHold.None && (s.AwaitsCredit || !credits.TryTake(still)))
        {
            fx.CreditWaitStarted = true;
            return false;
        }

        s.Granted &= ~missing;
        s.Held |= missing & ~CreditHold.ClosableSlot;
        return true;
    }

    private static void GiveBackUnusedGrant(ref ZoneState s, CreditPool credits, ref ZoneEffects fx)
    {
        CreditHold unused = s.Granted & ~CreditHold.ClosableSlot;
        s.Granted = CreditHold.None;
        if (unused != CreditHold.None)
        {
            fx.AddGranted(credits.Release(unused));
        }
    }

    private static void Wait(ref ZoneState s, ZoneRequest r, ref ZoneEffects fx)
    {
        r.Stage = RequestStage.Waiting;
        s.Waiting.Append(r);
        fx.WaitStarted = true;
    }

    private static void FailWaitingWrites(ref ZoneState s, ZoneError error, ref ZoneEffects fx)
    {
        for (ZoneRequest? r = s.Waiting.Head; r is not null;)
        {
            ZoneRequest? next = r.Next;
            if (r.IsWrite)
            {
                s.Waiting.Remove(r);
                Finish(ref s, r, error, ref fx);
            }

            r = next;
        }
    }

    private static void FailAllWaiting(ref ZoneState s, ZoneError error, ref ZoneEffects fx)
    {
        while (s.Waiting.RemoveHead() is { } r)
        {
            Finish(ref s, r, error, ref fx);
        }
    }

    private static void Finish(ref ZoneState s, ZoneRequest r, ZoneError error, ref ZoneEffects fx)
    {
        ref RequestOutcome outcome = ref r.Outcome;
        outcome.Error = error;
        outcome.WritePointer = s.Submitted;
        outcome.Condition = s.Condition;
        outcome.Epoch = s.Epoch;
        outcome.WasNeverAdmitted = r.Stage is RequestStage.New or RequestStage.Waiting;
        if (r.Kind == ZoneRequestKind.Append && error is not (ZoneError.None or ZoneError.AcknowledgedDataLost))
        {
            // What it had was a number of reserved bytes, and no place.
            r.Offset = -1;
        }

        r.Stage = RequestStage.Finished;
        fx.Finished.Append(r);
    }
}
