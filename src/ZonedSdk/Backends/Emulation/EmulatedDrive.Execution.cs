namespace ZonedSdk.Backends.Emulation;

/// <content>Execution: data move, outside every lock, on the scheduler's thread.</content>
internal sealed partial class EmulatedDrive
{
    /// <summary>Runs one command to its end, or to where it has to wait.</summary>
    internal void Execute(DriveCommand command)
    {
        if (command.Delay > TimeSpan.Zero && !_isGone)
        {
            TimeSpan delay = command.Delay;
            command.Delay = TimeSpan.Zero;
            PostLater(command, delay);
            return;
        }

        if (command.Fault is not null && !_isGone && IsHeldByFault(command))
        {
            return;
        }

        if (!command.IsWrite)
        {
            ExecuteRead(command);
        }
        else if (!_options.EnforcesOrder || TryBeginOrdered(command))
        {
            ExecuteWrite(command);
        }
    }

    private void ExecuteWrite(DriveCommand write)
    {
        BackendResult result = write.Result;
        long landedBytes = 0;
        if (!write.IsRefused)
        {
            result = CheckBeforeWrite(write);
            if (result.IsSuccess && _transfers is not null && IsCarried(write))
            {
                ReserveAndBegin(write, _transfers);
                return;
            }

            if (result.IsSuccess)
            {
                result = write.Fault is null ? MoveOut(write, write.LengthBytes, out landedBytes) : MoveOutWithFault(write, out landedBytes);
            }
        }

        FinishWrite(write, result, landedBytes);
    }

    /// <summary>What may have happened between acceptance and now.</summary>
    private BackendResult CheckBeforeWrite(DriveCommand write)
    {
        if (_isGone)
        {
            return BackendResult.Failure(ZoneError.DeviceGone);
        }

        BackendResult failure = Failure();
        return failure.IsSuccess ? DeadResult(write.Zone!.Condition) : failure;
    }

    private static BackendResult DeadResult(ZoneCondition condition) => condition switch
    {
        ZoneCondition.ReadOnly => BackendResult.Failure(ZoneError.ZoneReadOnly),
        ZoneCondition.Offline => BackendResult.Failure(ZoneError.ZoneOffline),
        _ => BackendResult.Success(),
    };

    /// <summary>Writes the first bytes of a command: all of its requests as one.</summary>
    /// <param name="write">The command.</param>
    /// <param name="limitBytes">How many bytes at most.</param>
    /// <param name="landedBytes">How many are on the medium.</param>
    private BackendResult MoveOut(DriveCommand write, long limitBytes, out long landedBytes)
    {
        int zone = write.Zone!.Index;
        landedBytes = 0;
        BackendResult reserved = _data.Reserve(zone, write.Offset + limitBytes);
        if (!reserved.IsSuccess)
        {
            return reserved;
        }

        for (ZoneRequest? part = write.Request; part is not null && landedBytes < limitBytes; part = part.NextCoalesced)
        {
            ReadOnlySpan<byte> bytes = part.Buffer.Span;
            bytes = bytes[..(int)Math.Min(bytes.Length, limitBytes - landedBytes)];
            BackendResult result = _data.Write(zone, write.Offset + landedBytes, bytes);
            if (!result.IsSuccess)
            {
                landedBytes += WholeBlocks(result.BytesTransferred);
                return BackendResult.Failure(result.Error, result.Errno, landedBytes);
            }

            landedBytes += bytes.Length;
        }

        return BackendResult.Success(landedBytes);
    }

    /// <summary>The pointer counts whole blocks; a torn block is not written.</summary>
    private long WholeBlocks(long bytes) => bytes & ~(Geometry.BlockSizeBytes - 1L);

    private void ExecuteRead(DriveCommand read)
    {
        DriveZone zone = read.Zone!;
        long dataEnd;
        lock (zone.Gate)
        {
            if (zone.IsManaged)
            {
                // The data may be on their way out; what the read sees is decided when the command is through.
                zone.Parked.Add(read);
                return;
            }

            dataEnd = zone.DataEndLocked();
        }

        BackendResult result = CheckBeforeRead(read);
        if (result.IsSuccess)
        {
            result = read.Fault is null ? MoveIn(read, dataEnd) : MoveInWithFault(read, dataEnd);
        }

        FinishRead(read, result);
    }

    private BackendResult CheckBeforeRead(DriveCommand read)
    {
        DriveZone zone = read.Zone!;
        if (_isGone)
        {
            return BackendResult.Failure(ZoneError.DeviceGone);
        }

        if (read.Offset < 0 || read.LengthBytes > zone.LengthBytes - read.Offset)
        {
            return BackendResult.Failure(ZoneError.Boundary);
        }

        return zone.Condition == ZoneCondition.Offline ? BackendResult.Failure(ZoneError.ZoneOffline) : BackendResult.Success();
    }

    /// <summary>Reads what is written and fills up with zeroes.</summary>
    private BackendResult MoveIn(DriveCommand read, long dataEnd)
    {
        Span<byte> target = read.Request!.Buffer.Span;
        int written = WrittenBytes(read, dataEnd);
        if (written > 0)
        {
            BackendResult result = _data.Read(read.Zone!.Index, read.Offset, target[..written]);
            if (!result.IsSuccess)
            {
                return result;
            }
        }

        target[written..].Clear();
        return BackendResult.Success(target.Length);
    }

    /// <summary>How much of a read is written; the rest reads as zeroes.</summary>
    private static int WrittenBytes(DriveCommand read, long dataEnd) => (int)Math.Clamp(dataEnd - read.Offset, 0, read.Request!.Buffer.Length);

    /// <summary>A drive that enforces order looks at a write when its turn has come: one of a zone at a time.</summary>
    private bool TryBeginOrdered(DriveCommand write)
    {
        DriveZone zone = write.Zone!;
        lock (zone.Gate)
        {
            if (zone.IsBusy && zone.IsSequentialRequired)
            {
                zone.Deferred.Add(write);
                return false;
            }

            zone.IsBusy = zone.IsSequentialRequired;
            AcceptLocked(zone, write);
            return true;
        }
    }
}
