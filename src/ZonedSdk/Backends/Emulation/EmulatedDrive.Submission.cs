using System.Diagnostics;
using ZonedSdk.Annotations;

namespace ZonedSdk.Backends.Emulation;

/// <content>Acceptance: a request becomes a command, and the zone's state changes before any byte moves, as on a real drive.</content>
internal sealed partial class EmulatedDrive
{
    /// <inheritdoc/>
    public void Submit(ZoneRequest request)
    {
        Debug.Assert(request.NextCoalesced is null || request.Kind == ZoneRequestKind.Write, "Only writes are coalesced.");
        DriveZone zone = ZoneAt(request.ZoneIndex);
        DriveCommand command;
        lock (zone.Gate)
        {
            command = zone.RentLocked(this);
            command.Request = request;
            command.Ticket = request.Ticket;
            command.IsWrite = request.Kind == ZoneRequestKind.Write;
            command.Offset = request.Offset - zone.Start;
            command.LengthBytes = request.NextCoalesced is null ? request.LengthBytes : request.CommandLengthBytes;
            command.Delay = _options.Latency;
            if (_faults is not null)
            {
                PlanFault(command);
            }

            zone.InFlight++;
            if (command.IsWrite && !_options.EnforcesOrder)
            {
                AcceptLocked(zone, command);
            }
        }

        _submitted.Push(command);
    }

    /// <summary>Checks a write and changes the zone's state. What is refused keeps its place among the zone's writes and fails there.</summary>
    [RequiresLock("zone.Gate")]
    private void AcceptLocked(DriveZone zone, DriveCommand write)
    {
        ZoneError error = CheckLocked(zone, write);
        if (!zone.IsSequentialRequired)
        {
            write.IsRefused = error != ZoneError.None;
            write.Result = BackendResult.Failure(error);
            return;
        }

        if (error != ZoneError.None)
        {
            zone.WritePointer.Refuse(write, error);
        }
    }

    [RequiresLock("zone.Gate")]
    private ZoneError CheckLocked(DriveZone zone, DriveCommand write)
    {
        if (!IsAligned(write.Offset) || !IsAligned(write.LengthBytes))
        {
            return ZoneError.Misaligned;
        }

        if (write.Offset < 0 || write.LengthBytes > zone.LengthBytes - write.Offset)
        {
            return ZoneError.Boundary;
        }

        if (zone.IsManaged)
        {
            // Whose write pointer should it stand at: the one before the command, or the one after it?
            return ZoneError.InvalidTransition;
        }

        return zone.Type switch
        {
            ZoneType.Conventional => _resources.Apply(zone, DriveOperation.Write, isWritten: true),
            ZoneType.SequentialWritePreferred => CheckPreferredLocked(zone, write),
            _ => CheckSequentialLocked(zone, write),
        };
    }

    [RequiresLock("zone.Gate")]
    private ZoneError CheckPreferredLocked(DriveZone zone, DriveCommand write)
    {
        ZoneError error = _resources.Apply(zone, DriveOperation.Write, isWritten: true);
        if (error == ZoneError.None)
        {
            zone.NonSequential |= write.Offset != zone.PreferredAcceptedBytes;
            zone.PreferredAcceptedBytes = Math.Max(zone.PreferredAcceptedBytes, write.End);
        }

        return error;
    }

    [RequiresLock("zone.Gate")]
    private ZoneError CheckSequentialLocked(DriveZone zone, DriveCommand write)
    {
        DeviceWritePointer pointer = zone.WritePointer;
        ZoneCondition condition = zone.Condition;
        if (!DriveRules.IsDead(condition) && condition != ZoneCondition.Full && !pointer.IsBroken)
        {
            // The table speaks of conditions; where the write stands is looked at first, so that a misplaced one opens nothing.
            if (pointer.AcceptedBytes >= zone.CapacityBytes)
            {
                return ZoneError.ZoneFull;
            }

            if (write.Offset != pointer.AcceptedBytes)
            {
                return ZoneError.Misaligned;
            }

            if (write.End > zone.CapacityBytes)
            {
                return ZoneError.Boundary;
            }
        }

        if (pointer.IsBroken)
        {
            return ZoneError.Follower;
        }

        ZoneError error = _resources.Apply(zone, DriveOperation.Write, isWritten: true);
        return error == ZoneError.None ? pointer.Accept(write) : error;
    }

    private bool IsAligned(long bytes) => (bytes & (Geometry.BlockSizeBytes - 1)) == 0;
}
