using System.Globalization;
using Xunit.Abstractions;
using ZonedSdk.Simulation.Simulator;
using ZonedSdk.TestSupport;

namespace ZonedSdk.Simulation.Logs;

/// <summary>Logs on drives that fail, lose power and lie, by seed.</summary>
public sealed class LogCampaignTests(ITestOutputHelper output)
{
    [Fact]
    public void No_seed_loses_a_durable_record_or_reads_one_that_was_not_appended()
    {
        // A hunt through other seeds: ZONEDSDK_FIRST_SEED=1001 ZONEDSDK_SEEDS=10000.
        ulong first = Variable("ZONEDSDK_FIRST_SEED") ?? 1;
        ulong seeds = Variable("ZONEDSDK_SEEDS") ?? Campaign.Pick(brief: 300UL, full: 3000UL);
        var failures = new List<string>();
        (int records, int durable, int found, int reopenings, int resets, long faults) = (0, 0, 0, 0, 0, 0);
        for (ulong seed = first; seed < first + seeds; seed++)
        {
            LogScenario scenario = LogScenario.Of(seed);
            LogWorld world = Run(scenario);
            records += world.Ledger.Count;
            durable += world.Ledger.DurableCount;
            found += world.FoundAgain;
            reopenings += world.Reopenings;
            resets += world.ZonesReset;
            faults += world.FaultsMet;
            if (world.Ledger.Complaints.Count > 0)
            {
                failures.Add($"seed {seed}: {world.Ledger.Complaints.Count}, first {string.Join("\n    ", world.Ledger.Complaints.Take(3))}\n    {scenario}");
            }
        }

        output.WriteLine($"{seeds} seeds: {records} records, {durable} of them durable, {found} found again at {reopenings} reopenings, {resets} zones reset, {faults} faults");
        Assert.True(failures.Count == 0, $"{failures.Count} of {seeds} seeds failed.\n{string.Join('\n', failures.Take(10))}");
        Assert.True(found > (int)seeds && resets > (int)seeds && faults > (int)seeds, "The seeds do too little to show anything.");
    }

    private static LogWorld Run(LogScenario scenario) => OneThread.Run(() =>
    {
        var world = new LogWorld(scenario);
        try
        {
            world.Run();
        }
        catch (Exception e)
        {
            world.Ledger.Complaints.Add(e.ToString());
        }

        return world;
    });

    private static ulong? Variable(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? ulong.Parse(text, CultureInfo.InvariantCulture) : null;
}
