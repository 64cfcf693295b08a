using ZonedSdk.Annotations;
using ZonedSdk.Backends.Faults;

namespace ZonedSdk.Backends.Emulation;

/// <content>Fault injection: where a plan bends what the other parts do to reads and writes.</content>
internal sealed partial class EmulatedDrive
{
    private readonly Lock _heldGate = new();

    /// <summary>What hangs, in the order in which it began to.</summary>
    [GuardedBy(nameof(_heldGate))]
    private readonly List<DriveWork> _held = [];

    /// <summary>How many works hang.</summary>
    public int HeldCount
    {
        get
        {
            lock (_heldGate)
            {
                return _held.Count;
            }
        }
    }

    /// <summary>Lets everything that hangs go on, the oldest first.</summary>
    /// <returns>How many works that were.</returns>
    public int ReleaseHeld()
    {
        int count;
        lock (_heldGate)
        {
            count = _held.Count;
            foreach (DriveWork work in _held)
            {
                Post(work);
            }

            _held.Clear();
        }

        Kick();
        return count;
    }

    /// <summary>Lets a work hang; not on a device that is gone, for there nothing executes any more.</summary>
    internal bool TryHold(DriveWork work)
    {
        lock (_heldGate)
        {
            if (_isGone)
            {
                return false;
            }

            _held.Add(work);
            return true;
        }
    }

    /// <summary>Decided at submission, so that "the third write" means the third submitted one.</summary>
    private void PlanFault(DriveCommand command)
    {
        DriveStep step = command.Describe();
        command.Fault = _faults!.Decide(step.Event, step.Zone, 1, step.Offset, step.LengthBytes, out ulong random);
        command.FaultSeed = random;
        if (command.Fault is { Effect: FaultEffect.Delay } fault)
        {
            command.Delay += fault.Delay;
        }
    }

    /// <summary>What a fault does before the command executes. True where it does not execute now.</summary>
    private bool IsHeldByFault(DriveCommand command)
    {
        switch (command.Fault!.Effect)
        {
            case FaultEffect.Hang:
                // It hangs once: released, it is a command like any other.
                command.Fault = null;
                return TryHold(command);
            case FaultEffect.DeviceGone:
                Disconnect();
                return false;
            case FaultEffect.ZoneReadOnly:
                SetCondition(command.Zone!, ZoneCondition.ReadOnly);
                return false;
            case FaultEffect.ZoneOffline:
                SetCondition(command.Zone!, ZoneCondition.Offline);
                return false;
            case FaultEffect.ZoneFull:
                SetCondition(command.Zone!, ZoneCondition.Full);
                return false;
            default:
                return false;
        }
    }

    private BackendResult MoveOutWithFault(DriveCommand write, out long landedBytes)
    {
        FaultRule fault = write.Fault!;
        DriveZone zone = write.Zone!;
        BackendResult result;
        switch (fault.Effect)
        {
            case FaultEffect.Fail:
                result = MoveOut(write, LimitOf(write, fault), out landedBytes);
                return result.IsSuccess ? BackendResult.Failure(fault.Error, fault.Errno, fault.ReportsCount ? landedBytes : 0) : result;
            case FaultEffect.ShortTransfer:
                return MoveOut(write, LimitOf(write, fault), out landedBytes);
            case FaultEffect.DropData:
                landedBytes = write.LengthBytes;
                return BackendResult.Success(landedBytes);
            case FaultEffect.WrongAddress:
                long offset = write.Offset;
                write.Offset = ShiftedOffset(write, fault);
                result = MoveOut(write, write.LengthBytes, out landedBytes);
                write.Offset = offset;
                return result;
            case FaultEffect.FlipBit:
                result = MoveOut(write, write.LengthBytes, out landedBytes);
                if (landedBytes > 0)
                {
                    FlipOnMedium(zone.Index, write.Offset + (long)(write.FaultSeed % (ulong)landedBytes), (int)(write.FaultSeed >> 61));
                }

                return result;
            default:
                return MoveOut(write, write.LengthBytes, out landedBytes);
        }
    }

    private BackendResult MoveInWithFault(DriveCommand read, long dataEnd)
    {
        FaultRule fault = read.Fault!;
        Memory<byte> target = read.Request!.Buffer;
        switch (fault.Effect)
        {
            case FaultEffect.Fail:
                _ = ReadPart(read, dataEnd, LimitOf(read, fault));
                return BackendResult.Failure(fault.Error, fault.Errno, fault.ReportsCount ? LimitOf(read, fault) : 0);
            case FaultEffect.ShortTransfer:
                // The medium may fail by itself; nothing is transferred then.
                BackendResult part = ReadPart(read, dataEnd, LimitOf(read, fault));
                return part.IsSuccess ? BackendResult.Success(LimitOf(read, fault)) : part;
            case FaultEffect.WrongAddress:
                return _data.Read(read.Zone!.Index, ShiftedOffset(read, fault), target.Span);
            case FaultEffect.FlipBit when target.Length > 0:
                BackendResult result = MoveIn(read, dataEnd);
                target.Span[(int)(read.FaultSeed % (ulong)target.Length)] ^= (byte)(1 << (int)(read.FaultSeed >> 61));
                return result;
            default:
                return MoveIn(read, dataEnd);
        }
    }

    private void AcknowledgeWithFault(ZoneRequest request, long ticket, in BackendResult result, FaultRule fault)
    {
        DriveStep step = new(request.Kind == ZoneRequestKind.Write ? DriveEvent.Write : DriveEvent.Read, request.ZoneIndex, request.Offset, request.CommandLengthBytes);
        switch (fault.Effect)
        {
            case FaultEffect.LoseCompletion when TryHold(new LateCompletion(request, ticket, result, step)):
                return;
            case FaultEffect.DelayCompletion when !_isGone:
                PostLater(new LateCompletion(request, ticket, result, step), fault.Delay);
                return;
            default:
                request.Complete(ticket, result);
                if (fault.Effect == FaultEffect.DuplicateCompletion)
                {
                    request.Complete(ticket, result);
                }

                return;
        }
    }

    private long LimitOf(DriveCommand command, FaultRule fault) =>
        fault.LandedBlocks == FaultRule.AllBlocks ? command.LengthBytes : Math.Min(command.LengthBytes, (long)fault.LandedBlocks * Geometry.BlockSizeBytes);

    /// <summary>The wrong address stays inside the zone: a drive that writes into others is a matter for checksums of the whole device.</summary>
    private static long ShiftedOffset(DriveCommand command, FaultRule fault)
    {
        long room = command.Zone!.CapacityBytes - command.LengthBytes;
        long shifted = room <= 0 ? 0 : (command.Offset + fault.ShiftBytes) % (room + 1);
        return shifted < 0 ? shifted + room + 1 : shifted;
    }

    private void FlipOnMedium(int zone, long offset, int bit)
    {
        // Whole blocks, because past a page cache nothing less can be moved.
        byte[] block = new byte[Geometry.BlockSizeBytes];
        long start = WholeBlocks(offset);
        _data.Read(zone, start, block);
        block[offset - start] ^= (byte)(1 << bit);
        _data.Write(zone, start, block);
    }

    private BackendResult ReadPart(DriveCommand read, long dataEnd, long limitBytes)
    {
        Span<byte> target = read.Request!.Buffer.Span[..(int)limitBytes];
        int written = (int)Math.Clamp(dataEnd - read.Offset, 0, target.Length);
        target[written..].Clear();
        return written > 0 ? _data.Read(read.Zone!.Index, read.Offset, target[..written]) : BackendResult.Success();
    }
}
