using System.Diagnostics.Metrics;
using ZonedSdk.Hosting.Lifetime;

namespace ZonedSdk.Hosting.Telemetry;

/// <summary>What only a look at a device tells, as instruments of the meter "ZonedSdk" beside those that the library counts itself.</summary>
internal sealed class DeviceInstruments
{
    public const string MeterName = "ZonedSdk";

    private const string DeviceTag = "zoned.device.name";
    private const string ConditionTag = "zoned.zone.condition";

    private readonly IReadOnlyList<HostedDevice> _devices;
    private volatile bool _isStopped;

    public DeviceInstruments(IMeterFactory meters, IReadOnlyList<HostedDevice> devices)
    {
        _devices = devices;
        Meter meter = meters.Create(MeterName);
        meter.CreateObservableUpDownCounter("zoned.zones.open", () => Observe(static s => s.OpenZones), "{zone}", "Open resources that are taken.");
        meter.CreateObservableUpDownCounter("zoned.zones.active", () => Observe(static s => s.ActiveZones), "{zone}", "Active resources that are taken.");
        meter.CreateObservableUpDownCounter("zoned.zones.waiting", () => Observe(static s => s.ZonesWaiting), "{zone}", "Zones that wait for an open or active resource.");
        meter.CreateObservableUpDownCounter("zoned.zones.unusable", ObserveUnusable, "{zone}", "Zones that are faulted, read-only or offline.");
        meter.CreateObservableUpDownCounter("zoned.io.in_flight", () => Observe(static s => s.WritesInFlight), "{request}", "Writes at the drive or queued for it.");
        meter.CreateObservableUpDownCounter("zoned.io.undurable", () => Observe(static s => s.UndurableBytes), "By", "Bytes that were acknowledged and that no flush has covered.");
    }

    /// <summary>The devices are being closed: what they say of themselves from here on is no measurement.</summary>
    public void Stop() => _isStopped = true;

    private IEnumerable<ZonedDevice> Open() => _isStopped ? [] : _devices.Where(static d => d.Handle.IsOpen).Select(static d => d.Device!);

    private IEnumerable<Measurement<long>> Observe(Func<DeviceStatus, long> figure) =>
        Open().Select(d => new Measurement<long>(figure(d.GetStatus()), Tag(d)));

    private IEnumerable<Measurement<long>> ObserveUnusable()
    {
        foreach (ZonedDevice device in Open())
        {
            DeviceStatus status = device.GetStatus();
            yield return new Measurement<long>(status.Faulted.Count, Tag(device), new KeyValuePair<string, object?>(ConditionTag, "faulted"));
            yield return new Measurement<long>(status.ReadOnly.Count, Tag(device), new KeyValuePair<string, object?>(ConditionTag, "read_only"));
            yield return new Measurement<long>(status.Offline.Count, Tag(device), new KeyValuePair<string, object?>(ConditionTag, "offline"));
        }
    }

    private static KeyValuePair<string, object?> Tag(ZonedDevice device) => new(DeviceTag, device.Name);
}
