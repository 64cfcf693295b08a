using System.Diagnostics;
using ZonedSdk.Benchmarks.Load;

namespace ZonedSdk.Benchmarks.Pairing;

/// <summary>A short turn of an operation that takes nanoseconds: as many operations as last a few milliseconds.</summary>
internal static class OperationTurn
{
    /// <summary>Warms the work up until the compiler has seen enough of it.</summary>
    /// <param name="work">Does the work so many times.</param>
    /// <param name="turn">How long a turn lasts.</param>
    /// <param name="warmUp">How long to warm up.</param>
    /// <returns>Takes one turn, and says the nanoseconds of processor time of one operation.</returns>
    public static Func<double> Of(Action<int> work, TimeSpan turn, TimeSpan warmUp)
    {
        double best = double.MaxValue;
        long start = Stopwatch.GetTimestamp();
        for (int operations = 1; Stopwatch.GetElapsedTime(start) < warmUp; operations = Math.Min(operations * 2, 4096))
        {
            best = Math.Min(best, Math.Max(1, Nanoseconds(work, operations)));
        }

        int perTurn = (int)Math.Clamp(turn.TotalNanoseconds / best, 1, int.MaxValue);
        return () => Nanoseconds(work, perTurn);
    }

    // All of the work is the calling thread's.
    private static double Nanoseconds(Action<int> work, int operations)
    {
        double start = ThreadClock.Nanoseconds();
        work(operations);
        return (ThreadClock.Nanoseconds() - start) / operations;
    }
}
