using ZonedSdk.Backends;
using ZonedSdk.Zones;

namespace ZonedSdk.Simulation.Explorer;

/// <content>
/// The invariants, by the numbers of the protocol:
/// I1 here (durable is what the drive has flushed) and at a power cut. I2 at telling (two owners of a block) and here (a told block changed). I3 here.
/// I4 at landing and at a power cut. I5 at telling a reader (its zero-fill above the write pointer is the shell's, outside this model). I6 at telling a writer.
/// I7 follows from I15 and I6: an operation is told once, and a success is checked against the medium. I8 here and at completion. I9, I10 here. I11 at hand-over.
/// I12 at completion and report. I13 at start and execution of a command. I14 here and at completion. I15 at telling and at delivery. I16 where the report is asked for. I17 here and at the drive.
/// I18 says that no lock is held over I/O: transitions do no I/O and the model has no threads, so it is for the stress test. I19 here and at the ends (<see cref="FindStuck"/>). I20 at telling and landing.
/// </content>
internal sealed partial class World
{
    /// <summary>Checks everything that must hold after any step.</summary>
    public void Check()
    {
        int open = 0;
        int active = 0;
        foreach (ModelZone zone in _zones)
        {
            if (zone.S.Incarnation != Incarnation)
            {
                zone.FlushMark.SameLife = false;
            }

            zone.FlushMark.NoRewind &= zone.S.Rewinds == 0;

            bool newLife = zone.S.Incarnation != Incarnation;
            Invariant.Holds(!newLife || (zone.S.IsQuiet && !HasWaitingWrite(zone)), "I14", "a write that waited in one life of the zone goes on in the next");
            CheckPointers(zone);
            CheckPrefix(zone);
            CheckData(zone);
            CheckMode(zone);
            CheckRest(zone);
            Invariant.Holds(zone.S.Granted == CreditHold.None, "I17", "a grant is neither used nor given back");
            open += HoldsOpen(zone.S.Held) + (zone.GrantOnItsWay ? HoldsOpen(zone.Claim.Needed) : 0);
            active += HoldsActive(zone.S.Held) + (zone.GrantOnItsWay ? HoldsActive(zone.Claim.Needed) : 0);
            Invariant.Holds(!zone.S.AwaitsCredit || zone.Claim.IsQueued || zone.GrantOnItsWay, "I19", "the zone waits for a resource that nobody will give it");
            Invariant.Holds(zone.S.AwaitsCredit || !(zone.Claim.IsQueued || zone.GrantOnItsWay), "I17", "a claim stands in the queue that the zone knows nothing of");
        }

        Invariant.Holds(_pool.Counts() == (open, active), "I17", $"the pool counts {_pool.Counts()}, the zones hold {(open, active)}");
    }

    private static bool HasWaitingWrite(ModelZone zone)
    {
        for (ZoneRequest? r = zone.S.Waiting.Head; r is not null; r = r.Next)
        {
            if (r.IsWrite)
            {
                return true;
            }
        }

        return false;
    }

    private void CheckPointers(ModelZone zone)
    {
        ref ZoneState s = ref zone.S;
        Invariant.Holds(zone.Unlearned || zone.Disturbed || zone.Astray || s.Durable - zone.B.Start <= zone.Flushed, "I1", $"{s.Durable} is called durable, and the drive has flushed {zone.Flushed}");
        Invariant.Holds(s.Submitted >= s.Acknowledged && s.Acknowledged >= s.Durable && s.Durable >= zone.B.Start && s.Submitted <= zone.B.End, "I3", "the three pointers are out of order");
        Invariant.Holds(s.ToldEnd <= s.Submitted, "I3", "more is told than was submitted");
        Invariant.Holds(s.Epoch >= Epoch && s.Incarnation >= Incarnation, "I14", "an epoch went back");
        Invariant.Holds(s.Epoch != Epoch || _crashed || s.Submitted >= zone.SubmittedBefore || _model.Control == Control.AdvanceAtCompletion, "I10", $"the write pointer went back from {zone.SubmittedBefore} to {s.Submitted} within an epoch");
        for (ZoneRequest? r = s.InFlight.Head; r is not null; r = r.Next)
        {
            Invariant.Holds(IsHostAware || r.Kind == ZoneRequestKind.Append || r.Offset >= s.Acknowledged || s.Mode == ZoneMode.FaultedUnknown || _model.Control != Control.None, "I3", "the acknowledged prefix covers a write that is in flight");
        }
    }

    // Where the drive chooses the places, nothing below the acknowledged prefix is of an append of which the runtime has not heard.
    private static void CheckPrefix(ModelZone zone)
    {
        for (int i = 0; i < zone.CommandCount; i++)
        {
            Command c = zone.Commands[i];
            bool isBelow = c.IsAppend && c.Stage == CommandStage.Executed && c.Error == ZoneError.None && c.Offset < zone.S.Acknowledged - zone.B.Start;
            Invariant.Holds(!isBelow || zone.S.Mode != ZoneMode.Normal || zone.Unlearned || zone.Disturbed || zone.Astray, "I3", $"the acknowledged prefix covers block {c.Offset}, whose append has not ended");
        }
    }

    private static void CheckData(ModelZone zone)
    {
        ref ZoneState s = ref zone.S;
        bool pointerIsValid = zone.Condition is not (ZoneCondition.Full or ZoneCondition.ReadOnly or ZoneCondition.Offline);
        for (int i = 0; i < zone.Told.Length; i++)
        {
            if (zone.Told[i] != 0)
            {
                Invariant.Holds(zone.Blocks[i] == zone.Told[i], "I2", $"block {i} was told to be written, and another write went over it");
                Invariant.Holds(zone.Unlearned || zone.Astray || i < s.ToldEnd - zone.B.Start, "I3", $"block {i} was told to be written, and the write pointer is behind it");
                Invariant.Holds(!pointerIsValid || i < zone.Pointer, "I3", $"block {i} was told to be written, and the drive's write pointer is behind it");
            }
        }
    }

    private void CheckMode(ModelZone zone)
    {
        ref ZoneState s = ref zone.S;
        bool leftUnknown = zone.ModeBefore == ZoneMode.FaultedUnknown && s.Mode != ZoneMode.FaultedUnknown && !_crashed;
        Invariant.Holds(!leftUnknown || !zone.IsDriveBusy || _model.Control == Control.ResetWithZombie, "I8", "the zone calls itself quiet while a command may still execute");
        Invariant.Holds(s.HeldBack.IsEmpty || s.Mode is ZoneMode.Draining or ZoneMode.Recovering, "I19", $"requests are held back for a report that nobody makes ({s.Mode})");
        Invariant.Holds(s.IsQuiet || s.Mode is ZoneMode.Normal or ZoneMode.Draining or ZoneMode.FaultedUnknown, "I12", $"something is in flight in mode {s.Mode}");
        Invariant.Holds(s.Running is null == s.Mode is not (ZoneMode.Managed or ZoneMode.Recovering) || (s.Running is null && s.Mode == ZoneMode.Recovering), "I19", $"a running command in mode {s.Mode}");
        Invariant.Holds(zone.ReportAsked == (s.Mode == ZoneMode.Recovering), "I16", $"report asked: {zone.ReportAsked}, mode {s.Mode}");
        Invariant.Holds(s.Mode != ZoneMode.FaultedUnknown || zone.IsDriveBusy, "I19", "the zone waits for a command that has ended");
        for (ZoneRequest? r = s.Waiting.Head; r is not null; r = r.Next)
        {
            bool may = s.Mode switch
            {
                ZoneMode.Normal or ZoneMode.Draining or ZoneMode.Recovering or ZoneMode.Managed => true,
                ZoneMode.FaultedQuiet => !r.IsWrite,
                _ => false,
            };
            Invariant.Holds(may, "I19", $"a {r.Operation} waits in mode {s.Mode}, which nothing ends");
        }
    }

    private void CheckRest(ModelZone zone)
    {
        ref ZoneState s = ref zone.S;
        if (s.Mode != ZoneMode.Normal || !s.IsQuiet || zone.IsDriveBusy || zone.Disturbed || zone.Astray)
        {
            return;
        }

        bool same = s.Condition == ZoneCondition.Full ? zone.Condition == ZoneCondition.Full : s.Submitted == zone.B.Start + zone.Pointer;
        Invariant.Holds(same, "I9", $"at rest the runtime has {s.Condition} at {s.Submitted - zone.B.Start}, the drive {zone.Condition} at {zone.Pointer}");
        Invariant.Holds(s.Acknowledged == s.Submitted, "I9", "at rest the acknowledged pointer is behind");
        Invariant.Holds(s.Completed is not { Count: > 0 }, "I9", "at rest there is a gap in what has completed");
        Invariant.Holds(s.Condition == zone.Condition, "I9", $"at rest the runtime says {s.Condition}, the drive {zone.Condition}");
        Invariant.Holds(_pool.IsUnlimited || s.Held == _pool.HoldOf(s.Condition), "I17", $"at rest the zone is {s.Condition} and holds {s.Held}");
        Invariant.Holds(s.Cause.Error == ZoneError.None, "I16", "the cause of an episode that is over is still there");
    }

    /// <summary>Called where no step but a new fault, call or time-out is possible: whoever still waits then waits for ever.</summary>
    public string? FindStuck()
    {
        for (int i = 0; i < MaxRequests; i++)
        {
            if (_live[i] && !MayWaitForOthers(_zones[_requests[i].ZoneIndex]))
            {
                return $"nothing can happen any more, and a {_requests[i].Operation} ({_requests[i].Stage}) of zone {_requests[i].ZoneIndex} has not ended";
            }
        }

        return null;
    }

    // A zone may wait for a resource that others hold for good reasons: explicitly open, faulted, or active with no limit left. A deadline ends that.
    private bool MayWaitForOthers(ModelZone zone)
    {
        if (!zone.S.AwaitsCredit || !zone.Claim.IsQueued)
        {
            return false;
        }

        (int open, int active) = _pool.Counts();
        CreditHold needed = zone.Claim.Needed;
        bool lacksActive = needed.HasFlag(CreditHold.Active) && _model.MaxActive > 0 && active >= _model.MaxActive;
        bool lacksOpen = (needed & (CreditHold.Open | CreditHold.ClosableSlot)) != 0 && _model.MaxOpen > 0 && open >= _model.MaxOpen;
        bool closable = _zones.Any(z => z.S is { Mode: ZoneMode.Normal, Condition: ZoneCondition.ImplicitlyOpen, IsQuiet: true, Waiting.IsEmpty: true });
        return lacksActive || (lacksOpen && !(closable && _pool.WantsClose()));
    }
}
