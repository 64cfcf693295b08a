using ZonedSdk.Annotations;
using ZonedSdk.Backends.Faults;

namespace ZonedSdk.Backends.Emulation;

/// <content>Completion: the write pointer moves over the contiguous prefix, and commands leave in the order in which they were accepted.</content>
internal sealed partial class EmulatedDrive
{
    private void FinishWrite(DriveCommand write, in BackendResult result, long landedBytes)
    {
        if (write.Zone!.IsSequentialRequired)
        {
            FinishSequential(write, result, landedBytes);
        }
        else
        {
            FinishUnordered(write, result, landedBytes);
        }
    }

    private void FinishSequential(DriveCommand write, BackendResult result, long landedBytes)
    {
        if (_options.CompletesInOrder || _options.EnforcesOrder)
        {
            Deliver(write.Zone!, write, result, landedBytes);
        }
        else
        {
            AcknowledgeNow(write, result, landedBytes);
            Deliver(write.Zone!);
        }
    }

    private void AcknowledgeNow(DriveCommand write, BackendResult result, long landedBytes)
    {
        DriveZone zone = write.Zone!;
        ZoneRequest request = write.Request!;
        long ticket = write.Ticket;
        FaultRule? fault = write.Fault;
        lock (zone.Gate)
        {
            result = UnlessGone(result);
            result = result.IsSuccess && zone.WritePointer.IsBroken ? BackendResult.Failure(ZoneError.Follower) : result;
            write.IsAcknowledged = true;
            write.Settle(result, landedBytes);
        }

        // The command itself may be gone already: another thread takes it out of the zone when its turn comes.
        _metadata.MarkDirty(zone.Index);
        Acknowledge(request, ticket, result, fault);
    }

    /// <summary>Acknowledges what leaves, in order: one thread at a time, the others leave theirs to it.</summary>
    /// <param name="zone">The zone.</param>
    /// <param name="ended">A write that has just been executed; null = none.</param>
    /// <param name="result">How it ended.</param>
    /// <param name="landedBytes">How much of it is on the medium.</param>
    private void Deliver(DriveZone zone, DriveCommand? ended = null, in BackendResult result = default, long landedBytes = 0)
    {
        DriveCommand? delivered = null;
        bool delivers = false;
        while (true)
        {
            DriveCommand? leaving = null;
            DriveHop? waiter = null;
            bool posted = false;
            lock (zone.Gate)
            {
                ended?.Settle(UnlessGone(result), landedBytes);
                ended = null;
                for (DriveCommand? next; delivered is not null; delivered = next)
                {
                    next = delivered.NextInZone;
                    zone.ReturnLocked(delivered);
                }

                if (delivers || !zone.IsDelivering)
                {
                    leaving = TakeLeavingLocked(zone, out posted);
                    zone.IsDelivering = delivers = leaving is not null;
                    waiter = leaving is null ? zone.TakeWaiterLocked() : null;
                }
            }

            if (posted)
            {
                Kick();
            }

            if (leaving is null)
            {
                PostAndKick(waiter);
                return;
            }

            // Before the acknowledgement: whoever hears of the write and then flushes must find the zone dirty.
            _metadata.MarkDirty(zone.Index);
            delivered = leaving;
            for (DriveCommand? command = leaving; command is not null; command = command.NextInZone)
            {
                if (!command.IsAcknowledged)
                {
                    Acknowledge(command.Request!, command.Ticket, command.Result, command.Fault);
                }
            }
        }
    }

    /// <summary>Takes out what leaves now, linked in order, and draws the consequences for the zone.</summary>
    [RequiresLock("zone.Gate")]
    private DriveCommand? TakeLeavingLocked(DriveZone zone, out bool posted)
    {
        posted = false;
        DriveCommand? first = null;
        DriveCommand? last = null;
        while (zone.WritePointer.TakeExecuted() is { } command)
        {
            if (last is null)
            {
                first = command;
            }
            else
            {
                last.NextInZone = command;
            }

            last = command;
            zone.InFlight--;
        }

        if (first is null)
        {
            return null;
        }

        FillIfAtEndLocked(zone);
        if (zone.IsBusy)
        {
            zone.IsBusy = false;
            if (zone.Deferred.Take() is { } next)
            {
                _submitted.Push(next);
                posted = true;
            }
        }

        return first;
    }

    /// <summary>Ends a write of a zone that takes writes in any order.</summary>
    private void FinishUnordered(DriveCommand write, in BackendResult result, long landedBytes)
    {
        DriveZone zone = write.Zone!;
        ZoneRequest request = write.Request!;
        long ticket = write.Ticket;
        FaultRule? fault = write.Fault;
        DriveHop? waiter;
        BackendResult ended;
        lock (zone.Gate)
        {
            ended = UnlessGone(result);
            zone.InFlight--;
            if (zone.Type == ZoneType.SequentialWritePreferred && landedBytes > 0)
            {
                zone.WritePointer.MoveTo(Math.Max(zone.WritePointer.CompletedBytes, write.Offset + landedBytes));
                FillIfAtEndLocked(zone);
            }

            zone.ReturnLocked(write);
            waiter = zone.TakeWaiterLocked();
        }

        _metadata.MarkDirty(zone.Index);
        Acknowledge(request, ticket, ended, fault);
        PostAndKick(waiter);
    }

    /// <summary>What ends after the power went may not be on the medium that was saved: it is no success. Asked under the zone's gate, under which a power cut looks at the zone; of a flush, when it is over.</summary>
    private BackendResult UnlessGone(in BackendResult result) =>
        result.IsSuccess && _isGone ? BackendResult.Failure(ZoneError.DeviceGone) : result;

    private void FinishRead(DriveCommand read, in BackendResult result)
    {
        DriveZone zone = read.Zone!;
        ZoneRequest request = read.Request!;
        long ticket = read.Ticket;
        FaultRule? fault = read.Fault;
        DriveHop? waiter;
        lock (zone.Gate)
        {
            zone.InFlight--;
            zone.ReturnLocked(read);
            waiter = zone.TakeWaiterLocked();
        }

        Acknowledge(request, ticket, result, fault);
        PostAndKick(waiter);
    }

    /// <summary>The zone becomes Full when its last byte is on the medium, not when that byte is accepted: a failed last write would have to take the credits back.</summary>
    [RequiresLock("zone.Gate")]
    private void FillIfAtEndLocked(DriveZone zone)
    {
        if (zone.WritePointer.CompletedBytes == zone.CapacityBytes && DriveRules.IsActive(zone.Condition))
        {
            _resources.Set(zone, ZoneCondition.Full);
        }
    }

    private void Acknowledge(ZoneRequest request, long ticket, in BackendResult result, FaultRule? fault)
    {
        if (fault is null)
        {
            request.Complete(ticket, result);
        }
        else
        {
            AcknowledgeWithFault(request, ticket, result, fault);
        }
    }

    private void PostAndKick(DriveWork? work)
    {
        if (work is not null)
        {
            Post(work);
            Kick();
        }
    }
}
