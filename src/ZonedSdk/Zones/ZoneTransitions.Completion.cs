using System.Diagnostics;
using ZonedSdk.Backends;

namespace ZonedSdk.Zones;

/// <content>Completions: the acknowledged prefix moves, or the first error closes the zone and everything in flight drains.</content>
internal static partial class ZoneTransitions
{
    /// <summary>A write command (with all that was coalesced into it) has ended at the drive.</summary>
    public static void CompleteWrite(ref ZoneState s, in ZoneBounds b, CreditPool credits, ZoneRequest command, in BackendResult result, ref ZoneEffects fx)
    {
        s.InFlight.Remove(command);
        if (s.Mode == ZoneMode.FaultedUnknown)
        {
            FinishZombie(ref s, command, ref fx);
            BecomeQuietIfDead(ref s);
            Pump(ref s, b, credits, ref fx);
            return;
        }

        Debug.Assert(s.Mode is ZoneMode.Normal or ZoneMode.Draining, "Writes are in flight only in these modes.");
        Debug.Assert(command.Epoch == s.Epoch, "Everything of an older epoch was drained before the epoch moved.");
        if (command.Kind == ZoneRequestKind.Append)
        {
            CompleteAppend(ref s, b, command, result, ref fx);
        }
        else if (!result.IsSuccess || result.BytesTransferred < command.CommandLengthBytes)
        {
            Fail(ref s, command, result, ref fx);
        }
        else if (s.Mode == ZoneMode.Draining)
        {
            // A late success is believed only when the report confirms it.
            HoldBack(ref s, command, ZoneError.None, 0);
        }
        else
        {
            // One write at a time: everything before it has ended, and appends behind it begin where it ends.
            s.Acknowledged = b.EnforcesOrder ? command.Offset + command.CommandLengthBytes : s.Acknowledged;
            Succeed(ref s, command, ref fx);
            IssueNext(ref s, b, ref fx);
        }

        if (s.Mode == ZoneMode.Draining)
        {
            if (s.InFlight.IsEmpty)
            {
                StartReport(ref s, ref fx);
            }

            return;
        }

        s.Acknowledged = OldestUnfinished(s, b);
        if (s.IsQuiet)
        {
            Debug.Assert(s.Completed is not { Count: > 0 }, "With nothing in flight there are no gaps.");
            fx.BecameQuiet = true;
            if (s.Condition == ZoneCondition.Full && s.Acknowledged == b.End)
            {
                SynchronizeHold(ref s, credits, ref fx);
            }

            Pump(ref s, b, credits, ref fx);
        }
    }

    /// <summary>The oldest command is overdue. Whether it will ever come back is unknown, so the zone drains, under a deadline.</summary>
    public static void CommandTimedOut(ref ZoneState s, long ticket, ref ZoneEffects fx)
    {
        if (s.Mode == ZoneMode.Normal && s.InFlight.Head is { } head && head.Ticket == ticket)
        {
            BeginDrain(ref s, new FailureCause(ZoneError.Timeout, 0, PlaceOf(head), head.CommandLengthBytes), ref fx);
        }
    }

    /// <summary>The drain, or a management command, took too long: something may still execute, and nothing is guessed.</summary>
    /// <returns>True when the zone faulted.</returns>
    public static bool DeadlinePassed(ref ZoneState s, in ZoneBounds b, uint epoch, ref ZoneEffects fx)
    {
        if (s.Epoch != epoch || s.Mode is not (ZoneMode.Draining or ZoneMode.Managed))
        {
            return false;
        }

        if (s.Running is { } running)
        {
            s.Running = null;
            s.ManageOutstanding = true;
            s.IsResetUnsettled |= running.Operation == RequestOperation.Reset;
            Finish(ref s, running, ZoneError.Timeout, ref fx);
        }

        s.Mode = ZoneMode.FaultedUnknown;
        FinishHeldBackUnproven(ref s, ref fx);
        CloseAdmission(ref s, b, ZoneError.Blocked, keepHealers: false, ref fx);
        fx.Notice = new ZoneNotice { Kind = ZoneEventKind.Faulted, Start = s.Acknowledged, End = s.Submitted, Error = ZoneError.Timeout };
        return true;
    }

    // The drive says where it has put an append. What it says is looked at like a report: two appends never get one place, and none gets one outside the zone or in what was told before.
    private static void CompleteAppend(ref ZoneState s, in ZoneBounds b, ZoneRequest command, in BackendResult result, ref ZoneEffects fx)
    {
        long start = command.AssignedOffset;
        long end = start + command.LengthBytes;
        CompletedRanges completed = s.Completed!;
        bool isPlace = start >= s.Acknowledged && start <= b.End - command.LengthBytes && (start - b.Start) % b.BlockSizeBytes == 0 && !completed.Overlaps(start, end);
        if (!result.IsSuccess || result.BytesTransferred != command.LengthBytes || !isPlace)
        {
            Fail(ref s, command, BackendResult.Failure(result.IsSuccess ? ZoneError.Io : result.Error, result.Errno), ref fx);
            return;
        }

        command.Offset = start;
        if (s.Mode == ZoneMode.Normal && (end > s.Submitted || !completed.HasRoom))
        {
            // There are more bytes in the zone than were reserved here, or more gaps than appends that could fill them: somebody else writes to it.
            BeginDrain(ref s, new FailureCause(ZoneError.ForeignWriter, 0, start, command.LengthBytes), ref fx);
        }

        if (s.Mode == ZoneMode.Draining)
        {
            if (completed.HasRoom)
            {
                completed.Add(start, end);
            }

            HoldBack(ref s, command, ZoneError.None, 0);
            return;
        }

        completed.Add(start, end);
        s.Acknowledged = completed.Advance(s.Acknowledged);
        Succeed(ref s, command, ref fx);
        IssueNext(ref s, b, ref fx);
    }

    /// <summary>Where a command was to write; -1 where the drive was to choose.</summary>
    private static long PlaceOf(ZoneRequest command) => command.Kind == ZoneRequestKind.Append ? -1 : command.Offset;

    private static void Succeed(ref ZoneState s, ZoneRequest command, ref ZoneEffects fx)
    {
        for (ZoneRequest? member = command; member is not null;)
        {
            ZoneRequest? next = member.NextCoalesced;
            s.ToldEnd = Math.Max(s.ToldEnd, member.End);
            Finish(ref s, member, ZoneError.None, ref fx);
            member = next;
        }
    }

    // A drive that gives a count says which members of the command are whole. Without a count all of them failed, and the report decides which one is the cause.
    private static void Fail(ref ZoneState s, ZoneRequest command, in BackendResult result, ref ZoneEffects fx)
    {
        ZoneError error = result.IsSuccess ? ZoneError.ShortTransfer : result.Error;
        long countedEnd = command.Offset + result.BytesTransferred;
        bool counted = result.BytesTransferred > 0;
        ZoneRequest straddler = command;
        while (counted && straddler.End <= countedEnd && straddler.NextCoalesced is { } next)
        {
            straddler = next;
        }

        var cause = new FailureCause(error, result.Errno, PlaceOf(straddler), straddler.LengthBytes);
        bool uncountedBatch = !counted && command.NextCoalesced is not null;
        bool behindStraddler = false;
        for (ZoneRequest? member = command; member is not null;)
        {
            ZoneRequest? next = member.NextCoalesced;
            member.NextCoalesced = null;
            ZoneError own = counted && member != straddler ? (behindStraddler ? ZoneError.Follower : ZoneError.None) : error;
            behindStraddler |= member == straddler;
            HoldBackOne(ref s, member, own, own is ZoneError.Follower or ZoneError.None ? 0 : result.Errno, uncountedBatch);
            if (error == ZoneError.Misaligned && own != ZoneError.None && member.Kind == ZoneRequestKind.Write)
            {
                ref RequestOutcome outcome = ref member.Outcome;
                outcome.WasRefused = true;
                outcome.LandedBytes = Math.Clamp(countedEnd - member.Offset, 0, member.LengthBytes);
            }

            member = next;
        }

        if (s.Mode == ZoneMode.Normal)
        {
            BeginDrain(ref s, cause, ref fx);
        }
    }

    // The first error closes admission before anything else happens; what was admitted and never issued can only follow.
    private static void BeginDrain(ref ZoneState s, FailureCause cause, ref ZoneEffects fx)
    {
        s.Mode = ZoneMode.Draining;
        s.Cause = cause;
        fx.DrainStarted = true;
        while (s.Queued.RemoveHead() is { } r)
        {
            HoldBackOne(ref s, r, ZoneError.Follower, 0, wasNeverIssued: true);
        }
    }

    private static void HoldBack(ref ZoneState s, ZoneRequest command, ZoneError error, int errno)
    {
        for (ZoneRequest? member = command; member is not null;)
        {
            ZoneRequest? next = member.NextCoalesced;
            member.NextCoalesced = null;
            HoldBackOne(ref s, member, error, errno);
            member = next;
        }
    }

    private static void HoldBackOne(ref ZoneState s, ZoneRequest r, ZoneError error, int errno, bool uncountedBatch = false, bool wasNeverIssued = false)
    {
        r.Stage = RequestStage.Held;
        r.Outcome = new RequestOutcome { Error = error, Errno = errno, LandedBytes = RequestOutcome.UnknownLanded, OfUncountedBatch = uncountedBatch, WasNeverIssued = wasNeverIssued };
        s.HeldBack.Append(r);
    }

    private static void StartReport(ref ZoneState s, ref ZoneEffects fx)
    {
        Debug.Assert(s.IsQuiet, "No report while a command may still execute.");
        s.Mode = ZoneMode.Recovering;
        fx.Report = true;
    }

    private static long OldestUnfinished(in ZoneState s, in ZoneBounds b)
    {
        if (!b.WritesAtPointerOnly)
        {
            // Writes of a host-aware zone have no order by offset; the prefix is known when nothing is in flight.
            return s.IsQuiet ? s.Submitted : s.Acknowledged;
        }

        return s.InFlight.Head is { Kind: ZoneRequestKind.Append } ? s.Acknowledged : s.InFlight.Head?.Offset ?? s.Queued.Head?.Offset ?? s.Submitted;
    }

    private static void FinishZombie(ref ZoneState s, ZoneRequest command, ref ZoneEffects fx)
    {
        for (ZoneRequest? member = command; member is not null;)
        {
            ZoneRequest? next = member.NextCoalesced;
            FinishUnproven(ref s, member, ref fx);
            member = next;
        }
    }

    private static void FinishHeldBackUnproven(ref ZoneState s, ref ZoneEffects fx)
    {
        while (s.HeldBack.RemoveHead() is { } r)
        {
            FinishUnproven(ref s, r, ref fx);
        }
    }

    // What the drive called a success is not told as one while the zone's state is unproven: unknown stays unknown.
    private static void FinishUnproven(ref ZoneState s, ZoneRequest r, ref ZoneEffects fx)
    {
        ref RequestOutcome outcome = ref r.Outcome;
        ZoneError own = outcome.Error;
        outcome.LandedBytes = RequestOutcome.UnknownLanded;
        outcome.Cause = s.Cause;
        Finish(ref s, r, own == ZoneError.None ? ZoneError.Faulted : own, ref fx);
    }

    private static void BecomeQuietIfDead(ref ZoneState s)
    {
        if (s.InFlight.IsEmpty && !s.ManageOutstanding)
        {
            s.Mode = ZoneMode.FaultedQuiet;
        }
    }

    private static void CloseAdmission(ref ZoneState s, in ZoneBounds b, ZoneError error, bool keepHealers, ref ZoneEffects fx)
    {
        for (ZoneRequest? r = s.Waiting.Head; r is not null;)
        {
            ZoneRequest? next = r.Next;
            bool heals = r.Operation is RequestOperation.Reset or RequestOperation.Finish or RequestOperation.Recover;
            if (!(heals && keepHealers) && (r.IsWrite || r.IsExclusive || s.IsResetUnsettled))
            {
                s.Waiting.Remove(r);
                Finish(ref s, r, error, ref fx);
            }

            r = next;
        }

        AdmitReaders(ref s, b, ref fx);
    }
}
