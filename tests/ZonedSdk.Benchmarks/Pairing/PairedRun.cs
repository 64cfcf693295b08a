using System.Diagnostics;

namespace ZonedSdk.Benchmarks.Pairing;

/// <summary>Measures two ways in short turns, one after the other, so that whatever else the machine does meets both.</summary>
internal static class PairedRun
{
    private const int Pairs = 201;
    private const double TurnMilliseconds = 2;
    private const double WarmUpMilliseconds = 1200;

    public static PairResult Measure(Pair pair)
    {
        // Until the compiler has seen enough of both; then as many operations as make a turn.
        int operations = Math.Max(1, (int)(TurnMilliseconds / Math.Min(WarmUp(pair.Subject), WarmUp(pair.Reference))));
        _ = WarmUp(pair.Subject);
        List<double> ratios = [];
        List<double> subjects = [];
        List<double> references = [];
        for (int index = 0; index < Pairs; index++)
        {
            // Who begins alternates: the second one finds warmer caches.
            bool isSubjectFirst = index % 2 == 0;
            double first = Time(isSubjectFirst ? pair.Subject : pair.Reference, operations);
            double second = Time(isSubjectFirst ? pair.Reference : pair.Subject, operations);
            (double subject, double reference) = isSubjectFirst ? (first, second) : (second, first);
            ratios.Add(subject / reference);
            subjects.Add(subject * 1e6 / operations);
            references.Add(reference * 1e6 / operations);
        }

        ratios.Sort();

        // The order statistics between which the median lies with 95 %: half a binomial's width around the middle.
        int width = (int)Math.Ceiling(0.98 * Math.Sqrt(Pairs));
        return new PairResult(pair, Median(subjects), Median(references), ratios[Pairs / 2], ratios[(Pairs / 2) - width], ratios[(Pairs / 2) + width]);
    }

    /// <summary>Milliseconds of one operation, once it is warm.</summary>
    private static double WarmUp(Action<int> work)
    {
        double best = double.MaxValue;
        long start = Stopwatch.GetTimestamp();
        for (int operations = 1; Stopwatch.GetElapsedTime(start).TotalMilliseconds < WarmUpMilliseconds; operations = Math.Min(operations * 2, 4096))
        {
            best = Math.Min(best, Time(work, operations) / operations);
        }

        return best;
    }

    private static double Time(Action<int> work, int operations)
    {
        long start = Stopwatch.GetTimestamp();
        work(operations);
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    private static double Median(List<double> values)
    {
        values.Sort();
        return values[values.Count / 2];
    }
}
