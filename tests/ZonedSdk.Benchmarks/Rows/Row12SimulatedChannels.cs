using ZonedSdk.Benchmarks.Bars;
using ZonedSdk.Benchmarks.Drives;
using ZonedSdk.Benchmarks.Load;
using ZonedSdk.Benchmarks.Pairing;

namespace ZonedSdk.Benchmarks.Rows;

/// <summary>The same drive with eight channels: how much of what it could do the runtime lets it do.</summary>
internal sealed class Row12SimulatedChannels : Row
{
    private const int Writers = 32;
    private const int Channels = 8;
    private const int BlockBytes = 4096;

    private static readonly TimeSpan s_latency = TimeSpan.FromMicroseconds(50);

    public override string Id => "12";

    public override string Title => "The same drive with 8 channels: share of what it can do";

    public override bool IsQuiet => true;

    public override IEnumerable<Figure> Measure(Effort effort)
    {
        Memory<byte> data = AlignedMemory.Of(BlockBytes);
        double ideal = Channels / s_latency.TotalSeconds;
        ZonedDevice inline = BlockingDevice.Open(new SimulatedDrive(s_latency, Channels), isInline: true);
        ZonedDevice pool = BlockingDevice.Open(new SimulatedDrive(s_latency, Channels), isInline: false);
        Interleaved seen = Interleaved.Measure(effort.Pairs, [.. ((ZonedDevice[])[inline, pool]).Select<ZonedDevice, Func<double>>(device =>
            () => Crowd.Run(Writers, effort.Turn, _ => device.AppendAsync(0, data)).PerSecond)]);
        string of = $"of {CrowdSample.Thousands(ideal)}";
        yield return new Figure(Bar.AtLeast("inline continuations", 0.88, 0.95, Unit.Share), seen.Of(figures => figures[0] / ideal), seen.Rounds, $"{CrowdSample.Thousands(seen.MedianOf(0))} {of}");
        yield return new Figure(Bar.AtLeast("continuations on the pool", 0.88, 0.95, Unit.Share), seen.Of(figures => figures[1] / ideal), seen.Rounds, $"{CrowdSample.Thousands(seen.MedianOf(1))} {of}");
        BlockingDevice.Close(inline);
        BlockingDevice.Close(pool);
    }
}
