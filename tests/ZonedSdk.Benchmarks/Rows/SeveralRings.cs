using System.Buffers;
using System.Globalization;
using ZonedSdk.Benchmarks.Bars;
using ZonedSdk.Benchmarks.Drives;
using ZonedSdk.Benchmarks.Load;
using ZonedSdk.Benchmarks.Pairing;

namespace ZonedSdk.Benchmarks.Rows;

/// <summary>Two rings, each with its thread, against one: 32 writes of 4 KiB in flight to 16 zones, continuations inline. It is a matter of the machine, so nothing is required of it: on two processors fio, the page cache and everybody else want them, too.</summary>
internal sealed class SeveralRings : Row
{
    private const int BlockBytes = 4096;
    private const int Depth = 32;
    private const int Zones = 16;
    private const int ZoneMegabytes = 8;

    public override string Id => "rings";

    public override string Title => "Two rings / one, QD 32 inline to 16 zones, operations a second";

    public override bool IsJudged => false;

    public override string? Obstacle(Effort effort) => Environment.ProcessorCount >= 2 ? null : "needs two processors";

    public override IEnumerable<Figure> Measure(Effort effort)
    {
        yield return NullDevice(effort);
        using var one = new ImageZones(effort.Folder, ZoneMegabytes, Depth, ringCount: 1);
        using var two = new ImageZones(effort.Folder, ZoneMegabytes, Depth, ringCount: 2);
        yield return Compare(effort, "image, written over", two.FillOver, one.FillOver);
        yield return Compare(effort, "image, fresh", two.FillFresh, one.FillFresh);
    }

    private static Figure NullDevice(Effort effort)
    {
        using var one = new NullZones(ringCount: 1);
        using var two = new NullZones(ringCount: 2);
        return Compare(effort, "/dev/null", () => two.Run(effort.Turn), () => one.Run(effort.Turn));
    }

    private static Figure Compare(Effort effort, string label, Func<CrowdSample> two, Func<CrowdSample> one)
    {
        List<CrowdSample>[] samples = [[], []];

        // The first of each is for the compiler, and for blocks that were never written.
        _ = two();
        _ = one();
        Interleaved seen = Interleaved.Measure(effort.Pairs, () => Add(samples[0], two()), () => Add(samples[1], one()));
        return new Figure(
            Bar.AtLeast(label, 1, 1.5),
            seen.Of(figures => figures[0] / figures[1]),
            seen.Rounds,
            $"two {Of(samples[0])}, one {Of(samples[1])}");
    }

    private static double Add(List<CrowdSample> samples, CrowdSample sample)
    {
        samples.Add(sample);
        return sample.PerSecond;
    }

    private static string Of(List<CrowdSample> samples) => string.Create(
        CultureInfo.InvariantCulture,
        $"{CrowdSample.Thousands(Estimate.MedianOf([.. samples.Select(sample => sample.PerSecond)]))} of {Estimate.MedianOf([.. samples.Select(sample => sample.CpuMicrosecondsEach)]):F2} us CPU");

    /// <summary>/dev/null by so many rings, and writers of all its zones.</summary>
    private sealed class NullZones : IDisposable
    {
        private readonly ZonedDevice _device;
        private readonly IMemoryOwner<byte>[] _buffers;

        public NullZones(int ringCount)
        {
            _device = BlockingDevice.Open(new NullDeviceDrive(Depth, completesInline: true, ringCount), isInline: true);
            _buffers = [.. Enumerable.Range(0, Depth).Select(_ => _device.Buffers.Rent(BlockBytes))];
        }

        public CrowdSample Run(TimeSpan duration) => Crowd.Run(Depth, duration, writer => _device.AppendAsync(writer % Zones, _buffers[writer].Memory[..BlockBytes]));

        public void Dispose()
        {
            Array.ForEach(_buffers, static buffer => buffer.Dispose());
            BlockingDevice.Close(_device);
        }
    }
}
