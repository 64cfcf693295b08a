using System.ComponentModel;
using ZonedSdk.Annotations;

namespace ZonedSdk.CompilerServices;

/// <summary>An open zone of a volume's region, with its place in the region's budget. Not for use by hand.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
[Reservation]
public sealed class VolumeLease : IAsyncDisposable
{
    private readonly ZonedDevice _device;
    private readonly VolumeRegion _region;
    private readonly OpenZoneLease _open;
    private int _ended;

    internal VolumeLease(ZonedDevice device, VolumeRegion region, [TakesOwnership] OpenZoneLease open, int index)
    {
        _device = device;
        _region = region;
        _open = open;
        Index = index;
    }

    /// <summary>Index of the zone within its region.</summary>
    public int Index { get; }

    /// <summary>Absolute offset of the next write.</summary>
    public long WritePointer => _device.GetStatus(_open.Zone).Submitted;

    /// <summary>Distance of the next write from the zone's start in bytes.</summary>
    public long WritePointerInZone => InZone(WritePointer);

    /// <summary>The distance of an absolute offset from the zone's start.</summary>
    public long InZone(long offset) => offset - _device.Geometry.StartOf(_open.Zone);

    /// <summary>The absolute offset of a byte of the region.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The region has no such zone, or the zone no such byte.</exception>
    public long OffsetOf(int index, long offsetInZone) => _region.OffsetOf(index, offsetInZone);

    /// <summary>Appends to the zone.</summary>
    /// <inheritdoc cref="ZonedDevice.AppendAsync(int, ReadOnlyMemory{byte}, CancellationToken)"/>
    /// <exception cref="ObjectDisposedException">The lease has ended.</exception>
    [DeviceIo]
    [return: AssignedOffset]
    public ValueTask<long> AppendAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        ThrowIfEnded();
        return _open.AppendAsync(data, cancellationToken);
    }

    /// <summary>Writes at the zone's write pointer.</summary>
    /// <inheritdoc cref="ZonedDevice.WriteAsync(long, ReadOnlyMemory{byte}, CancellationToken)"/>
    /// <exception cref="ObjectDisposedException">The lease has ended.</exception>
    [DeviceIo]
    public ValueTask WriteAsync(long offset, ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        ThrowIfEnded();
        if (offset < _device.Geometry.StartOf(_open.Zone) || offset - _device.Geometry.StartOf(_open.Zone) >= _device.Geometry.LengthOf(_open.Zone))
        {
            throw new ArgumentOutOfRangeException(nameof(offset), offset, $"The lease is of zone {_open.Zone} of {_device.Name}, which starts at {_device.Geometry.StartOf(_open.Zone)}. Write to the zone that is leased.");
        }

        return _device.WriteAsync(offset, data, cancellationToken);
    }

    /// <summary>Finishes the zone: it is full from then on.</summary>
    /// <exception cref="ObjectDisposedException">The lease has ended.</exception>
    /// <exception cref="ZonedIOException">The command failed.</exception>
    [DeviceIo]
    public ValueTask FinishAsync(CancellationToken cancellationToken)
    {
        ThrowIfEnded();
        return _device.FinishZoneAsync(_open.Zone, cancellationToken);
    }

    /// <summary>Closes the zone and gives its place in the budget back.</summary>
    /// <exception cref="ZonedIOException">The close failed; the place is free all the same.</exception>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _ended, 1) != 0)
        {
            return;
        }

        try
        {
            await _open.DisposeAsync().ConfigureAwait(false);
        }
        finally
        {
            _region.EndLease(_open.Zone);
        }
    }

    private void ThrowIfEnded() => ObjectDisposedException.ThrowIf(Volatile.Read(ref _ended) != 0, this);
}
