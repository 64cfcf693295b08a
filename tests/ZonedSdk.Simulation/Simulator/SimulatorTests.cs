using System.Globalization;
using ZonedSdk.Backends.Faults;
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
        // A hunt through other seeds: ZONEDSDK_FIRST_SEED=501 ZONEDSDK_SEEDS=10000.
        ulong first = Variable("ZONEDSDK_FIRST_SEED") ?? FirstSeed;
        ulong seeds = Variable("ZONEDSDK_SEEDS") ?? Campaign.Pick(brief: 60UL, full: 500UL);
        long steps = 0;
        var failures = new List<SimResult>();
        var faults = new HashSet<(DriveEvent Event, FaultEffect Effect)>();
        for (ulong seed = first; seed < first + seeds; seed++)
        {
            SimResult result = SimRun.Of(seed);
            steps += result.Steps;
            faults.UnionWith(result.Faults);
            if (result.Violations.Count > 0)
            {
                failures.Add(result);
            }
        }

        output.WriteLine($"{seeds} seeds, {steps} steps, {faults.Count} kinds of faults");
        Assert.True(failures.Count == 0, $"{failures.Count} of {seeds} seeds failed.\n{string.Join('\n', failures.Select(Summary))}\n{(failures.Count == 0 ? "" : failures[0].Report(traceLines: 100))}");
    }

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
        ulong? seed = Variable("ZONEDSDK_SEED");
        SimResult result = SimRun.Of(seed ?? FirstSeed);
        if (seed is not null)
        {
            output.WriteLine(result.Report(int.MaxValue));
        }

        Assert.Empty(result.Violations);
    }

    private static ulong? Variable(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? ulong.Parse(text, CultureInfo.InvariantCulture) : null;

    private static string Summary(SimResult failed) =>
        $"seed {failed.Scenario.Seed}: {failed.Violations.Count}, first {string.Join("\n    ", failed.Violations.DistinctBy(v => v.Rule).Take(3))}";
}
