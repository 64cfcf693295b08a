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
        Action<int>[] appends = [.. loops.Select(static loop => (Action<int>)loop.Run)];
        Action<int>[] unshared = [.. Enumerable.Range(0, Threads).Select(static _ => (Action<int>)new UnsharedLoop(AlignedMemory.Of(BlockBytes), ZoneBytes).Run)];
        int operations = Calibrate(appends[0], effort);
        Interleaved taken = Interleaved.Measure(
            effort.ShortPairs,
            () => Nanoseconds(appends[..1], operations),
            () => Nanoseconds(appends, operations),
            () => Nanoseconds(unshared[..1], operations),
            () => Nanoseconds(unshared, operations));
        yield return new Figure(
            Bar.AtLeast("appends of two threads / of one", 1.7, 1.95),
            taken.Of(figures => Threads * figures[0] / figures[1]),
            taken.Rounds,
            $"one {taken.MedianOf(0):F0} ns an append, each of two {taken.MedianOf(1):F0} ns; two loops of copies and atomic instructions that share nothing: {taken.Of(figures => Threads * figures[2] / figures[3]).Median:F2}x");
        BlockingDevice.Close(device);
    }

    private static int Calibrate(Action<int> loop, Effort effort)
    {
        double nanoseconds = OperationTurn.Of(loop, effort.ShortTurn, effort.WarmUp)();
        return (int)(effort.ThreadedTurn.TotalNanoseconds / nanoseconds);
    }

    /// <summary>Lets each loop run on a thread of its own, all at once, and says what an append took until the last was through.</summary>
    private static double Nanoseconds(Action<int>[] loops, int operations)
    {
        using var gate = new Barrier(loops.Length + 1);
        Thread[] threads = [.. loops.Select(loop => new Thread(() =>
        {
            gate.SignalAndWait();
            loop(operations);
        }))];
        Array.ForEach(threads, thread => thread.Start());
        gate.SignalAndWait();
        long start = Stopwatch.GetTimestamp();
        Array.ForEach(threads, thread => thread.Join());
        return Stopwatch.GetElapsedTime(start).TotalNanoseconds / operations;
    }
}
