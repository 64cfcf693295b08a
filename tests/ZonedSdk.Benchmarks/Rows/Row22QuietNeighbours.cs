using System.Diagnostics;
using ZonedSdk.Benchmarks.Bars;
using ZonedSdk.Benchmarks.Drives;
using ZonedSdk.Benchmarks.Load;
using ZonedSdk.Benchmarks.Pairing;

namespace ZonedSdk.Benchmarks.Rows;

/// <summary>How long appends of seven zones take while the eighth recovers from one failed write after the other, against how long they take while it does not.</summary>
internal sealed class Row22QuietNeighbours : Row
{
    private const int BlockBytes = 4096;
    private const int FailingZone = 0;
    private const int NeighbourWriters = 2 * (SimulatedDrive.ZoneCount - 1);
    private const int FailingWriters = 4;
    private const int AppendsBetweenFailures = 8;
    private const double Percentile = 0.99;

    private static readonly TimeSpan s_latency = TimeSpan.FromMicroseconds(200);
    private static readonly TimeSpan s_reportLatency = TimeSpan.FromMilliseconds(2);

    public override string Id => "22";

    public override string Title => "Simulated drive: other zones' p99 during one zone's recovery / without";

    public override IEnumerable<Figure> Measure(Effort effort)
    {
        var drive = new SimulatedDrive(s_latency) { ReportLatency = s_reportLatency };
        ZonedDevice device = BlockingDevice.Open(drive, isInline: false);
        long recoveries = 0;
        device.ZoneEvent += (_, _) => Interlocked.Increment(ref recoveries);
        Interleaved seen = Interleaved.Measure(effort.Pairs, () => Turn(effort, device, drive, fails: true), () => Turn(effort, device, drive, fails: false));
        yield return new Figure(
            Bar.AtMost("p99", 1.2, 1.05),
            seen.Of(figures => figures[0] / figures[1]),
            seen.Rounds,
            $"{seen.MedianOf(0):F0} us during recoveries ({recoveries} of them), {seen.MedianOf(1):F0} us without");
        Soundness.Require(recoveries > 0);
        BlockingDevice.Close(device);
    }

    private static double Turn(Effort effort, ZonedDevice device, SimulatedDrive drive, bool fails)
    {
        Memory<byte> data = AlignedMemory.Of(BlockBytes);
        var latencies = new LatencyHistogram();
        bool isOver = false;
        Task[] failing = [.. Enumerable.Range(0, FailingWriters).Select(writer => FailAsync(writer == 0 && fails))];
        Crowd.Run(NeighbourWriters, effort.Turn, writer => AppendAsync(1 + (writer % (SimulatedDrive.ZoneCount - 1))));
        Volatile.Write(ref isOver, true);
        Task.WaitAll(failing);
        return latencies.MicrosecondsAt(Percentile);

        async ValueTask<long> AppendAsync(int zone)
        {
            long begun = Stopwatch.GetTimestamp();
            long offset = await device.AppendAsync(zone, data).ConfigureAwait(false);
            latencies.AddSince(begun);
            return offset;
        }

        async Task FailAsync(bool isCause)
        {
            await Task.Yield();
            for (int count = 1; !Volatile.Read(ref isOver); count++)
            {
                if (isCause && count % AppendsBetweenFailures == 0)
                {
                    drive.FailNextWriteOf(FailingZone);
                }

                try
                {
                    await device.AppendAsync(FailingZone, data).ConfigureAwait(false);
                }
                catch (ZonedIOException)
                {
                    // This write failed, or one ahead of it. The zone recovers; the next append waits for that.
                }
            }
        }
    }
}
