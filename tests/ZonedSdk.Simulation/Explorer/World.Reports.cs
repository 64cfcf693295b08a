using ZonedSdk.Backends;
using ZonedSdk.Zones;

namespace ZonedSdk.Simulation.Explorer;

/// <content>Reports, the ends of management commands and of reads.</content>
internal sealed partial class World
{
    private bool TryReport(ModelZone zone)
    {
        if (!zone.ReportAsked)
        {
            return false;
        }

        zone.ReportAsked = false;
        Invariant.Holds(!zone.IsDriveBusy, "I12", "a recovery report is made while a command may still execute");
        bool early = zone.EarlyPointer >= 0;
        ZoneInfo info = early ? zone.Info(zone.EarlyPointer, zone.EarlyCondition) : zone.Info(zone.Pointer, zone.Condition);
        zone.EarlyPointer = -1;
        zone.EarlyCondition = default;
        if (!early)
        {
            zone.Unlearned = false;
            zone.Disturbed = false;
            zone.Astray = false;
        }

        string? rejection = ZoneTransitions.Reject(zone.B, info);
        Invariant.Holds(rejection is null, "I9", rejection ?? "");
        bool mayBeReset = zone.S.IsResetUnsettled || zone.S.Running is { Operation: RequestOperation.Reset };
        ZoneEffects fx = default;
        ZoneTransitions.ApplyReport(ref zone.S, zone.B, _pool, info, ref fx);
        if (!early && zone.S.Incarnation != Incarnation && zone.Condition is ZoneCondition.Full or ZoneCondition.ReadOnly or ZoneCondition.Offline)
        {
            // Whether the reset took effect the drive does not tell, and the runtime counts what is there as a new life: nothing was told of that one.
            Invariant.Holds(mayBeReset, "I14", $"a zone that is {zone.Condition} began a new life, and nobody has reset it");
            Array.Clear(zone.Told);
        }

        Perform(zone, ref fx);
        return true;
    }

    // Beside a reset that failed, "empty" is no lie that anybody could see through: the reset may have had its effect.
    // A pointer above everything submitted, or below what was told, is told to the owner; one that cannot be is a report that failed.
    private bool TryLieInReport(ModelZone zone, int lie)
    {
        int submitted = (int)(zone.S.Submitted - zone.B.Start);
        int pointer = lie switch { 0 => submitted + 1, 1 => zone.ToldEnd - 1, _ => _model.Capacity + 1 };
        if (!zone.ReportAsked || zone.Condition is ZoneCondition.Full or ZoneCondition.ReadOnly or ZoneCondition.Offline || zone.S.IsResetUnsettled || zone.Unlearned || zone.Astray
            || zone.S.Running is { Operation: RequestOperation.Reset } || pointer < 0 || (lie == 0 && pointer > _model.Capacity) || !Has(Budget.ReportLie))
        {
            return false;
        }

        ZoneInfo info = zone.Info(pointer, pointer == 0 ? ZoneCondition.Empty : ZoneCondition.ImplicitlyOpen);
        bool isRejected = ZoneTransitions.Reject(zone.B, info) is not null;
        Invariant.Holds(isRejected == (lie == 2), "row 50", $"a report of {pointer} in a zone of {_model.Capacity} was {(isRejected ? "refused" : "believed")}");
        Spend(Budget.ReportLie);
        zone.ReportAsked = false;
        ZoneEffects fx = default;
        if (isRejected)
        {
            ZoneTransitions.ReportFailed(ref zone.S, zone.B, _pool, BackendResult.Failure(ZoneError.ReportFailed), ref fx);
            Perform(zone, ref fx);
            return true;
        }

        zone.Astray = true;
        if (_model.Control == Control.LossUnnoticed)
        {
            zone.S.ToldEnd = Math.Min(zone.S.ToldEnd, info.WritePointer);
        }
        else if (_model.Control == Control.ForeignWriterUnnoticed)
        {
            zone.S.Submitted = Math.Max(zone.S.Submitted, info.WritePointer);
        }

        bool isAsked = zone.S.Running is { Operation: RequestOperation.Recover };
        ZoneTransitions.ApplyReport(ref zone.S, zone.B, _pool, info, ref fx);
        ZoneEventKind expected = lie == 0 ? ZoneEventKind.ForeignWriter : ZoneEventKind.AcknowledgedDataLost;
        Invariant.Holds(fx.Notice.Kind == expected, "row 14", $"the report of {pointer}, where {submitted} was submitted and {zone.ToldEnd} told, was announced as {fx.Notice.Kind}");
        Invariant.Holds(lie == 0 || isAsked || zone.S.Mode is ZoneMode.FaultedQuiet or ZoneMode.Managed or ZoneMode.Recovering, "row 14", $"after a loss the zone takes writes again ({zone.S.Mode}), and nobody has asked");
        Perform(zone, ref fx);
        return true;
    }

    private bool TryFailReport(ModelZone zone)
    {
        if (!zone.ReportAsked || !Spend(Budget.ReportFailure))
        {
            return false;
        }

        zone.ReportAsked = false;
        ZoneEffects fx = default;
        ZoneTransitions.ReportFailed(ref zone.S, zone.B, _pool, BackendResult.Failure(ZoneError.Io), ref fx);
        Perform(zone, ref fx);
        return true;
    }

    private bool TryDeliverManage(ModelZone zone)
    {
        if (zone.Manage != ManageStage.Executed)
        {
            return false;
        }

        BackendResult result = zone.ManageError == ZoneError.None ? BackendResult.Success() : BackendResult.Failure(zone.ManageError);
        bool learns = result.IsSuccess && zone.S.Mode == ZoneMode.Managed;
        zone.Manage = ManageStage.None;
        zone.ManageOperation = default;
        zone.ManageError = ZoneError.None;
        Invariant.Holds(zone.S.ManageOutstanding || zone.S.Running is not null, "I14", "a management command completes that the runtime has forgotten");

        // After a time-out the request serves somebody else: the transition must not look at it.
        ZoneRequest r = zone.S.Running ?? new ZoneRequest();
        // After a finish nobody can learn it any more, and the runtime counts what is there as a new life.
        zone.Unlearned &= !(learns && r.Operation is (RequestOperation.Reset or RequestOperation.Finish));
        zone.Astray &= !(learns && r.Operation is (RequestOperation.Reset or RequestOperation.Finish));
        ZoneEffects fx = default;
        ZoneTransitions.CompleteManage(ref zone.S, zone.B, _pool, r, result, ref fx);
        Perform(zone, ref fx);
        return true;
    }

    // A read goes over the medium in two halves; a reset may come between them, if the runtime lets it.
    private bool TryExecuteRead(ModelZone zone, int slot)
    {
        if (!_live[slot] || _requests[slot].ZoneIndex != zone.Index || _read[slot] is not (ReadStage.Issued or ReadStage.HalfDone))
        {
            return false;
        }

        _read[slot]++;
        return true;
    }

    private bool TryDeliverRead(ModelZone zone, int slot)
    {
        if (!_live[slot] || _requests[slot].ZoneIndex != zone.Index || _read[slot] != ReadStage.Done)
        {
            return false;
        }

        _read[slot] = ReadStage.None;
        ZoneRequest r = _requests[slot];
        ZoneEffects fx = default;
        ZoneTransitions.CompleteRead(ref zone.S, zone.B, _pool, r, BackendResult.Success(r.CommandLengthBytes), ref fx);
        Perform(zone, ref fx);
        return true;
    }
}
