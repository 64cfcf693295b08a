using System.Diagnostics;
using ZonedSdk.Backends;
using ZonedSdk.Zones;

namespace ZonedSdk.Simulation.Explorer;

/// <content>What can happen next, and the clients' part of it. Each step is one critical section of the runtime, or one event at the drive.</content>
internal sealed partial class World
{
    public static readonly RequestOperation[] ManageOperations =
        [RequestOperation.Reset, RequestOperation.Finish, RequestOperation.Open, RequestOperation.Close, RequestOperation.Recover];

    /// <summary>Takes the step if it is possible here.</summary>
    /// <returns>False when it is not; then nothing has changed.</returns>
    public bool TryTake(Step step)
    {
        ModelZone zone = _zones[step.Zone];
        return step.Kind switch
        {
            StepKind.Write => TryWrite(zone, step.Index, step.Choice),
            StepKind.Manage => TrySubmitManage(zone, ManageOperations[step.Choice]),
            StepKind.Withdraw => TryWithdraw(zone, step.Index),
            StepKind.Execute => TryExecute(zone, step.Index, (Ending)step.Choice),
            StepKind.Acknowledge => TryAcknowledge(zone, step.Index),
            StepKind.Deliver => TryDeliver(zone, step.Index),
            StepKind.HandOver => TryHandOverLate(zone, step.Index),
            StepKind.TimeOut => TryTimeOut(zone),
            StepKind.Deadline => TryDeadline(zone),
            StepKind.ExecuteManage => TryExecuteManage(zone, step.Choice),
            StepKind.DeliverManage => TryDeliverManage(zone),
            StepKind.Report => TryReport(zone),
            StepKind.FailReport => TryFailReport(zone),
            StepKind.LieInReport => TryLieInReport(zone, step.Choice),
            StepKind.StartFlush => TryStartFlush(zone),
            StepKind.ExecuteFlush => TryExecuteFlush(zone),
            StepKind.EndFlush => TryEndFlush(zone),
            StepKind.Crash => TryCrash(step.Choice),
            StepKind.Read => TryRead(zone),
            StepKind.ExecuteRead => TryExecuteRead(zone, step.Index),
            StepKind.DeliverRead => TryDeliverRead(zone, step.Index),
            StepKind.TakeLease => TryTakeLease(zone),
            StepKind.ReleaseLease => TryReleaseLease(zone),
            StepKind.Disturb => TryDisturb(zone, step.Choice),
            StepKind.Grant => TryGrant(zone),
            StepKind.MakeRoom => TryMakeRoom(),
            _ => throw new UnreachableException($"{step.Kind}"),
        };
    }

    private bool TryWrite(ModelZone zone, int client, int place)
    {
        bool anywhere = IsHostAware && _model.Clients[client] == RequestOperation.Write;
        if (anywhere ? place + _model.WriteLength > _model.Capacity : place > 0)
        {
            return false;
        }

        if (_writesLeft[client] == 0 || OutstandingOf(client) >= _model.Window || FreeSlots() < 3)
        {
            return false;
        }

        _writesLeft[client]--;
        ZoneRequest r = Rent((byte)client, zone, _model.Clients[client], _model.WriteLength);
        if (anywhere)
        {
            r.Offset = zone.B.Start + place;
        }
        else if (r.Operation == RequestOperation.Write)
        {
            // Who was told a write pointer by an error believes that; everybody else looks at the zone.
            r.Offset = _believed[client] == None ? zone.S.Submitted : zone.B.Start + _believed[client];
            _believed[client] = None;
        }

        Submit(zone, r);
        return true;
    }

    private bool TrySubmitManage(ModelZone zone, RequestOperation operation)
    {
        Budget budget = operation switch
        {
            RequestOperation.Reset => Budget.Reset,
            RequestOperation.Finish => Budget.Finish,
            RequestOperation.Open => Budget.Open,
            RequestOperation.Close => Budget.Close,
            _ => Budget.Recover,
        };
        if (!Has(budget) || FreeSlots() < 3)
        {
            return false;
        }

        Spend(budget);
        ZoneRequest r = Rent(Manager, zone, operation, 0);
        r.Force = operation == RequestOperation.Reset && _model.ForceReset;
        if (_model.Control == Control.ResetWithZombie && operation == RequestOperation.Reset && zone.S.Mode == ZoneMode.FaultedUnknown)
        {
            while (zone.S.InFlight.RemoveHead() is { } zombie)
            {
                Forget(zombie);
            }

            zone.S.Mode = ZoneMode.FaultedQuiet;
        }

        Submit(zone, r);
        return true;
    }

    private void Submit(ModelZone zone, ZoneRequest r)
    {
        ZoneEffects fx = default;
        if (TakesShortcuts && ZoneTransitions.TryAdmitAtOnce(ref zone.S, zone.B, _pool, r))
        {
            HasTakenShortcut = true;
            fx.FirstHandOver = r;
        }
        else
        {
            ZoneTransitions.Submit(ref zone.S, zone.B, _pool, r, _model.NoWait, ref fx);
        }

        if (_model.Control == Control.AdvanceAtCompletion && r.IsWrite && r.Stage == RequestStage.InFlight)
        {
            zone.S.Submitted = r.Offset;
        }

        if (_model.Control == Control.PointerFollowsLastWrite && r.IsWrite && r.Stage == RequestStage.InFlight)
        {
            zone.S.Submitted = r.End;
        }

        Perform(zone, ref fx);
    }

    private bool TryWithdraw(ModelZone zone, int index)
    {
        if (!Has(Budget.Withdraw) || index >= zone.S.Waiting.Count)
        {
            return false;
        }

        Spend(Budget.Withdraw);
        ZoneRequest r = zone.S.Waiting.Head!;
        for (int i = 0; i < index; i++)
        {
            r = r.Next!;
        }

        ZoneEffects fx = default;
        bool was = ZoneTransitions.Withdraw(ref zone.S, zone.B, _pool, r, ZoneError.Cancelled, ref fx);
        Invariant.Holds(was, "I19", "a waiting request could not be withdrawn");
        Perform(zone, ref fx);
        return true;
    }

    private bool TryTimeOut(ModelZone zone)
    {
        if (zone.S.Mode != ZoneMode.Normal || zone.S.InFlight.Head is not { } head || (head.Ticket & 1) == 0 || !Spend(Budget.Timeout))
        {
            return false;
        }

        ZoneEffects fx = default;
        ZoneTransitions.CommandTimedOut(ref zone.S, head.Ticket, ref fx);
        Perform(zone, ref fx);
        return true;
    }

    private bool TryDeadline(ModelZone zone)
    {
        if (zone.S.Mode is not (ZoneMode.Draining or ZoneMode.Managed) || !Spend(Budget.Deadline))
        {
            return false;
        }

        ZoneEffects fx = default;
        bool faulted = ZoneTransitions.DeadlinePassed(ref zone.S, zone.B, zone.S.Epoch, ref fx);
        Invariant.Holds(faulted, "I8", "a deadline that passed changed nothing");
        Perform(zone, ref fx);
        return true;
    }

    private bool TryRead(ModelZone zone)
    {
        if (!Has(Budget.Read) || FreeSlots() < 3)
        {
            return false;
        }

        Spend(Budget.Read);
        ZoneRequest r = Rent(Manager, zone, RequestOperation.Read, _model.Capacity);
        r.Offset = zone.B.Start;
        Submit(zone, r);
        return true;
    }

    private bool TryTakeLease(ModelZone zone)
    {
        if (!Has(Budget.Lease) || FreeSlots() < 3)
        {
            return false;
        }

        Spend(Budget.Lease);
        Submit(zone, Rent(Manager, zone, RequestOperation.ReaderLease, 0));
        return true;
    }

    // The holder of a lease reads under it, and gives it back when no read of his is outstanding.
    private bool TryReleaseLease(ModelZone zone)
    {
        if (zone.Leases == 0 || IsReadOutstanding(zone))
        {
            return false;
        }

        zone.Leases--;
        ZoneEffects fx = default;
        ZoneTransitions.ReleaseLease(ref zone.S, zone.B, _pool, ref fx);
        Perform(zone, ref fx);
        return true;
    }

    private bool IsReadOutstanding(ModelZone zone)
    {
        for (int i = 0; i < MaxRequests; i++)
        {
            if (_live[i] && _requests[i].Operation == RequestOperation.Read && _requests[i].ZoneIndex == zone.Index)
            {
                return true;
            }
        }

        return false;
    }

    private bool TryGrant(ModelZone zone)
    {
        if (!zone.GrantOnItsWay)
        {
            return false;
        }

        zone.GrantOnItsWay = false;
        ZoneEffects fx = default;
        ZoneTransitions.CreditGranted(ref zone.S, zone.B, _pool, zone.Claim.Needed, ref fx);
        Perform(zone, ref fx);
        return true;
    }

    private bool TryMakeRoom()
    {
        if (!_makeRoomAsked || FreeSlots() == 0)
        {
            return false;
        }

        _makeRoomAsked = false;
        foreach (ModelZone zone in _zones)
        {
            if (!_pool.WantsClose())
            {
                break;
            }

            ZoneRequest r = Rent(Manager, zone, RequestOperation.Close, 0);
            ZoneEffects fx = default;
            if (ZoneTransitions.TryStartImplicitClose(ref zone.S, zone.B, r, ref fx))
            {
                Perform(zone, ref fx);
                break;
            }

            Forget(r);
        }

        return true;
    }
}
