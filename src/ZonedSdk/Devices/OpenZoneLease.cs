using ZonedSdk.Annotations;
using ZonedSdk.Zones;

namespace ZonedSdk;

/// <summary>An explicitly open zone: it keeps its open resource until the lease ends, whatever other zones want. A zone may have many leases: the last one closes it.</summary>
[Reservation]
public sealed class OpenZoneLease : IAsyncDisposable
{
    private readonly ZonedDevice _device;
    private readonly Zone _zone;
    private int _closed;

    internal OpenZoneLease(ZonedDevice device, Zone zone)
    {
        _device = device;
        _zone = zone;
    }

    /// <summary>Index of the open zone.</summary>
    public int Zone => _zone.Index;

    /// <summary>Appends to the open zone.</summary>
    /// <inheritdoc cref="ZonedDevice.AppendAsync(int, ReadOnlyMemory{byte}, CancellationToken)"/>
    /// <exception cref="ObjectDisposedException">The lease has ended; nothing was written.</exception>
    [DeviceIo]
    [return: AssignedOffset]
    public ValueTask<long> AppendAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _closed) != 0, this);
        return _device.AppendAsync(Zone, data, cancellationToken);
    }

    /// <summary>Ends the lease. The last one of its zone closes it, unless it is no longer open: full, reset, or dead zones need no closing, and neither do those of a device that is closed or gone.</summary>
    /// <exception cref="ZonedIOException">The close failed, or the device takes no commands because a flush failed.</exception>
    public ValueTask DisposeAsync() =>
        Interlocked.Exchange(ref _closed, 1) == 0 ? _zone.EndOpenLeaseAsync(wasOpened: true) : ValueTask.CompletedTask;
}
