using System.Diagnostics;
using ZonedSdk.Annotations;
using ZonedSdk.Backends;

namespace ZonedSdk.Zones;

/// <content>Recovery: one report for all failures of an episode, believed only where it makes sense.</content>
internal static partial class ZoneTransitions
{
    /// <summary>Why a report cannot be believed; null when it can. Condition before write pointer: where the pointer means nothing it is not looked at.</summary>
    public static string? Reject(in ZoneBounds b, in ZoneInfo info)
    {
        if (info.Start != b.Start || info.End != b.End || info.Start + info.LengthBytes != b.Limit || info.Type != b.Type)
        {
            return $"the report describes another zone (start {info.Start}, capacity {info.CapacityBytes}, length {info.LengthBytes}, type {info.Type})";
        }

        return info.Condition switch
        {
            ZoneCondition.Full or ZoneCondition.Offline => null,
            ZoneCondition.ReadOnly when !info.KeepsWritePointer => null,
            ZoneCondition.Empty when info.WritePointer != b.Start => $"the zone is said to be empty with its write pointer at {info.WritePointer}",
            ZoneCondition.Empty or ZoneCondition.ImplicitlyOpen or ZoneCondition.ExplicitlyOpen or ZoneCondition.Closed or ZoneCondition.Active or ZoneCondition.ReadOnly =>
                info.WritePointer < b.Start || info.WritePointer > b.End || (info.WritePointer - b.Start) % b.BlockSizeBytes != 0
                    ? $"the write pointer {info.WritePointer} is not one of this zone (from {b.Start} to {b.End}, in blocks of {b.BlockSizeBytes})"
                    : null,
            _ => $"the condition 0x{(byte)info.Condition:X2} is not one that a sequential zone can have",
        };
    }

    /// <summary>The report of a drained zone has come: from here on the drive's word counts.</summary>
    [Resynchronizes]
    public static void ApplyReport(ref ZoneState s, in ZoneBounds b, CreditPool credits, in ZoneInfo info, ref ZoneEffects fx)
    {
        Debug.Assert(s.Mode == ZoneMode.Recovering && s.IsQuiet, "A report is applied to a drained and gated zone.");
        ZoneRequest? running = s.Running;
        bool wasReset = WasReset(s, info);
        bool episode = IsEpisode(s);
        if (running is not null && IsForbidden(s, b, running, info))
        {
            ref RequestOutcome outcome = ref running.Outcome;
            outcome.Error = ZoneError.InvalidTransition;
        }

        long oldSubmitted = s.Submitted;
        bool wasFinished = !episode && !wasReset && running is { Operation: RequestOperation.Recover } && info.Condition == ZoneCondition.Full && s.Condition != ZoneCondition.Full && oldSubmitted < b.End;
        long pointer = info.Condition == ZoneCondition.Full ? b.End : info.HasValidWritePointer ? info.WritePointer : wasReset ? b.Start : KnownEnd(s);
        ZoneNotice finding = wasReset || !info.HasValidWritePointer ? default : Compare(s, b, pointer);

        // Said of the old life: where a drive comes back empty, what was acknowledged is as lost as where its pointer falls back.
        s.Rewinds += !wasReset && pointer < s.ToldEnd ? 1u : 0u;
        s.IsResetUnsettled = false;
        if (wasReset || (info.Condition == ZoneCondition.Empty && s.ToldEnd > b.Start))
        {
            BeginIncarnation(ref s, b);
            FailWaitingWrites(ref s, ZoneError.ZoneReset, ref fx);
        }

        s.Epoch++;
        fx.IsRewound = pointer < oldSubmitted;
        fx.RewoundTo = pointer;
        s.Condition = info.Condition;
        s.KeepsPointer = info.KeepsWritePointer;
        SetPointers(ref s, pointer);
        s.Mode = ModeAfter(b, info.Condition, finding.Kind, episode, isExplicit: running is { Operation: RequestOperation.Recover });
        bool goesOn = s.Mode == ZoneMode.Normal && running is { Operation: RequestOperation.Finish, Outcome.Error: ZoneError.None };
        fx.DeviceReadOnly = episode && b.ErrorPolicy == ZoneErrorPolicy.DeviceReadOnly;
        fx.IsRecovered = episode || finding.Kind != ZoneEventKind.None;
        fx.Notice = wasFinished
            ? new ZoneNotice { Kind = ZoneEventKind.FoundFull, Start = oldSubmitted, End = b.End }
            : NoticeOf(s, finding, oldSubmitted, episode) with { WritePointer = s.Submitted };
        FinishHeldBack(ref s, info, finding, ref fx);
        s.Cause = default;
        if (goesOn)
        {
            // The finish that had the drive asked first: what it took for its way through open it keeps.
            SendManage(ref s, running!, ref fx);
            return;
        }

        SynchronizeHold(ref s, credits, ref fx);
        s.Running = null;
        if (running is not null)
        {
            FinishRunning(ref s, running, finding, oldSubmitted, ref fx);
        }

        Reopen(ref s, b, credits, finding, ref fx);
    }

    /// <summary>No believable report could be had: nothing is outstanding, nothing is proven.</summary>
    public static void ReportFailed(ref ZoneState s, in ZoneBounds b, CreditPool credits, in BackendResult result, ref ZoneEffects fx)
    {
        Debug.Assert(s.Mode == ZoneMode.Recovering && s.IsQuiet, "Only a drained zone is reported.");
        s.Mode = ZoneMode.FaultedQuiet;
        s.Epoch++;
        FinishHeldBackUnproven(ref s, ref fx);
        if (s.Running is { } running)
        {
            s.Running = null;
            s.IsResetUnsettled |= running.Operation == RequestOperation.Reset;
            ref RequestOutcome outcome = ref running.Outcome;
            outcome.Errno = outcome.Error == ZoneError.None ? result.Errno : outcome.Errno;
            Finish(ref s, running, outcome.Error == ZoneError.None ? ZoneError.ReportFailed : outcome.Error, ref fx);
        }

        // The cause stays: the episode is not over, and the error policy applies when a later report ends it.
        fx.Notice = new ZoneNotice { Kind = ZoneEventKind.Faulted, Start = s.Acknowledged, End = s.Submitted, Error = ZoneError.ReportFailed };
        CloseAdmission(ref s, b, ZoneError.Faulted, keepHealers: true, ref fx);
        Pump(ref s, b, credits, ref fx);
    }

    // An empty zone was reset. A drive whose pointer means nothing, or which has become full without our doing, does not tell whether a reset that failed took the data from before:
    // they count as gone then, and what the zone holds as a life of its own, of which nothing was flushed. Where the drive said that it refuses, it did nothing.
    private static bool WasReset(in ZoneState s, in ZoneInfo info)
    {
        ZoneRequest? reset = s.Running is { Operation: RequestOperation.Reset } running ? running : null;
        if (!s.IsResetUnsettled && reset is null)
        {
            return false;
        }

        bool isRefused = !s.IsResetUnsettled && reset!.Outcome.Error is ZoneError.ZoneReadOnly or ZoneError.ZoneOffline or ZoneError.InvalidTransition or ZoneError.NotSupported;
        return info.Condition == ZoneCondition.Empty || (!isRefused && !info.HasValidWritePointer && info.Condition != s.Condition);
    }

    // Linux answers EIO, whatever a drive refuses a command for. A condition that forbade the command before it, and is still the zone's, is what it was refused for.
    // One that came with the command may as well be what became of the zone when the command failed.
    private static bool IsForbidden(in ZoneState s, in ZoneBounds b, ZoneRequest running, in ZoneInfo info) =>
        running.Outcome.Error == ZoneError.Io && b.HasStrictTransitions && info.Condition == s.Condition && (running.Operation, info.Condition) is
            (RequestOperation.Open, ZoneCondition.Full) or (RequestOperation.Close, ZoneCondition.Full) or (RequestOperation.Close, ZoneCondition.Empty);

    // A command that was overdue and came back well is no failure for the error policy to act on: the drive was slow, nothing more.
    private static bool IsEpisode(in ZoneState s)
    {
        if (s.Cause.Error != ZoneError.Timeout)
        {
            return s.Cause.Error != ZoneError.None;
        }

        for (ZoneRequest? r = s.HeldBack.Head; r is not null; r = r.Next)
        {
            if (r.Outcome.Error is not (ZoneError.None or ZoneError.Follower))
            {
                return true;
            }
        }

        return s.HeldBack.IsEmpty;
    }

    // Where the reported pointer means nothing, the zone reaches as far as callers were told, or are about to be told.
    private static long KnownEnd(in ZoneState s)
    {
        long end = s.ToldEnd;
        for (ZoneRequest? r = s.HeldBack.Head; r is not null; r = r.Next)
        {
            end = r.Outcome.Error == ZoneError.None ? Math.Max(end, r.End) : end;
        }

        return end;
    }

    // How far the drive can have written for us: what waited behind its one command never reached it.
    private static long IssuedEnd(in ZoneState s)
    {
        long end = s.Submitted;
        for (ZoneRequest? r = s.HeldBack.Head; r is not null; r = r.Next)
        {
            end = r.Outcome.WasNeverIssued ? Math.Min(end, r.Offset) : end;
        }

        return end;
    }

    // Above everything submitted: a foreign writer. Below what callers were told is done: loss.
    private static ZoneNotice Compare(in ZoneState s, in ZoneBounds b, long pointer)
    {
        long issuedEnd = IssuedEnd(s);
        if (pointer > issuedEnd)
        {
            return new ZoneNotice { Kind = ZoneEventKind.ForeignWriter, Start = issuedEnd, End = pointer, Error = ZoneError.ForeignWriter };
        }

        return pointer < s.ToldEnd
            ? new ZoneNotice { Kind = ZoneEventKind.AcknowledgedDataLost, Start = pointer, End = s.ToldEnd, Error = ZoneError.AcknowledgedDataLost }
            : b.WritesAtPointerOnly ? FindFilled(s, pointer) : default;
    }

    // Each range was promised to one write, so where the drive refused that write and its pointer has passed the range, somebody else filled it.
    private static ZoneNotice FindFilled(in ZoneState s, long pointer)
    {
        long start = long.MaxValue;
        long end = 0;
        for (ZoneRequest? r = s.HeldBack.Head; r is not null; r = r.Next)
        {
            long from = r.Offset + r.Outcome.LandedBytes;
            long to = Math.Min(r.End, pointer);
            if (r.Outcome.WasRefused && to > from)
            {
                start = Math.Min(start, from);
                end = Math.Max(end, to);
            }
        }

        return end == 0 ? default : new ZoneNotice { Kind = ZoneEventKind.ForeignWriter, Start = start, End = end, Error = ZoneError.ForeignWriter };
    }

    private static ZoneMode ModeAfter(in ZoneBounds b, ZoneCondition condition, ZoneEventKind finding, bool episode, bool isExplicit) => condition switch
    {
        ZoneCondition.Offline => ZoneMode.Offline,
        _ when episode && b.ErrorPolicy == ZoneErrorPolicy.ZoneOffline => ZoneMode.Offline,
        ZoneCondition.ReadOnly => ZoneMode.ReadOnly,
        _ when episode && b.ErrorPolicy != ZoneErrorPolicy.Repair => ZoneMode.ReadOnly,

        // Lost data must not be papered over by the next write: somebody has to ask for the recovery by name.
        _ when finding == ZoneEventKind.AcknowledgedDataLost && !isExplicit => ZoneMode.FaultedQuiet,
        _ => ZoneMode.Normal,
    };

    private static ZoneNotice NoticeOf(in ZoneState s, ZoneNotice finding, long oldSubmitted, bool episode) => s.Mode switch
    {
        _ when finding.Kind != ZoneEventKind.None => finding,
        ZoneMode.ReadOnly => new ZoneNotice { Kind = ZoneEventKind.ReadOnly, Start = s.Acknowledged, End = oldSubmitted, Error = ZoneError.ZoneReadOnly },
        ZoneMode.Offline => new ZoneNotice { Kind = ZoneEventKind.Offline, Start = s.Acknowledged, End = oldSubmitted, Error = ZoneError.ZoneOffline },
        _ when episode => new ZoneNotice { Kind = ZoneEventKind.Recovered, Start = Math.Min(s.Submitted, oldSubmitted), End = oldSubmitted, Error = s.Cause.Error },
        _ => default,
    };

    private static void FinishHeldBack(ref ZoneState s, in ZoneInfo info, ZoneNotice finding, ref ZoneEffects fx)
    {
        // Writes of a host-aware zone do not stand behind each other, and neither do appends whose places the drive assigns: each that failed has failed by itself.
        bool isAnywhere = info.Type == ZoneType.SequentialWritePreferred;
        bool causeFound = false;
        FailureCause cause = s.Cause;
        while (s.HeldBack.RemoveHead() is { } r)
        {
            ref RequestOutcome outcome = ref r.Outcome;
            outcome.Finding = finding.Error;
            outcome.FindingStart = finding.Start;
            outcome.FindingEnd = finding.End;
            outcome.LandedBytes = LandedOf(r, info);
            ZoneError error = outcome.Error;
            if (error == ZoneError.None)
            {
                // A success that came late must lie below the reported pointer; if it does not, the drive lost what it had confirmed.
                error = info.HasValidWritePointer && r.End > info.WritePointer ? ZoneError.AcknowledgedDataLost : ZoneError.None;
                s.ToldEnd = error == ZoneError.None ? Math.Max(s.ToldEnd, Math.Min(r.End, s.Submitted)) : s.ToldEnd;
            }
            else if (outcome.OfUncountedBatch)
            {
                // Members of one command that failed without a count: the first that is not wholly on the medium is the cause.
                bool isCause = !causeFound && (outcome.WasRefused || (info.HasValidWritePointer && r.End > info.WritePointer));
                if (isCause)
                {
                    causeFound = true;
                    cause = new FailureCause(error, outcome.Errno, r.Offset, r.LengthBytes);
                }
                else if (causeFound)
                {
                    error = ZoneError.Follower;
                }
            }
            else if (error != ZoneError.Follower && r.Offset > cause.Offset && !isAnywhere && r.Kind == ZoneRequestKind.Write)
            {
                error = ZoneError.Follower;
            }

            outcome.Cause = cause;
            Finish(ref s, r, error, ref fx);
        }
    }

    private static long LandedOf(ZoneRequest r, in ZoneInfo info)
    {
        if (r.Outcome.WasNeverIssued || r.Outcome.WasRefused)
        {
            return r.Outcome.WasRefused ? r.Outcome.LandedBytes : 0;
        }

        if (r.Kind == ZoneRequestKind.Append && r.Outcome.Error != ZoneError.None)
        {
            // Somewhere below the pointer, or nowhere: the drive would have told the place, and did not.
            return RequestOutcome.UnknownLanded;
        }

        // The pointer of a host-aware zone is the highest end: below it a write may have landed or not.
        bool tells = info.HasValidWritePointer && (info.Type == ZoneType.SequentialWriteRequired || info.WritePointer <= r.Offset);
        return tells ? Math.Clamp(info.WritePointer - r.Offset, 0, r.LengthBytes) : RequestOutcome.UnknownLanded;
    }

    private static void FinishRunning(ref ZoneState s, ZoneRequest running, ZoneNotice finding, long oldSubmitted, ref ZoneEffects fx)
    {
        ref RequestOutcome outcome = ref running.Outcome;
        outcome.Finding = finding.Error;
        outcome.FindingStart = finding.Kind == ZoneEventKind.None ? s.Submitted : finding.Start;
        outcome.FindingEnd = finding.Kind == ZoneEventKind.None ? Math.Max(oldSubmitted, s.Submitted) : finding.End;
        if (running.Operation == RequestOperation.Finish && outcome.Error == ZoneError.None)
        {
            // It was not sent: what the drive was asked for first came out, and forbids it.
            outcome.Error = s.Mode switch
            {
                ZoneMode.Offline => ZoneError.ZoneOffline,
                ZoneMode.ReadOnly => ZoneError.ZoneReadOnly,
                _ => finding.Error,
            };
        }

        bool isClosedAnyway = running.EndsLease && s.Condition is not (ZoneCondition.ImplicitlyOpen or ZoneCondition.ExplicitlyOpen or ZoneCondition.Active);
        Finish(ref s, running, isClosedAnyway ? ZoneError.None : outcome.Error, ref fx);
    }

    private static void Reopen(ref ZoneState s, in ZoneBounds b, CreditPool credits, ZoneNotice finding, ref ZoneEffects fx)
    {
        switch (s.Mode)
        {
            case ZoneMode.Offline:
                FailAllWaiting(ref s, ZoneError.ZoneOffline, ref fx);
                break;
            case ZoneMode.ReadOnly:
                CloseAdmission(ref s, b, ZoneError.ZoneReadOnly, keepHealers: false, ref fx);
                break;
            case ZoneMode.FaultedQuiet:
                CloseAdmission(ref s, b, ZoneError.Faulted, keepHealers: true, ref fx);
                break;
            default:
                fx.BecameQuiet = true;
                break;
        }

        Pump(ref s, b, credits, ref fx);
    }
}
