using System.Diagnostics;
using System.Globalization;

namespace ZonedSdk.Generators.Speed;

/// <summary>What a piece of work took: by the clock, and of the processor.</summary>
/// <remarks>A machine that is busy with other things stretches the clock much and the processor's time a little, so both are told, and the least of many.</remarks>
internal readonly record struct Cost(double Milliseconds, double ProcessorMilliseconds)
{
    public static Cost Of(Action work)
    {
        TimeSpan processor = Environment.CpuUsage.TotalTime;
        long started = Stopwatch.GetTimestamp();
        work();
        return new Cost(Stopwatch.GetElapsedTime(started).TotalMilliseconds, (Environment.CpuUsage.TotalTime - processor).TotalMilliseconds);
    }

    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }

    public static string Text(IReadOnlyCollection<Cost> costs) => string.Create(
        CultureInfo.InvariantCulture,
        $"{costs.Min(cost => cost.Milliseconds),7:0.00} least, {Median(costs.Select(cost => cost.Milliseconds)),7:0.00} median, {Median(costs.Select(cost => cost.ProcessorMilliseconds)),7:0.00} of processor");

    /// <summary>How much more one costs than another: the medians of pairs that were measured one after the other.</summary>
    public static string Ratio(IReadOnlyList<Cost> costs, IReadOnlyList<Cost> others) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Median(costs.Zip(others, (left, right) => left.Milliseconds / right.Milliseconds)):0.00} in pairs, {costs.Min(cost => cost.Milliseconds) / others.Min(cost => cost.Milliseconds):0.00} of the least");
}
