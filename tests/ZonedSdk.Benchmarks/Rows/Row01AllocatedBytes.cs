using ZonedSdk.Backends;
using ZonedSdk.Backends.Memory;
using ZonedSdk.Benchmarks.Backends;
using ZonedSdk.Benchmarks.Bars;
using ZonedSdk.Benchmarks.Drives;
using ZonedSdk.Benchmarks.Load;
using ZonedSdk.Benchmarks.Pairing;

namespace ZonedSdk.Benchmarks.Rows;

/// <summary>Bytes of managed memory that a successful append or read takes, on every kind of drive that needs no device.</summary>
/// <remarks>A sample is the slope between a run of n operations and one of twice as many, so that what a run takes by itself, its tasks and its reset, cancels out.</remarks>
internal sealed class Row01AllocatedBytes : Row
{
    private const int BlockBytes = 4096;
    private const int WarmRounds = 20;
    private const int Writers = 32;

    // Less than one of the smallest objects in a thousand operations: that is the thread pool's life, not an operation's.
    private const double Nothing = 0.024;

    public override string Id => "1";

    public override string Title => "Bytes allocated per successful operation";

    public override bool IsQuiet => true;

    public override IEnumerable<Figure> Measure(Effort effort)
    {
        foreach (MemoryDriveScheduling scheduling in (MemoryDriveScheduling[])[MemoryDriveScheduling.Inline, MemoryDriveScheduling.ThreadPool, MemoryDriveScheduling.Workers])
        {
            yield return Of(effort, $"memory, {scheduling}", NewMemory(scheduling), isInline: false, each: 64);
        }

        yield return Of(effort, "simulated, inline continuations", new SimulatedDrive(TimeSpan.FromMicroseconds(50)), isInline: true, each: 256, withReads: false);
        yield return Of(effort, "simulated, continuations on the pool", new SimulatedDrive(TimeSpan.FromMicroseconds(50)), isInline: false, each: 256, withReads: false);
        yield return Of(effort, "generated adapter", new GeneratedBackend(zoneBytes: 32 << 20), isInline: false, each: 64);
        using var image = new ScratchImage(effort.Folder, zoneMegabytes: 64, zones: 4);
        yield return Of(effort, "image", image.OpenDrive(), isInline: false, each: 64);
    }

    private static MemoryDrive NewMemory(MemoryDriveScheduling scheduling) =>
        new(new MemoryDriveOptions { Scheduling = scheduling, ZoneSizeBytes = 32 << 20, SizeBytes = 128 << 20 });

    private static Figure Of(Effort effort, string drive, IZoneBackend backend, bool isInline, int each, bool withReads = true)
    {
        ZonedDevice device = BlockingDevice.Open(backend, isInline);
        try
        {
            Memory<byte>[] data = [.. Enumerable.Range(0, Writers).Select(_ => AlignedMemory.Of(BlockBytes))];
            ValueTask<long> Append(int writer, int zone) => device.AppendAsync(zone, data[writer]);
            double Appends()
            {
                BlockingDevice.Reset(device, 0);
                return Slope(each, writer => Append(writer, zone: 0));
            }

            long block = Append(0, zone: 1).AsTask().GetAwaiter().GetResult();
            ValueTask<int> Read(int writer) => device.ReadAsync(block, data[writer]);
            Func<double>[] ways = withReads ? [Appends, () => Slope(each, Read)] : [Appends];
            foreach (Func<double> way in ways)
            {
                // Pools and queues grow to what they need, once; and the runtime compiles anew what is called often, which allocates too.
                for (int round = 0; round < WarmRounds; round++)
                {
                    _ = way();
                }
            }

            Interleaved taken = Interleaved.Measure(effort.Pairs, ways);
            return new Figure(
                Bar.AtMost(drive, Nothing, Nothing, Unit.Bytes),
                taken.Of(figures => figures.Max()),
                taken.Rounds,
                withReads ? $"appends {taken.MedianOf(0):F3} B, reads {taken.MedianOf(1):F3} B" : $"appends {taken.MedianOf(0):F3} B");
        }
        finally
        {
            BlockingDevice.Close(device);
        }
    }

    private static double Slope<T>(int each, Func<int, ValueTask<T>> operation)
    {
        long shortRun = Taken(each, operation);
        long longRun = Taken(2 * each, operation);
        return (double)(longRun - shortRun) / (each * Writers);
    }

    private static long Taken<T>(int each, Func<int, ValueTask<T>> operation)
    {
        long before = GC.GetTotalAllocatedBytes(precise: true);
        Crowd.Run(Writers, each, operation);
        return GC.GetTotalAllocatedBytes(precise: true) - before;
    }
}
