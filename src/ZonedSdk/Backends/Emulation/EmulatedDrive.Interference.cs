using ZonedSdk.Backends.Faults;

namespace ZonedSdk.Backends.Emulation;

/// <content>What happens to a zone without a command: the device changes it by itself, or somebody else writes to it.</content>
internal sealed partial class EmulatedDrive
{
    private readonly ChangedZoneSet _changed = new();

    /// <inheritdoc/>
    public string? WhyNoChangedZones => _options.Flavour == ZoneFlavour.Zns ? null : "the list is one of NVMe's, and this drive follows ZBC";

    /// <inheritdoc/>
    public ValueTask<ChangedZoneList> TakeChangedZonesAsync(CancellationToken cancellationToken)
    {
        ZoneError refusal = cancellationToken.IsCancellationRequested ? ZoneError.Cancelled : _isGone ? ZoneError.DeviceGone : WhyNoChangedZones is null ? ZoneError.None : ZoneError.NotSupported;
        return ValueTask.FromResult(refusal == ZoneError.None ? _changed.Take() : new ChangedZoneList { Result = BackendResult.Failure(refusal) });
    }

    /// <summary>The device takes a zone to a condition. Writes in flight fail where the condition takes no writes; a reset in flight ends before.</summary>
    public void SetCondition(DriveZone zone, ZoneCondition condition)
    {
        StoredZone stored;
        lock (zone.Gate)
        {
            if (zone.IsResetting)
            {
                if (zone.ConditionAfterReset is not { } putOff || !DriveRules.IsDead(putOff))
                {
                    zone.ConditionAfterReset = condition;
                }

                return;
            }

            // A controller finishes active zones by itself (ZNS state machine). An empty one has nothing to finish, and may have been reset a moment ago.
            bool canFinish = zone.Type != ZoneType.Conventional && DriveRules.IsActive(zone.Condition);
            if (DriveRules.IsDead(zone.Condition) || (condition == ZoneCondition.Full && !canFinish))
            {
                return;
            }

            ZoneError reason = condition switch
            {
                ZoneCondition.ReadOnly => ZoneError.ZoneReadOnly,
                ZoneCondition.Offline => ZoneError.ZoneOffline,
                ZoneCondition.Full => ZoneError.ZoneFull,
                _ => ZoneError.None,
            };
            if (reason != ZoneError.None)
            {
                zone.WritePointer.Break(reason);
            }

            _resources.Set(zone, condition);
            stored = zone.StoreLocked();
        }

        _changed.Add(zone.Index);
        if (DriveRules.IsDead(condition))
        {
            // Durable at once; where that fails the store remembers it, and the next flush says so.
            _ = _metadata.RecordAsync(zone.Index, stored).AsTask();
        }
        else
        {
            _metadata.MarkDirty(zone.Index);
        }
    }

    /// <summary>The device closes a zone by itself, if it is open.</summary>
    public void CloseByDevice(DriveZone zone)
    {
        lock (zone.Gate)
        {
            if (DriveRules.IsOpen(zone.Condition))
            {
                bool isWritten = zone.WritePointer.AcceptedBytes > 0 || zone.Extension is not null;
                _resources.Set(zone, DriveRules.AfterClose(_options.Flavour == ZoneFlavour.Zbc, isWritten));
            }
        }
    }

    /// <summary>Moves a zone's write pointer behind everybody's back: up as a foreign writer does, filling with a pattern, or down, losing data. Writes in flight fail.</summary>
    public void MoveWritePointer(DriveZone zone, long offset, byte pattern)
    {
        long from;
        lock (zone.Gate)
        {
            from = zone.WritePointer.CompletedBytes;
        }

        byte[] block = new byte[Geometry.BlockSizeBytes];
        block.AsSpan().Fill(pattern);
        for (long at = from; at < offset; at += block.Length)
        {
            _data.Write(zone.Index, at, block);
        }

        lock (zone.Gate)
        {
            zone.WritePointer.Break(ZoneError.Misaligned);
            zone.WritePointer.MoveTo(offset);
            if (offset > 0 && zone.Condition == ZoneCondition.Empty)
            {
                _resources.Set(zone, ZoneCondition.Closed);
            }

            FillIfAtEndLocked(zone);
        }

        _metadata.MarkDirty(zone.Index);
    }

    /// <summary>The drive's advice about a zone, as reports carry it.</summary>
    public void Recommend(DriveZone zone, bool reset, bool finish)
    {
        lock (zone.Gate)
        {
            zone.ResetRecommended = reset;
            zone.FinishRecommended = finish;
        }

        _changed.Add(zone.Index);
    }

    /// <summary>Sets a zone descriptor extension (ZNS 1.1 section 3.4.4): only an empty zone takes one, and is closed then.</summary>
    public ZoneError SetExtension(DriveZone zone, byte[] extension)
    {
        lock (zone.Gate)
        {
            if (_options.Flavour != ZoneFlavour.Zns || !zone.IsSequentialRequired)
            {
                return ZoneError.NotSupported;
            }

            if (zone.Condition != ZoneCondition.Empty || zone.IsManaged)
            {
                return ZoneError.InvalidTransition;
            }

            ZoneError error = _resources.ActivateEmpty(zone);
            if (error != ZoneError.None)
            {
                return error;
            }

            zone.Extension = extension;
        }

        _metadata.MarkDirty(zone.Index);
        return ZoneError.None;
    }

    /// <summary>A zone's descriptor extension; null where none is set.</summary>
    public byte[]? GetExtension(DriveZone zone)
    {
        lock (zone.Gate)
        {
            return zone.Extension;
        }
    }

    /// <summary>Gives a zone back the extension that it had before the drive was switched off.</summary>
    public void RestoreExtension(DriveZone zone, byte[] extension)
    {
        lock (zone.Gate)
        {
            zone.Extension = extension;
        }
    }

    /// <summary>The cache loses some of what it held: each zone's pointer falls back to somewhere between the durable and the present one.</summary>
    private void LoseUnflushed(ulong seed)
    {
        if (_metadata is not IUnflushedState unflushed)
        {
            return;
        }

        FaultRandom random = new(seed);
        for (int index = 0; index < _zones.Length; index++)
        {
            if (Volatile.Read(ref _zones[index]) is not { IsSequentialRequired: true } zone)
            {
                continue;
            }

            long durable = unflushed.DurableEndBytes(index);
            lock (zone.Gate)
            {
                long lostBlocks = (zone.WritePointer.CompletedBytes - durable) / Geometry.BlockSizeBytes;
                if (lostBlocks <= 0 || !DriveRules.IsActive(zone.Condition))
                {
                    continue;
                }

                zone.WritePointer.Break(ZoneError.Misaligned);
                zone.WritePointer.MoveTo(durable + (random.NextUpTo(lostBlocks) * Geometry.BlockSizeBytes));
            }
        }
    }
}
