using System.Numerics;

namespace ZonedSdk.Backends.Emulation;

/// <content>Transfers that the medium carries out by itself: begun by whoever kicks, ended by whoever the medium tells, with no thread that waits in between.</content>
internal sealed partial class EmulatedDrive
{
    /// <summary>Begins what can be begun without waiting, and leaves everything else to the scheduler.</summary>
    private void BeginTransfers(IZoneTransfers transfers, ulong lanes)
    {
        // Each lane once: what was submitted before is taken then, by this thread or by another, and others who submit all the time do not keep it here.
        for (; lanes != 0; lanes &= lanes - 1)
        {
            for (DriveWork? next, work = _submitted.Take(BitOperations.TrailingZeroCount(lanes)); work is not null; work = next)
            {
                next = work.NextWork;
                work.NextWork = null;
                if (work is not DriveCommand command || !TryBegin(command, transfers))
                {
                    _blocking.Push(work);
                }
            }
        }

        transfers.Kick();
        _scheduler.Dispatch(_blocking, _blocking.AllLanes);
    }

    /// <summary>Begins a command, unless it has to wait for something, fails, or has nothing to move: that is the business of <see cref="Execute(DriveCommand)"/>.</summary>
    private bool TryBegin(DriveCommand command, IZoneTransfers transfers)
    {
        bool begins = command.Delay <= TimeSpan.Zero && IsCarried(command) && (command.IsWrite ? TryPlanWrite(command) : TryPlanRead(command));
        if (begins)
        {
            transfers.Begin(command);
        }

        return begins;
    }

    /// <summary>A command with a fault is executed step by step, as its rule says.</summary>
    private static bool IsCarried(DriveCommand command) => command is { NeedsThread: false, Fault: null, IsRefused: false, LengthBytes: > 0 };

    private bool TryPlanWrite(DriveCommand write)
    {
        write.MovedBytes = write.LengthBytes;
        return CheckBeforeWrite(write).IsSuccess && _data.IsReserved(write.Zone!.Index, write.End);
    }

    private bool TryPlanRead(DriveCommand read)
    {
        DriveZone zone = read.Zone!;
        lock (zone.Gate)
        {
            if (zone.IsManaged)
            {
                return false;
            }

            // The read counts as in flight since it was submitted: no management command begins before it ends, so this stays true.
            read.MovedBytes = WrittenBytes(read, zone.DataEndLocked());
        }

        return read.MovedBytes > 0 && CheckBeforeRead(read).IsSuccess;
    }

    private void ReserveAndBegin(DriveCommand write, IZoneTransfers transfers)
    {
        BackendResult reserved = _data.Reserve(write.Zone!.Index, write.End);
        if (!reserved.IsSuccess)
        {
            FinishWrite(write, reserved, landedBytes: 0);
            return;
        }

        write.MovedBytes = write.LengthBytes;
        transfers.Begin(write);
        transfers.Kick();
    }

    /// <summary>The medium is done with a command.</summary>
    internal void EndTransfer(DriveCommand command, in BackendResult result)
    {
        if (command.IsWrite)
        {
            long landedBytes = result.IsSuccess ? command.LengthBytes : WholeBlocks(result.BytesTransferred);
            FinishWrite(command, result with { BytesTransferred = landedBytes }, landedBytes);
            return;
        }

        BackendResult ended = result;
        if (result.IsSuccess)
        {
            Span<byte> target = command.Request!.Buffer.Span;
            target[(int)command.MovedBytes..].Clear();
            ended = BackendResult.Success(target.Length);
        }

        FinishRead(command, ended);
    }
}
