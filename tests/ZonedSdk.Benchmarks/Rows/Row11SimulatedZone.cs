using ZonedSdk.Benchmarks.Bars;
using ZonedSdk.Benchmarks.Drives;
using ZonedSdk.Benchmarks.Held;
using ZonedSdk.Benchmarks.Load;
using ZonedSdk.Benchmarks.Pairing;

namespace ZonedSdk.Benchmarks.Rows;

/// <summary>32 writers of one zone on a drive that takes 50 microseconds and any number of writes at once: what it brings to move the write pointer at issue.</summary>
internal sealed class Row11SimulatedZone : Row
{
    private const int Writers = 32;
    private const int BlockBytes = 4096;

    private static readonly TimeSpan s_latency = TimeSpan.FromMicroseconds(50);

    public override string Id => "11";

    public override string Title => "Simulated drive of 50 us, 32 writers of one zone, against held (ideal: 32x)";

    public override bool IsQuiet => true;

    public override IEnumerable<Figure> Measure(Effort effort)
    {
        Memory<byte> data = AlignedMemory.Of(BlockBytes);
        ZonedDevice inline = BlockingDevice.Open(new SimulatedDrive(s_latency), isInline: true);
        ZonedDevice pool = BlockingDevice.Open(new SimulatedDrive(s_latency), isInline: false);
        SimulatedDrive heldDrive = new(s_latency);
        double Turn(Func<int, ValueTask<long>> operation) => Crowd.Run(Writers, effort.Turn, operation).PerSecond;
        IHeldZone held = BestHeld.Of(Ways(heldDrive), way => Turn(_ => way.AppendAsync(data)));
        Interleaved seen = Interleaved.Measure(
            effort.Pairs,
            () => Turn(_ => inline.AppendAsync(0, data)),
            () => Turn(_ => pool.AppendAsync(0, data)),
            () => Turn(_ => held.AppendAsync(data)));
        string heldSeen = $"held {CrowdSample.Thousands(seen.MedianOf(2))} ({held.Name})";
        yield return new Figure(Bar.AtLeast("inline continuations", 25, 30), seen.Of(figures => figures[0] / figures[2]), seen.Rounds, $"{CrowdSample.Thousands(seen.MedianOf(0))}, {heldSeen}");
        yield return new Figure(Bar.AtLeast("continuations on the pool", 25, 30), seen.Of(figures => figures[1] / figures[2]), seen.Rounds, $"{CrowdSample.Thousands(seen.MedianOf(1))}, {heldSeen}");
        BlockingDevice.Close(inline);
        BlockingDevice.Close(pool);
        BlockingDevice.Close(heldDrive);
    }

    // Each has a zone of its own: the drive knows the write pointer of one holder only.
    private static IHeldZone[] Ways(SimulatedDrive drive) =>
        [new HeldBySemaphore(drive, zone: 0, isInline: true), new HeldBySemaphore(drive, zone: 1, isInline: false), new HeldByHandOver(drive, zone: 2)];
}
