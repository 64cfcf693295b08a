using System.Diagnostics;
using ZonedSdk.Backends.Memory;
using ZonedSdk.Benchmarks.Bars;
using ZonedSdk.Benchmarks.Load;
using ZonedSdk.Benchmarks.Pairing;

namespace ZonedSdk.Benchmarks.Rows;

/// <summary>Two threads that append to neighbouring zones against one thread: whatever zones share would show.</summary>
internal sealed class Row15ZoneScaling : Row
{
    private const int BlockBytes = 4096;
    private const int ZoneBytes = 1 << 20;
    private const int Threads = 2;

    public override string Id => "15";

    public override string Title => "Two threads on different zones of a memory drive, 4 KiB: scaling (ideal: 2x)";

    public override string? Obstacle(Effort effort) => Environment.ProcessorCount >= Threads ? null : "needs two processors";

    public override IEnumerable<Figure> Measure(Effort effort)
    {
        ZonedDevice device = BlockingDevice.Open(new MemoryDrive(new MemoryDriveOptions { ZoneSizeBytes = ZoneBytes, SizeBytes = 8 * ZoneBytes }), isInline: false);
        AppendLoop[] loops = [.. Enumerable.Range(0, Threads).Select(zone => new AppendLoop(device, zones: 1, [AlignedMemory.Of(BlockBytes)], firstZone: zone))];
        int operations = Calibrate(loops[0], effort);
        Interleaved taken = Interleaved.Measure(effort.ShortPairs, () => Nanoseconds(loops[..1], operations), () => Nanoseconds(loops, operations));
        yield return new Figure(
            Bar.AtLeast("appends of two threads / of one", 1.7, 1.95),
            taken.Of(figures => Threads * figures[0] / figures[1]),
            taken.Rounds,
            $"one {taken.MedianOf(0):F0} ns an append, each of two {taken.MedianOf(1):F0} ns");
        BlockingDevice.Close(device);
    }

    private static int Calibrate(AppendLoop loop, Effort effort)
    {
        double nanoseconds = OperationTurn.Of(loop.Run, effort.ShortTurn, effort.WarmUp)();
        return (int)(effort.ThreadedTurn.TotalNanoseconds / nanoseconds);
    }

    /// <summary>Lets each loop run on a thread of its own, all at once, and says what an append took until the last was through.</summary>
    private static double Nanoseconds(AppendLoop[] loops, int operations)
    {
        using var gate = new Barrier(loops.Length + 1);
        Thread[] threads = [.. loops.Select(loop => new Thread(() =>
        {
            gate.SignalAndWait();
            loop.Run(operations);
        }))];
        Array.ForEach(threads, thread => thread.Start());
        gate.SignalAndWait();
        long start = Stopwatch.GetTimestamp();
        Array.ForEach(threads, thread => thread.Join());
        return Stopwatch.GetElapsedTime(start).TotalNanoseconds / operations;
    }
}
