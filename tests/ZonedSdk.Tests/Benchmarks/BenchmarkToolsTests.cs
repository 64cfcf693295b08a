using System.Xml.Linq;
using ZonedSdk.Backends;
using ZonedSdk.Benchmarks.Drives;
using ZonedSdk.Benchmarks.Fio;
using ZonedSdk.Benchmarks.Load;
using ZonedSdk.Benchmarks.Plots;

namespace ZonedSdk.Tests.Benchmarks;

public sealed class BenchmarkToolsTests
{
    [Theory]
    [InlineData(0.5, 50_000)]
    [InlineData(0.99, 99_000)]
    [InlineData(1, 100_000)]
    public void A_percentile_is_told_to_two_parts_in_a_hundred(double share, double nanoseconds)
    {
        var histogram = new LatencyHistogram();
        for (ulong value = 1; value <= 100_000; value++)
        {
            histogram.Add(value);
        }

        Assert.Equal(100_000, histogram.Count);
        Assert.InRange(histogram.MicrosecondsAt(share), nanoseconds / 1000, nanoseconds * 1.02 / 1000);
    }

    [Fact]
    public void What_fio_says_is_read_behind_its_warnings()
    {
        FioResult result = FioResult.Parse("""
            fio: terse format is unsupported
            {"jobs":[{"usr_cpu":25.0,"sys_cpu":50.0,"write":{"iops":20000.5,"runtime":2000,"total_ios":40000,"clat_ns":{"percentile":{"50.000000":9000,"99.000000":30000}}}}]}
            """);

        Assert.Equal(20000.5, result.PerSecond);
        Assert.Equal(37.5, result.CpuMicrosecondsEach);
        Assert.Equal(30, result.PercentilesMicroseconds[99]);
    }

    [Fact]
    public void A_chart_is_one_well_formed_file_that_asks_for_nothing_else()
    {
        Series[] lines =
        [
            new("ours & fast", SeriesRole.Inline, [(1, 10), (2, 1000)]),
            new("held", SeriesRole.Held, [(1, 9), (2, 9.5)]),
            new("fio", SeriesRole.Other, [(1, 9), (2, 9.4)]),
        ];
        string svg = new LineChart("Writes", "of 4 KiB", Axis.Doublings("writers", [1, 2]), Axis.Decades("op/s", 9, 1000, value => $"{value}"), lines).ToSvg();

        var root = XDocument.Parse(svg).Root!;
        Assert.Equal(3, root.Elements().Count(element => element.Name.LocalName == "g"));
        Assert.Contains("ours & fast", root.Value, StringComparison.Ordinal);
        Assert.Contains("prefers-color-scheme: dark", svg, StringComparison.Ordinal);
        Assert.DoesNotContain("href", svg, StringComparison.Ordinal);
        double[] names = [.. root.Descendants().Where(element => (string?)element.Attribute("class") == "name").Select(element => (double)element.Attribute("y")!).Order()];
        Assert.All(names.Zip(names.Skip(1)), pair => Assert.True(pair.Second - pair.First >= 17, "Two names stand on each other."));
    }

    [Fact]
    public async Task The_simulated_drive_refuses_what_is_off_its_write_pointer_and_the_runtime_recovers_on_it()
    {
        var drive = new SimulatedDrive(TimeSpan.FromMicroseconds(50));
        await using ZonedDevice device = await ZonedDevice.OpenAsync(drive);
        byte[] data = new byte[4096];
        long first = await device.AppendAsync(1, data);
        drive.FailNextWriteOf(1);
        Task<long>[] behind = [.. Enumerable.Range(0, 8).Select(_ => device.AppendAsync(1, data).AsTask())];

        await Assert.ThrowsAsync<ZonedIOException>(() => behind[0]);
        await Task.WhenAll(behind).ContinueWith(_ => { }, TaskScheduler.Default);

        // Those that were at the drive behind the failed one failed too; those that came later may have gone well.
        int written = 1 + behind.Count(append => append.IsCompletedSuccessfully);
        Assert.Equal(device.Geometry.StartOf(1), first);
        Assert.Equal(first + (written * data.Length), await device.AppendAsync(1, data));
    }
}
