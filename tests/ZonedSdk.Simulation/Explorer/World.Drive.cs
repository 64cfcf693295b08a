using ZonedSdk.Backends;
using ZonedSdk.Zones;

namespace ZonedSdk.Simulation.Explorer;

/// <content>The drive: it executes what it has, well or badly, and completes it.</content>
internal sealed partial class World
{
    private bool TryExecute(ModelZone zone, int index, Ending ending)
    {
        if (index >= zone.CommandCount || zone.Commands[index].Stage != CommandStage.Issued)
        {
            return false;
        }

        for (int i = 0; i < index && _model.Drive == DriveKind.EnforcingInOrder; i++)
        {
            if (zone.Commands[i].Stage == CommandStage.Issued)
            {
                return false;
            }
        }

        ref Command c = ref zone.Commands[index];
        int reserved = c.Offset;
        c.Offset = c.IsAppend ? (byte)zone.Pointer : c.Offset;
        bool refused = IsRefused(zone, c);
        bool partly = ending is Ending.FailPartWritten or Ending.ShortWithCount;
        if ((refused && ending != Ending.Well) || (partly && c.Length < 2) || (ending != Ending.Well && !Has(Budget.Fault)))
        {
            c.Offset = (byte)reserved;
            return false;
        }

        if (ending != Ending.Well)
        {
            Spend(Budget.Fault);
        }

        int landed = refused || ending == Ending.FailNothingWritten ? 0 : partly ? 1 : c.Length;
        c.Stage = CommandStage.Executed;
        c.Error = refused ? (c.IsAppend ? ZoneError.ZoneFull : ZoneError.Misaligned) : ending is Ending.Well or Ending.ShortWithCount ? ZoneError.None : ZoneError.Io;
        c.Count = (byte)(c.Error == ZoneError.None ? landed : 0);
        Land(zone, c, landed);
        if (_model.Drive != DriveKind.Emulated && landed > 0)
        {
            MovePointer(zone, IsHostAware ? Math.Max(zone.Pointer, c.Offset + landed) : zone.Pointer + landed);
        }

        return true;
    }

    private bool IsRefused(ModelZone zone, in Command c) =>
        zone.Condition is ZoneCondition.ReadOnly or ZoneCondition.Offline
        || c.Offset + c.Length > _model.Capacity
        || (_model.Drive is not (DriveKind.Emulated or DriveKind.HostAware) && (zone.Condition == ZoneCondition.Full || c.Offset != zone.Pointer));

    private void Land(ModelZone zone, in Command c, int landed)
    {
        if (landed == 0)
        {
            return;
        }

        Invariant.Holds(!c.Stale, "I4", $"a write of an earlier life of the zone lands at {c.Offset} after a reset");
        int at = c.Offset;
        ZoneRequest? member = _requests[c.Slot];
        int inMember = 0;
        for (int i = 0; i < landed; i++, inMember++)
        {
            if (member is not null && inMember == member.LengthBytes)
            {
                member = member.NextCoalesced;
                inMember = 0;
            }

            Invariant.Holds(member is not null, "I20", "a command executes with the buffers of writes that have ended");
            zone.Blocks[at + i] = TagOf(member);
            if (IsHostAware)
            {
                // Older data go under the newer ones, as their writers know.
                zone.Told[at + i] = 0;
            }
        }
    }

    private void MovePointer(ModelZone zone, int pointer)
    {
        zone.MoveTo(pointer);
        if (_pool.IsUnlimited)
        {
            return;
        }

        int open = _zones.Count(z => z.Condition == ZoneCondition.ExplicitlyOpen || (z.Condition == ZoneCondition.ImplicitlyOpen && !_model.ClosesImplicitly));
        int active = _zones.Count(z => z.Condition is ZoneCondition.ExplicitlyOpen or ZoneCondition.ImplicitlyOpen or ZoneCondition.Closed);
        Invariant.Holds(_model.MaxOpen == 0 || open <= _model.MaxOpen, "I17", $"{open} zones are open at the drive, {_model.MaxOpen} may be");
        Invariant.Holds(_model.MaxActive == 0 || active <= _model.MaxActive, "I17", $"{active} zones are active at the drive, {_model.MaxActive} may be");
    }

    // The emulated drive acknowledges in order: its pointer moves over the contiguous prefix, and whatever does not continue it fails.
    private bool TryAcknowledge(ModelZone zone, int index)
    {
        if (_model.Drive != DriveKind.Emulated || index >= zone.CommandCount || zone.Commands[index].Stage != CommandStage.Executed)
        {
            return false;
        }

        for (int i = 0; i < index; i++)
        {
            if (zone.Commands[i].Stage != CommandStage.Acknowledged)
            {
                return false;
            }
        }

        ref Command c = ref zone.Commands[index];
        c.Stage = CommandStage.Acknowledged;
        if (c.Error == ZoneError.None && (c.Offset != zone.Pointer || zone.Condition is ZoneCondition.Full or ZoneCondition.ReadOnly or ZoneCondition.Offline))
        {
            c.Error = ZoneError.Io;
            c.Count = 0;
        }

        if (c.Error == ZoneError.None)
        {
            MovePointer(zone, zone.Pointer + c.Count);
        }

        return true;
    }

    private bool TryDeliver(ModelZone zone, int index)
    {
        bool isEmulated = _model.Drive == DriveKind.Emulated;
        if (index >= zone.CommandCount || (isEmulated && index > 0) || zone.Commands[index].Stage != (isEmulated ? CommandStage.Acknowledged : CommandStage.Executed))
        {
            return false;
        }

        Command c = zone.Commands[index];
        zone.RemoveCommand(index);
        ZoneRequest r = _requests[c.Slot];
        long ticket = r.Ticket;
        BackendResult result = c.Error == ZoneError.None ? BackendResult.Success(c.Count) : BackendResult.Failure(c.Error);
        bool taken = c.IsAppend && c.Error == ZoneError.None && c.Count == c.Length
            ? r.CompleteAppend(ticket, _model.Control == Control.ReservedPlaceTold ? r.Offset : zone.B.Start + c.Offset)
            : r.Complete(ticket, result);
        Invariant.Holds(taken || _model.Control != Control.None, "I15", "the one completion of a command was ignored");
        Invariant.Holds(!r.Complete(ticket, result), "I15", "a second completion of a command was taken");
        return true;
    }

    private bool TryExecuteManage(ModelZone zone, int choice)
    {
        if (zone.Manage != ManageStage.Issued || (choice > 0 && !Has(Budget.Fault)))
        {
            return false;
        }

        if (choice > 0)
        {
            Spend(Budget.Fault);
        }

        zone.Manage = ManageStage.Executed;
        zone.ManageError = choice == 0 ? ZoneError.None : ZoneError.Io;
        if (zone.Condition is ZoneCondition.ReadOnly or ZoneCondition.Offline)
        {
            zone.ManageError = ZoneError.InvalidTransition;
        }
        else if (choice != 1)
        {
            ApplyAtDrive(zone);
        }

        return true;
    }

    private void ApplyAtDrive(ModelZone zone)
    {
        switch (zone.ManageOperation)
        {
            case RequestOperation.Reset:
                ResetAtDrive(zone);
                break;
            case RequestOperation.Finish:
                zone.FillUp();
                break;
            case RequestOperation.Open when zone.Condition != ZoneCondition.Full:
                zone.Condition = ZoneCondition.ExplicitlyOpen;
                MovePointer(zone, zone.Pointer);
                break;
            case RequestOperation.Close when zone.Condition is ZoneCondition.ImplicitlyOpen or ZoneCondition.ExplicitlyOpen:
                zone.Condition = zone.Pointer == 0 ? ZoneCondition.Empty : ZoneCondition.Closed;
                break;
            default:
                break;
        }
    }

    private void ResetAtDrive(ModelZone zone)
    {
        bool guarded = _model.Control != Control.ResetWithZombie;
        Invariant.Holds(!guarded || zone.CommandCount == 0, "I13", "a reset executes while a write may still execute");
        Invariant.Holds(!guarded || zone.S.ManageOutstanding || zone.S.Running?.Operation == RequestOperation.Reset, "I13", "a reset executes that the runtime has forgotten");
        Invariant.Holds(zone.S.ManageOutstanding || (zone.S.Reads == 0 && zone.Leases == 0), "I13", "a reset executes under a reader");
        zone.Condition = ZoneCondition.Empty;
        zone.Pointer = 0;
        zone.Flushed = 0;
        zone.DataFlushed = 0;
        Array.Clear(zone.Blocks);
        Array.Clear(zone.Told);
        zone.Unlearned = true;
        for (int i = 0; i < zone.CommandCount; i++)
        {
            zone.Commands[i].Stale = true;
        }

        for (int i = 0; i < MaxRequests; i++)
        {
            if (_live[i] && _requests[i].ZoneIndex == zone.Index)
            {
                _readOldHalf[i] = _read[i] is ReadStage.HalfDone or ReadStage.Done;
                _readOldEnd[i] = _read[i] == ReadStage.Done;
            }
        }
    }

    private bool TryDisturb(ModelZone zone, int choice)
    {
        Budget budget = choice switch { 0 => Budget.DeviceFull, 1 => Budget.DeviceReadOnly, 2 => Budget.DeviceOffline, 3 => Budget.DeviceLoss, _ => Budget.Foreign };
        if (!Has(budget) || (choice == 4 && zone.Condition == ZoneCondition.Full) || zone.Disturbed || zone.Unlearned || zone.Condition is ZoneCondition.ReadOnly or ZoneCondition.Offline || (choice == 3 && (zone.Condition == ZoneCondition.Full || zone.Pointer == zone.Flushed)))
        {
            return false;
        }

        Spend(budget);
        if (choice == 4)
        {
            zone.Blocks[zone.Pointer] = Filler;
            zone.Astray = true;
            MovePointer(zone, zone.Pointer + 1);
            return true;
        }

        zone.Disturbed = true;
        if (choice == 3)
        {
            DropAbove(zone, zone.Flushed);
            zone.Pointer = zone.Flushed;
        }
        else if (choice == 0)
        {
            zone.FillUp();
        }
        else
        {
            zone.Condition = choice == 1 ? ZoneCondition.ReadOnly : ZoneCondition.Offline;
        }

        return true;
    }

    private static void DropAbove(ModelZone zone, int pointer)
    {
        zone.Blocks.AsSpan(pointer).Clear();
        zone.Told.AsSpan(pointer).Clear();
    }
}
