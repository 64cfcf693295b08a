using System.Diagnostics;
using ZonedSdk.Backends;
using ZonedSdk.Benchmarks.Bars;
using ZonedSdk.Benchmarks.Drives;
using ZonedSdk.Benchmarks.Load;
using ZonedSdk.Benchmarks.Pairing;

namespace ZonedSdk.Benchmarks.Rows;

/// <summary>An image of 100,000 zones, 1,000 of which were written: how long it takes until it can be used, and until all of its zones are told.</summary>
internal sealed class Row19ManyZones : Row
{
    private const int Zones = 100_000;
    private const int WrittenZones = 1000;
    private const int BlockBytes = 4096;

    public override string Id => "19";

    public override string Title => "Image of 100,000 zones: open, and report all";

    public override bool IsQuiet => true;

    public override IEnumerable<Figure> Measure(Effort effort)
    {
        using var image = new ScratchImage(effort.Folder, zoneMegabytes: 16, Zones);
        Fill(image);
        double[] opens = new double[effort.Pairs];
        double[] reports = new double[effort.Pairs];
        for (int sample = -1; sample < effort.Pairs; sample++)
        {
            long start = Stopwatch.GetTimestamp();
            ZonedDevice device = BlockingDevice.Open(image.OpenDrive(), isInline: false);
            double open = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            start = Stopwatch.GetTimestamp();
            Soundness.Require(CountAsync(device).GetAwaiter().GetResult() == Zones);
            double report = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            BlockingDevice.Close(device);
            if (sample >= 0)
            {
                // The one before was for the compiler.
                (opens[sample], reports[sample]) = (open, report);
            }
        }

        yield return new Figure(Bar.AtMost("open", 200, 100, Unit.Milliseconds), Estimate.Of(opens), opens.Length, $"{opens.Min():F1} to {opens.Max():F1} ms");
        yield return new Figure(Bar.AtMost("report all", 50, 25, Unit.Milliseconds), Estimate.Of(reports), reports.Length, $"{reports.Min():F1} to {reports.Max():F1} ms");
    }

    private static void Fill(ScratchImage image)
    {
        ZonedDevice device = BlockingDevice.Open(image.OpenDrive(), isInline: false);
        Memory<byte> block = AlignedMemory.Of(BlockBytes);
        for (int zone = 0; zone < WrittenZones; zone++)
        {
            device.AppendAsync(zone * (Zones / WrittenZones), block).AsTask().GetAwaiter().GetResult();
        }

        device.FlushAsync().AsTask().GetAwaiter().GetResult();
        BlockingDevice.Close(device);
    }

    private static async Task<int> CountAsync(ZonedDevice device)
    {
        int count = 0;
        await foreach (ZoneInfo zone in device.ReportAsync().ConfigureAwait(false))
        {
            Soundness.Require(zone.Index == count++);
        }

        return count;
    }
}
