using ZonedSdk.Annotations;
using ZonedSdk.Backends.Emulation;
using ZonedSdk.Backends.Faults;

namespace ZonedSdk.Backends.Memory;

/// <content>The power goes, and comes back.</content>
public sealed partial class MemoryDrive
{
    private MemoryMedium? _survivor;

    /// <summary>Cuts the power. Everything flushed survives; of the rest each zone keeps a contiguous prefix that the seed chooses. Every command in flight dies, and so does this object: <see cref="Reopen"/>.</summary>
    /// <param name="seed">Chooses what survives.</param>
    public void PowerCut(int seed)
    {
        FaultRandom random = new((ulong)seed);
        CutPower(
            zone => zone.FlushedBytes + (random.NextUpTo((zone.SubmittedBytes - zone.FlushedBytes) / zone.BlockSizeBytes) * zone.BlockSizeBytes),
            () => (random.Next() & 1) == 0);
    }

    /// <summary>Cuts the power; the caller chooses what survives.</summary>
    /// <param name="survivingBytes">Asked for each sequential zone with unflushed data, in index order: how many bytes from the zone's start survive, a multiple of the block size from flushed to submitted. Unflushed blocks of other zones, and an unflushed finish, survive.</param>
    /// <exception cref="ArgumentOutOfRangeException">An answer is outside its range; the power is cut all the same, and nothing survives to be reopened.</exception>
    public void PowerCut(Func<PowerCutZone, long> survivingBytes)
    {
        ArgumentNullException.ThrowIfNull(survivingBytes);
        CutPower(survivingBytes, static () => true);
    }

    /// <summary>Switches on a drive over this one's medium, after a power cut or after <see cref="DisposeAsync"/>. Open zones are Closed there, or Empty where nothing is written.</summary>
    /// <param name="options">Options of the new drive: same shape, possibly other faults or scheduling. Default null: this drive's, without its faults.</param>
    /// <returns>The new drive; this one stays dead.</returns>
    /// <exception cref="InvalidOperationException">This drive still runs.</exception>
    public MemoryDrive Reopen(MemoryDriveOptions? options = null)
    {
        if (_survivor is null)
        {
            throw new InvalidOperationException("The drive still runs: cut its power, or dispose it, before its medium is opened again.");
        }

        options ??= _options with { Faults = null };
        EmulatedDriveOptions shape = MemoryDriveChecks.ToEmulated(options);
        if (shape.Geometry != Geometry || shape.ZoneCapacityBytes != _emulated.ZoneCapacityBytes
            || shape.ConventionalZones != _emulated.ConventionalZones || shape.PreferredZones != _emulated.PreferredZones)
        {
            throw new ArgumentException("The medium has another shape: sizes, capacity and zone types must be those of the drive that was switched off.", nameof(options));
        }

        return new MemoryDrive(options, _survivor);
    }

    /// <summary>Ends what is pending as <see cref="ZoneError.DeviceGone"/> and lets the drive's threads go. As a drive that is shut down in good order it loses nothing: <see cref="Reopen"/>.</summary>
    public async ValueTask DisposeAsync()
    {
        await _drive.DisposeAsync().ConfigureAwait(false);
        if (_survivor is null)
        {
            _medium.Data.Settle();
            foreach (DriveZone zone in _drive.UsedZones())
            {
                lock (zone.Gate)
                {
                    _medium.Metadata.Restore(zone.Index, zone.StoreLocked(), zone.Extension);
                }
            }

            _survivor = _medium;
        }
    }

    private void CutPower(Func<PowerCutZone, long> survivingBytes, Func<bool> keepsBlock)
    {
        if (_survivor is not null)
        {
            throw new InvalidOperationException("The drive is off already.");
        }

        _drive.Freeze();
        MemoryMedium survivor = MemoryMedium.Create(_emulated, _options.HasVolatileCache);
        try
        {
            foreach (DriveZone zone in _drive.UsedZones())
            {
                lock (zone.Gate)
                {
                    CutZoneLocked(zone, survivor, survivingBytes, keepsBlock);
                }
            }

            survivor.Data.Settle();
            _survivor = survivor;
        }
        finally
        {
            _drive.Disconnect();
        }
    }

    [RequiresLock("zone.Gate")]
    private void CutZoneLocked(DriveZone zone, MemoryMedium survivor, Func<PowerCutZone, long> survivingBytes, Func<bool> keepsBlock)
    {
        StoredZone present = zone.StoreLocked();
        StoredZone durable = _options.HasVolatileCache ? _medium.Metadata.Load(zone.Index) : present;
        int block = Geometry.BlockSizeBytes;
        long end = zone.CapacityBytes;
        if (zone.Type != ZoneType.Conventional)
        {
            long submitted = EmulatedDrive.SubmittedEndLocked(zone);

            // Below the durable end nothing is lost; a pointer that was moved back by force is the medium's own.
            long flushed = Math.Min(durable.DataEndBytes, submitted);
            end = flushed;
            if (submitted > flushed)
            {
                end = survivingBytes(new PowerCutZone(zone.Index, flushed, submitted, block));
                if (end < flushed || end > submitted || end % block != 0)
                {
                    throw new ArgumentOutOfRangeException(nameof(survivingBytes), end, $"Of zone {zone.Index}, {flushed} to {submitted} bytes in blocks of {block} can survive.");
                }
            }
        }

        bool keepsFinish = present.Condition != ZoneCondition.Full || durable.Condition == ZoneCondition.Full || keepsBlock();
#pragma warning disable ZSDK4010 // The drive has stopped for its power cut: nobody waits for the gate, and both media are memory.
        _medium.Data.Survive(survivor.Data, zone.Index, end, block, keepsBlock);
#pragma warning restore ZSDK4010
        EmulatedDrive.CopyInFlightLocked(zone, survivor.Data, end);
        bool isActive = DriveRules.IsActive(zone.Condition);
        ZoneCondition condition = present.Condition switch
        {
            ZoneCondition.NotWritePointer or ZoneCondition.ReadOnly or ZoneCondition.Offline => present.Condition,
            ZoneCondition.Full when keepsFinish && (durable.Condition == ZoneCondition.Full || end == present.DataEndBytes) => ZoneCondition.Full,
            _ when end == zone.CapacityBytes => ZoneCondition.Full,
            _ when end > 0 || (isActive && zone.Extension is not null) => ZoneCondition.Closed,
            _ => ZoneCondition.Empty,
        };
        survivor.Metadata.Restore(zone.Index, new StoredZone(end, condition, present.Incarnation), condition == ZoneCondition.Empty ? null : zone.Extension);
    }
}
