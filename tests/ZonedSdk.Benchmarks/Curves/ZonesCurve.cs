using ZonedSdk.Benchmarks.Bars;
using ZonedSdk.Benchmarks.Drives;
using ZonedSdk.Benchmarks.Held;
using ZonedSdk.Benchmarks.Load;
using ZonedSdk.Benchmarks.Plots;

namespace ZonedSdk.Benchmarks.Curves;

/// <summary>How writes grow with the zones that are written at once.</summary>
internal sealed class ZonesCurve : Curve
{
    private const int WritersPerZone = 4;

    private static readonly int[] s_zones = [1, 2, 4, 8];

    public override string Name => "simulated-zones";

    public override LineChart Measure(Effort effort)
    {
        Memory<byte> data = AlignedMemory.Of(BlockBytes);
        ZonedDevice inline = BlockingDevice.Open(new SimulatedDrive(Latency), isInline: true);
        var zonesDrive = new SimulatedDrive(Latency);
        var deviceDrive = new SimulatedDrive(Latency);
        IHeldZone[] zones = HeldZones(zonesDrive);
        IHeldZone device = HeldZones(deviceDrive)[0];
        Series[] lines = Lines(
            s_zones,
            [
                ("a lock per zone, not held", SeriesRole.Inline, count => Throughput(effort, WritersPerZone * count, writer => inline.AppendAsync(writer % count, data))),
                ("a lock per zone, held", SeriesRole.Held, count => Throughput(effort, WritersPerZone * count, writer => zones[writer % count].AppendAsync(data))),
                ("one lock for all, held", SeriesRole.Other, count => Throughput(effort, WritersPerZone * count, _ => device.AppendAsync(data))),
            ]);
        BlockingDevice.Close(inline);
        BlockingDevice.Close(zonesDrive);
        BlockingDevice.Close(deviceDrive);
        return new LineChart(
            "Several zones at once",
            "A simulated drive that takes 50 µs a write, any number at once; four writers a zone, inline continuations",
            Axis.Doublings("zones that are written", s_zones),
            Axis.Linear("appends a second", lines.Max(line => line.Points.Max(point => point.Y)), Short),
            lines);
    }
}
