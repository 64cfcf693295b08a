using System.Diagnostics;
using ZonedSdk.Benchmarks.Bars;
using ZonedSdk.Benchmarks.Drives;
using ZonedSdk.Benchmarks.Held;
using ZonedSdk.Benchmarks.Load;
using ZonedSdk.Benchmarks.Plots;

namespace ZonedSdk.Benchmarks.Curves;

/// <summary>How long appends take, from the call to the continuation.</summary>
internal sealed class LatencyCurve : Curve
{
    private const int Writers = 32;

    // By their nines, so that the rare ones have room.
    private static readonly double[] s_shares = [0.5, 0.9, 0.99, 0.999, 0.9999];

    public override string Name => "simulated-latency";

    public override LineChart Measure(Effort effort)
    {
        Memory<byte> data = AlignedMemory.Of(BlockBytes);
        ZonedDevice inline = BlockingDevice.Open(new SimulatedDrive(Latency), isInline: true);
        ZonedDevice pool = BlockingDevice.Open(new SimulatedDrive(Latency), isInline: false);
        var heldDrive = new SimulatedDrive(Latency);
        IHeldZone held = HeldZones(heldDrive)[0];
        Series[] lines =
        [
            Line(effort, "inline continuations", SeriesRole.Inline, _ => inline.AppendAsync(0, data)),
            Line(effort, "continuations on the pool", SeriesRole.Pool, _ => pool.AppendAsync(0, data)),
            Line(effort, "lock held", SeriesRole.Held, _ => held.AppendAsync(data)),
        ];
        BlockingDevice.Close(inline);
        BlockingDevice.Close(pool);
        BlockingDevice.Close(heldDrive);
        return new LineChart(
            "How long an append takes",
            "32 writers of one zone on a simulated drive that takes 50 µs a write",
            new Axis("percentile", [.. s_shares.Select(share => (share, $"p{share * 100:0.##}"))], share => -Math.Log10(1 - share)),
            Axis.Decades("microseconds", lines.Min(line => line.Points.Min(point => point.Y)), lines.Max(line => line.Points.Max(point => point.Y)), Short),
            lines);
    }

    private static Series Line(Effort effort, string name, SeriesRole role, Func<int, ValueTask<long>> append)
    {
        var latencies = new LatencyHistogram();
        Crowd.Run(Writers, effort.Turn, TimedAsync);
        return new Series(name, role, [.. s_shares.Select(share => (share, latencies.MicrosecondsAt(share)))]);

        async ValueTask<long> TimedAsync(int writer)
        {
            long begun = Stopwatch.GetTimestamp();
            long offset = await append(writer).ConfigureAwait(false);
            latencies.AddSince(begun);
            return offset;
        }
    }
}
