using System.Globalization;

namespace ZonedSdk.Analyzers.Tests.Cost;

/// <summary>
/// What the analyzers add to the compilation of <c>src/ZonedSdk</c> as its build does it, beside all other analyzers of that build, in a compiler that has just
/// been started: the dearest case, for most of it is the runtime compiling us.
/// </summary>
internal static class BuildCost
{
    /// <summary>Measures and prints.</summary>
    public static async Task RunAsync(int pairs, TextWriter output)
    {
        CompilerCommand with = CompilerCommand.OfTheRuntime();
        CompilerCommand without = with.WithoutAnalyzers;
        List<CompilerRun> ours = [], others = [];
        for (int pair = -1; pair < pairs; pair++)
        {
            // Each is the first of its pair as often as the other; the pair before the first fills the caches of the file system.
            bool isFirst = pair % 2 == 0;
            CompilerRun one = CompilerRun.Of(isFirst ? with : without);
            CompilerRun two = CompilerRun.Of(isFirst ? without : with);
            if (pair >= 0)
            {
                ours.Add(isFirst ? one : two);
                others.Add(isFirst ? two : one);
            }
        }

        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"""
            src/ZonedSdk as its build compiles it, in a new compiler, {pairs} pairs
            clock, with and without        {Text(ours.Select(static r => r.ClockSeconds))}; {Text(others.Select(static r => r.ClockSeconds))}; with over without {Ratio(ours, others, static r => r.ClockSeconds)}
            processor, with and without    {Text(ours.Select(static r => r.ProcessorSeconds))}; {Text(others.Select(static r => r.ProcessorSeconds))}; with over without {Ratio(ours, others, static r => r.ProcessorSeconds)}
            the compiler's own account     {Text(ours.Select(static r => r.AnalyzersSeconds))}; of the clock {Share(ours, static r => r.ClockSeconds)}, of the processor {Share(ours, static r => r.ProcessorSeconds)}
            """));
    }

    private static string Text(IEnumerable<double> seconds)
    {
        double[] sorted = [.. seconds.Order()];
        return string.Create(CultureInfo.InvariantCulture, $"{Median(sorted):F2} s ({sorted[0]:F2} to {sorted[^1]:F2})");
    }

    private static string Ratio(List<CompilerRun> ours, List<CompilerRun> others, Func<CompilerRun, double> figure) =>
        Median(ours.Zip(others, (one, other) => figure(one) / figure(other))).ToString("F3", CultureInfo.InvariantCulture);

    private static string Share(List<CompilerRun> runs, Func<CompilerRun, double> whole) =>
        Median(runs.Select(r => r.AnalyzersSeconds / whole(r))).ToString("P1", CultureInfo.InvariantCulture);

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;
    }
}
