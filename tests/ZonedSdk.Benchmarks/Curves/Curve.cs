using System.Globalization;
using ZonedSdk.Benchmarks.Bars;
using ZonedSdk.Benchmarks.Drives;
using ZonedSdk.Benchmarks.Held;
using ZonedSdk.Benchmarks.Load;
using ZonedSdk.Benchmarks.Pairing;
using ZonedSdk.Benchmarks.Plots;

namespace ZonedSdk.Benchmarks.Curves;

/// <summary>A chart that is measured.</summary>
internal abstract class Curve
{
    protected const int BlockBytes = 4096;

    /// <summary>Rounds of each point: a chart shows a shape, and judges nothing.</summary>
    private const int Rounds = 3;

    protected static TimeSpan Latency { get; } = TimeSpan.FromMicroseconds(50);

    /// <summary>Name of its file, without the ending.</summary>
    public abstract string Name { get; }

    /// <summary>Why it cannot be drawn here; null where it can.</summary>
    public virtual string? Obstacle => null;

    public abstract LineChart Measure(Effort effort);

    /// <summary>Lets all ways have their turns at each place, interleaved, and draws a line for each.</summary>
    protected static Series[] Lines(IReadOnlyList<int> places, IReadOnlyList<(string Name, SeriesRole Role, Func<int, double> Turn)> ways)
    {
        double[][] medians = [.. places.Select(place =>
        {
            Interleaved seen = Interleaved.Measure(Rounds, [.. ways.Select<(string Name, SeriesRole Role, Func<int, double> Turn), Func<double>>(way => () => way.Turn(place))]);
            return ways.Select((_, index) => seen.MedianOf(index)).ToArray();
        })];
        return [.. ways.Select((way, index) => new Series(way.Name, way.Role, [.. places.Select((place, at) => ((double)place, medians[at][index]))]))];
    }

    /// <summary>Whole numbers in the shortest form: 20k, 1.5M.</summary>
    protected static string Short(double value) => value switch
    {
        >= 1e6 => string.Create(CultureInfo.InvariantCulture, $"{value / 1e6:0.##}M"),
        >= 1e3 => string.Create(CultureInfo.InvariantCulture, $"{value / 1e3:0.##}k"),
        _ => value.ToString("0.##", CultureInfo.InvariantCulture),
    };

    /// <summary>The best that holding can do, at each zone of a simulated drive.</summary>
    protected static IHeldZone[] HeldZones(SimulatedDrive drive) => [.. Enumerable.Range(0, SimulatedDrive.ZoneCount).Select(zone => new HeldByHandOver(drive, zone))];

    protected static double Throughput<T>(Effort effort, int writers, Func<int, ValueTask<T>> operation) => Crowd.Run(writers, effort.Turn / 2, operation).PerSecond;
}
