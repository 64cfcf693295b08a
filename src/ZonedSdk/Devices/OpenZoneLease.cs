using ZonedSdk.Annotations;

namespace ZonedSdk;

/// <summary>An explicitly open zone: it keeps its open resource until the lease ends, whatever other zones want.</summary>
[Reservation]
public sealed class OpenZoneLease : IAsyncDisposable
{
    private readonly ZonedDevice _device;
    private int _closed;

    internal OpenZoneLease(ZonedDevice device, int zone)
    {
        _device = device;
        Zone = zone;
    }

    /// <summary>Index of the open zone.</summary>
    public int Zone { get; }

    /// <summary>Appends to the open zone.</summary>
    /// <inheritdoc cref="ZonedDevice.AppendAsync(int, ReadOnlyMemory{byte}, CancellationToken)"/>
    [DeviceIo]
    [return: AssignedOffset]
    public ValueTask<long> AppendAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken = default) =>
        _device.AppendAsync(Zone, data, cancellationToken);

    /// <summary>Closes the zone, unless it is no longer open: full, reset, or dead zones need no closing.</summary>
    /// <exception cref="ZonedIOException">The close failed.</exception>
    public ValueTask DisposeAsync() =>
        Interlocked.Exchange(ref _closed, 1) == 0 && _device.GetZone(Zone).Condition == ZoneCondition.ExplicitlyOpen
            ? _device.CloseZoneAsync(Zone)
            : ValueTask.CompletedTask;
}
