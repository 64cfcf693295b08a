using System.ComponentModel;
using ZonedSdk.Annotations;

namespace ZonedSdk.CompilerServices;

/// <summary>A region of an open volume: who holds which zone, and how many may be held. Not for use by hand.</summary>
/// <remarks>A zone has one holder at a time: a lease, a reset or a finish.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class VolumeRegion
{
    private readonly ZonedDevice _device;
    private readonly RegionDescription _description;
    private readonly string _volume;
    private readonly SemaphoreSlim? _budget;
    private readonly Lock _gate = new();

    [GuardedBy(nameof(_gate))]
    private readonly HashSet<int> _held = [];

    internal VolumeRegion(ZonedDevice device, RegionDescription description, string volume)
    {
        _device = device;
        _description = description;
        _volume = volume;
        _budget = description.MaxOpen > 0 ? new SemaphoreSlim(description.MaxOpen, description.MaxOpen) : null;
    }

    /// <summary>Index of the first zone on the device.</summary>
    public int FirstZone => _description.FirstZone;

    /// <summary>Number of zones.</summary>
    public int ZoneCount => _description.ZoneCount;

    /// <summary>Most zones leased at once; 0 = no limit.</summary>
    public int MaxOpenZones => _description.MaxOpen;

    /// <summary>The absolute offset of a byte of a zone.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The region has no such zone, or the zone no such byte.</exception>
    public long OffsetOf(int index, long offsetInZone)
    {
        int zone = _description.FirstZone + VolumeRuntime.CheckIndex(index, _description.ZoneCount);
        return _device.Geometry.StartOf(zone) + CheckOffsetInZone(offsetInZone);
    }

    /// <summary>Returns a distance from the start of a zone.</summary>
    /// <exception cref="ArgumentOutOfRangeException">No zone has such a byte.</exception>
    public long CheckOffsetInZone(long offsetInZone) => VolumeRuntime.CheckAddress(offsetInZone, 0, _device.Geometry.ZoneSizeBytes - 1);

    /// <summary>A zone as the runtime sees it now.</summary>
    public ZoneInfo InfoOf(int index) => _device.GetZone(_description.FirstZone + index);

    /// <inheritdoc cref="ZonedDevice.ReadAsync(long, Memory{byte}, CancellationToken)"/>
    [DeviceIo]
    public ValueTask<int> ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        CheckOffset(offset);
        return _device.ReadAsync(offset, buffer, cancellationToken);
    }

    /// <inheritdoc cref="ZonedDevice.WriteAsync(long, ReadOnlyMemory{byte}, CancellationToken)"/>
    [DeviceIo]
    public ValueTask WriteAtAsync(long offset, ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        CheckOffset(offset);
        return _device.WriteAsync(offset, data, cancellationToken);
    }

    /// <summary>Opens a zone that nobody holds and that has room: one that was begun, or else an empty one.</summary>
    /// <exception cref="ZonedIOException">No zone takes writes, or the command failed.</exception>
    [DeviceIo]
    public async ValueTask<VolumeLease> OpenAsync(CancellationToken cancellationToken)
    {
        await EnterBudgetAsync(cancellationToken).ConfigureAwait(false);
        int zone;
        try
        {
            zone = HoldAny();
        }
        catch
        {
            _budget?.Release();
            throw;
        }

        return await OpenHeldAsync(zone, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Opens one zone.</summary>
    /// <exception cref="InvalidOperationException">Somebody holds it.</exception>
    /// <exception cref="ZonedIOException">The zone's condition does not allow it, or the command failed.</exception>
    [DeviceIo]
    public async ValueTask<VolumeLease> OpenAsync(int index, CancellationToken cancellationToken)
    {
        await EnterBudgetAsync(cancellationToken).ConfigureAwait(false);
        int zone = _description.FirstZone + index;
        try
        {
            Hold(zone);
        }
        catch
        {
            _budget?.Release();
            throw;
        }

        return await OpenHeldAsync(zone, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc cref="ZonedDevice.AcquireReaderLeaseAsync(int, CancellationToken)"/>
    public ValueTask<ZoneReaderLease> AcquireReaderLeaseAsync(int index, CancellationToken cancellationToken) =>
        _device.AcquireReaderLeaseAsync(_description.FirstZone + index, cancellationToken);

    /// <summary>Resets one zone.</summary>
    /// <exception cref="InvalidOperationException">Somebody holds it.</exception>
    /// <exception cref="ZonedIOException">The command failed.</exception>
    [DeviceIo]
    public async ValueTask ResetAsync(int index, CancellationToken cancellationToken)
    {
        int zone = _description.FirstZone + index;
        Hold(zone);
        try
        {
            await _device.ResetZoneAsync(zone, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            LetGo(zone);
        }
    }

    /// <summary>Finishes one zone.</summary>
    /// <exception cref="InvalidOperationException">Somebody holds it.</exception>
    /// <exception cref="ZonedIOException">The command failed.</exception>
    [DeviceIo]
    public async ValueTask FinishAsync(int index, CancellationToken cancellationToken)
    {
        int zone = _description.FirstZone + index;
        Hold(zone);
        try
        {
            await _device.FinishZoneAsync(zone, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            LetGo(zone);
        }
    }

    internal ZonedDevice Device => _device;

    /// <summary>Takes zones for one holder, who opens one of them at a time.</summary>
    internal async ValueTask HoldAllAsync(IReadOnlyList<int> zones, CancellationToken cancellationToken)
    {
        await EnterBudgetAsync(cancellationToken).ConfigureAwait(false);
        int count = 0;
        try
        {
            for (; count < zones.Count; count++)
            {
                Hold(zones[count]);
            }
        }
        catch
        {
            LetGoAll([.. zones.Take(count)]);
            throw;
        }
    }

    internal void LetGoAll(IReadOnlyList<int> zones)
    {
        foreach (int zone in zones)
        {
            LetGo(zone);
        }

        _budget?.Release();
    }

    internal void EndLease(int zone)
    {
        LetGo(zone);
        _budget?.Release();
    }

    // An address may stand behind the region's last byte, where another region begins; the device refuses to cross from one zone into the next.
    private void CheckOffset(long offset)
    {
        long end = _device.Geometry.StartOf(_description.FirstZone + _description.ZoneCount);
        if (offset >= end)
        {
            throw new ArgumentOutOfRangeException(nameof(offset), offset, $"Region '{_description.Name}' of {_volume} ends at byte {end}.");
        }
    }

    private Task EnterBudgetAsync(CancellationToken cancellationToken) => _budget?.WaitAsync(cancellationToken) ?? Task.CompletedTask;

    private async ValueTask<VolumeLease> OpenHeldAsync(int zone, CancellationToken cancellationToken)
    {
        try
        {
            OpenZoneLease open = await _device.OpenZoneAsync(zone, cancellationToken).ConfigureAwait(false);
            return new VolumeLease(_device, this, open, zone - _description.FirstZone);
        }
        catch
        {
            EndLease(zone);
            throw;
        }
    }

    private void Hold(int zone)
    {
        lock (_gate)
        {
            if (_held.Add(zone))
            {
                return;
            }
        }

        throw new InvalidOperationException($"Zone {zone - _description.FirstZone} of region '{_description.Name}' of {_volume} (zone {zone} of {_device.Name}) is leased or being managed. Dispose its lease first, or share it.");
    }

    private void LetGo(int zone)
    {
        lock (_gate)
        {
            _held.Remove(zone);
        }
    }

    private int HoldAny()
    {
        lock (_gate)
        {
            int empty = -1;
            for (int zone = _description.FirstZone; zone < _description.FirstZone + _description.ZoneCount; zone++)
            {
                if (_held.Contains(zone))
                {
                    continue;
                }

                ZoneInfo info = _device.GetZone(zone);
                if (info.Condition == ZoneCondition.Empty)
                {
                    empty = empty < 0 ? zone : empty;
                }
                else if (info.HasValidWritePointer && info.WritePointer < info.End)
                {
                    // Zones that were begun go first: they hold an active resource already, and their room is wasted otherwise.
                    _held.Add(zone);
                    return zone;
                }
            }

            if (empty >= 0)
            {
                _held.Add(empty);
                return empty;
            }
        }

        throw ZonedErrors.OfDevice($"No zone of region '{_description.Name}' of {_volume} ({_description.ZoneCount} zones from zone {_description.FirstZone} of {_device.Name}) takes writes: all are held, full or dead. Reset one, or dispose a lease.", ZoneError.ZoneFull);
    }
}
