using ZonedSdk.Benchmarks.Bars;
using ZonedSdk.Benchmarks.Drives;
using ZonedSdk.Benchmarks.Held;
using ZonedSdk.Benchmarks.Load;
using ZonedSdk.Benchmarks.Plots;

namespace ZonedSdk.Benchmarks.Curves;

/// <summary>How writes to one zone grow with the writers.</summary>
internal sealed class DepthCurve : Curve
{
    private static readonly int[] s_depths = [1, 2, 4, 8, 16, 32, 64];

    public override string Name => "simulated-depth";

    public override LineChart Measure(Effort effort)
    {
        Memory<byte> data = AlignedMemory.Of(BlockBytes);
        ZonedDevice inline = BlockingDevice.Open(new SimulatedDrive(Latency), isInline: true);
        ZonedDevice pool = BlockingDevice.Open(new SimulatedDrive(Latency), isInline: false);
        var heldDrive = new SimulatedDrive(Latency);
        IHeldZone held = HeldZones(heldDrive)[0];
        Series[] lines = Lines(
            s_depths,
            [
                ("inline continuations", SeriesRole.Inline, depth => Throughput(effort, depth, _ => inline.AppendAsync(0, data))),
                ("continuations on the pool", SeriesRole.Pool, depth => Throughput(effort, depth, _ => pool.AppendAsync(0, data))),
                ("lock held", SeriesRole.Held, depth => Throughput(effort, depth, _ => held.AppendAsync(data))),
            ]);
        BlockingDevice.Close(inline);
        BlockingDevice.Close(pool);
        BlockingDevice.Close(heldDrive);
        return new LineChart(
            "One zone, many writers",
            "A simulated drive that takes 50 µs a write, any number at once; appends of 4 KiB",
            Axis.Doublings("writers of the zone", s_depths),
            Axis.Decades("appends a second", lines.Min(line => line.Points.Min(point => point.Y)), lines.Max(line => line.Points.Max(point => point.Y)), Short),
            lines);
    }
}
