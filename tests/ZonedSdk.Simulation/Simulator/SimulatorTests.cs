using System.Globalization;
using ZonedSdk.TestSupport;
using Xunit.Abstractions;

namespace ZonedSdk.Simulation.Simulator;

/// <summary>The real runtime on a real emulated drive, in a world that a seed owns.</summary>
public sealed class SimulatorTests(ITestOutputHelper output)
{
    private const ulong FirstSeed = 1;

    [Fact]
    public void No_seed_breaks_a_promise_of_the_protocol()
    {
        int seeds = Campaign.Pick(brief: 60, full: 500);
        long steps = 0;
        var failures = new List<SimResult>();
        for (ulong seed = FirstSeed; seed < FirstSeed + (ulong)seeds; seed++)
        {
            SimResult result = SimRun.Of(seed);
            steps += result.Steps;
            if (result.Violations.Count > 0)
            {
                failures.Add(result);
            }
        }

        output.WriteLine($"{seeds} seeds, {steps} steps");
        Assert.True(failures.Count == 0, $"{failures.Count} of {seeds} seeds failed.\n{string.Join('\n', failures.Select(Summary))}\n{(failures.Count == 0 ? "" : failures[0].Report(traceLines: 100))}");
    }

    private static string Summary(SimResult failed) =>
        $"seed {failed.Scenario.Seed}: {failed.Violations.Count}, first {string.Join("\n    ", failed.Violations.DistinctBy(v => v.Rule).Take(3))}";

    [Fact]
    public void The_same_seed_gives_the_same_trace()
    {
        int seeds = Campaign.Pick(brief: 15, full: 100);
        for (ulong seed = FirstSeed; seed < FirstSeed + (ulong)seeds; seed++)
        {
            Assert.Equal(SimRun.Of(seed).History.Hash, SimRun.Of(seed).History.Hash);
        }
    }

    [Fact]
    public void Replay()
    {
        string? variable = Environment.GetEnvironmentVariable("ZONEDSDK_SEED");
        ulong seed = variable is null ? FirstSeed : ulong.Parse(variable, CultureInfo.InvariantCulture);
        SimResult result = SimRun.Of(seed);
        if (variable is not null)
        {
            output.WriteLine(result.Report(int.MaxValue));
        }

        Assert.Empty(result.Violations);
    }
}
