using System.Globalization;
using ZonedSdk.Benchmarks.Bars;
using ZonedSdk.Benchmarks.Fio;
using ZonedSdk.Benchmarks.Load;
using ZonedSdk.Benchmarks.Pairing;

namespace ZonedSdk.Benchmarks.Rows;

/// <summary>Appends to a zoned block device of Linux, eight in flight to each of eight zones, against fio in its zoned mode. The kernel has one write of a zone at a time: what queues up behind it is ours to make one command of.</summary>
internal sealed class Row21ZonedBlockDevice : Row
{
    private const int BlockBytes = 4096;
    private const int Zones = 8;
    private const int Depth = 8;

    public override string Id => "21";

    public override string Title => "Zoned block device: 8 zones, QD 8 / fio zonemode=zbd";

    public override string? Obstacle(Effort effort) => effort.Device is null ? "needs a zoned block device whose data may be lost (--device)" : FioProgram.Obstacle;

    public override IEnumerable<Figure> Measure(Effort effort)
    {
        using var queue = new QueueLimit(effort.Device!, "max_sectors_kb");
        yield return Compare(effort, Bar.AtLeast("what waits becomes one command", 0.9, 1));
        queue.Set(BlockBytes / 1024);
        yield return Compare(effort, Bar.AtLeast("every write a command of its own", 0.9, 1));
    }

    private static Figure Compare(Effort effort, Bar bar)
    {
        ZonedDevice device = ZonedDevice.OpenAsync(effort.Device!, new ZonedDeviceOptions { InlineContinuations = true }).AsTask().GetAwaiter().GetResult();
        try
        {
            int first = Enumerable.Range(0, device.Geometry.ZoneCount).First(zone => device.Zones[zone].Type == ZoneType.SequentialWriteRequired);
            Memory<byte>[] data = [.. Enumerable.Range(0, Zones * Depth).Select(_ => AlignedMemory.Of(BlockBytes))];
            int each = (int)(device.Zones[first].CapacityBytes / BlockBytes / Depth);
            var job = new FioJob(effort.Device!, BlockBytes, Depth, device.Geometry.ZoneSizeBytes, IsBest: true, IsDirect: true) { Zones = Zones, StartBytes = device.Geometry.StartOf(first) };
            List<CrowdSample> ours = [];
            Interleaved seen = Interleaved.Measure(
                effort.Pairs,
                () =>
                {
                    Reset();
                    ours.Add(Crowd.Time(data.Length, each, writer => device.AppendAsync(first + (writer % Zones), data[writer])));
                    return ours[^1].PerSecond;
                },
                () =>
                {
                    Reset();
                    return FioProgram.Run(job).PerSecond;
                });
            return new Figure(
                bar,
                seen.Of(figures => figures[0] / figures[1]),
                seen.Rounds,
                string.Create(CultureInfo.InvariantCulture, $"{CrowdSample.Thousands(seen.MedianOf(0))} of {Estimate.MedianOf([.. ours.Select(sample => sample.CpuMicrosecondsEach)]):F1} us CPU, fio {CrowdSample.Thousands(seen.MedianOf(1))}"));

            void Reset()
            {
                for (int zone = first; zone < first + Zones; zone++)
                {
                    BlockingDevice.Reset(device, zone);
                }
            }
        }
        finally
        {
            BlockingDevice.Close(device);
        }
    }

    /// <summary>One figure of a block device's queue in sysfs, which gets its old value back.</summary>
    private sealed class QueueLimit : IDisposable
    {
        private readonly string _path;
        private readonly string _before;

        public QueueLimit(string device, string name)
        {
            string kernelName = Path.GetFileName(File.ResolveLinkTarget(device, returnFinalTarget: true)?.FullName ?? device);
            _path = $"/sys/class/block/{kernelName}/queue/{name}";
            _before = File.ReadAllText(_path).Trim();
        }

        public void Set(int value) => File.WriteAllText(_path, value.ToString(CultureInfo.InvariantCulture));

        public void Dispose() => File.WriteAllText(_path, _before);
    }
}
