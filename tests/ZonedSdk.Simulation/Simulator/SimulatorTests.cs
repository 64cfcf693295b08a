using System.Globalization;
using ZonedSdk.Backends.Faults;
using ZonedSdk.TestSupport;
using Xunit.Abstractions;

namespace ZonedSdk.Simulation.Simulator;

/// <summary>The real runtime on a real emulated drive, in a world that a seed owns.</summary>
public sealed class SimulatorTests(ITestOutputHelper output)
{
    private const ulong FirstSeed = 1;
    private const ulong BriefSeeds = 60;
    private const ulong FullSeeds = 500;

    [Fact]
    public void No_seed_breaks_a_promise_of_the_protocol()
    {
        // A hunt through other seeds: ZONEDSDK_FIRST_SEED=501 ZONEDSDK_SEEDS=10000.
        ulong first = Variable("ZONEDSDK_FIRST_SEED") ?? FirstSeed;
        ulong seeds = Variable("ZONEDSDK_SEEDS") ?? Campaign.Pick(BriefSeeds, FullSeeds);
        long steps = 0;
        var failures = new List<SimResult>();
        var faults = new HashSet<(DriveEvent Event, FaultEffect Effect)>();
        ulong seed = first;

        // Which kinds occur within so many seeds is luck: the full form goes on until it has met them all, at most twice as long.
        for (; seed < first + seeds || (seeds >= FullSeeds && seed < first + (2 * seeds) && faults.Count < FaultMix.Kinds.Count); seed++)
        {
            SimResult result = SimRun.Of(seed);
            steps += result.Steps;
            faults.UnionWith(result.Faults);
            if (result.Violations.Count > 0)
            {
                failures.Add(result);
            }
        }

        seeds = seed - first;
        output.WriteLine($"{seeds} seeds, {steps} steps, {faults.Count} of {FaultMix.Kinds.Count} kinds of faults");
        Assert.True(failures.Count == 0, $"{failures.Count} of {seeds} seeds failed.\n{string.Join('\n', failures.Select(Summary))}\n{(failures.Count == 0 ? "" : failures[0].Report(traceLines: 100))}");
        CheckKinds(faults, seeds);
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

    // In the full form every kind; the brief form has fewer seeds than kinds, and must still meet each command and each effect.
    private static void CheckKinds(HashSet<(DriveEvent Event, FaultEffect Effect)> seen, ulong seeds)
    {
        if (seeds >= FullSeeds)
        {
            (DriveEvent Event, FaultEffect Effect)[] missing = [.. FaultMix.Kinds.Except(seen)];
            Assert.True(missing.Length == 0, $"{seeds} seeds never met {string.Join(", ", missing)}.");
        }
        else if (seeds >= BriefSeeds)
        {
            Assert.Equal(FaultMix.Kinds.Select(k => k.Event).Distinct().Order(), seen.Select(k => k.Event).Distinct().Order());
            Assert.Equal(FaultMix.Kinds.Select(k => k.Effect).Distinct().Order(), seen.Select(k => k.Effect).Distinct().Order());
        }
    }

    private static ulong? Variable(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? ulong.Parse(text, CultureInfo.InvariantCulture) : null;

    private static string Summary(SimResult failed) =>
        $"seed {failed.Scenario.Seed}: {failed.Violations.Count}, first {string.Join("\n    ", failed.Violations.DistinctBy(v => v.Rule).Take(3))}";
}
