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
        }

        string? rejection = ZoneTransitions.Reject(zone.B, info);
        Invariant.Holds(rejection is null, "I9", rejection ?? "");
        ZoneEffects fx = default;
        ZoneTransitions.ApplyReport(ref zone.S, zone.B, _pool, info, ref fx);
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
        ZoneRequest r = zone.S.Running ?? new ZoneRequest(null);
        // After a finish nobody can learn it any more, and the runtime counts what is there as a new life.
        zone.Unlearned &= !(learns && r.Operation is (RequestOperation.Reset or RequestOperation.Finish));
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
