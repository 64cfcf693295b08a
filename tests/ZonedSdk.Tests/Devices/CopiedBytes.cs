using System.Diagnostics.Metrics;

namespace ZonedSdk.Tests.Devices;

/// <summary>Listens to how much of callers' memory was copied for one device, as an operator's dashboard does.</summary>
internal sealed class CopiedBytes : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly string _device;
    private long _bytes;

    public CopiedBytes(string device)
    {
        _device = device;
        _listener.InstrumentPublished = static (instrument, listener) =>
        {
            if (instrument is { Meter.Name: "ZonedSdk", Name: "zoned.io.copied", Unit: "By" })
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((_, value, tags, _) => Count(value, tags));
        _listener.Start();
    }

    public void Dispose() => _listener.Dispose();

    /// <summary>Bytes since this was last asked.</summary>
    public long Take() => Interlocked.Exchange(ref _bytes, 0);

    // Other tests run beside this one, on devices of their own.
    private void Count(long value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (tags is [{ Key: "zoned.device.name", Value: string device }] && device == _device)
        {
            Interlocked.Add(ref _bytes, value);
        }
    }
}
