using ZonedSdk.Benchmarks.Pairing;

namespace ZonedSdk.Benchmarks.Held;

/// <summary>Chooses the baseline: of all ways to hold a zone the fastest on this machine.</summary>
internal static class BestHeld
{
    private const int Trials = 3;

    /// <summary>Lets each way have a few turns, and keeps the one with the highest median.</summary>
    /// <param name="ways">The ways, of whatever kind.</param>
    /// <param name="turn">Takes a turn of one, and says its throughput.</param>
    public static T Of<T>(IReadOnlyList<T> ways, Func<T, double> turn)
    {
        var trial = Interleaved.Measure(Trials, [.. ways.Select<T, Func<double>>(way => () => turn(way))]);
        return ways[Enumerable.Range(0, ways.Count).MaxBy(trial.MedianOf)];
    }
}
