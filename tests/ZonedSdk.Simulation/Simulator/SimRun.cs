using ZonedSdk.Backends.Faults;

namespace ZonedSdk.Simulation.Simulator;

/// <summary>What a seed came to.</summary>
internal sealed record SimResult(Scenario Scenario, History History, long Steps, IReadOnlyCollection<(DriveEvent Event, FaultEffect Effect)> Faults, IReadOnlyList<Violation> Violations)
{
    /// <summary>What a person needs to see it again.</summary>
    public string Report(int traceLines)
    {
        string[] trace = History.Trace().Split('\n');
        IEnumerable<string> shown = trace.Length > traceLines ? [$"({trace.Length - traceLines} lines before)", .. trace[^traceLines..]] : trace;
        return $"""
            {Scenario}
            {string.Join('\n', Violations)}
            Replay: ZONEDSDK_SEED={Scenario.Seed} dotnet test tests/ZonedSdk.Simulation -c Release --filter Replay
            {string.Join('\n', shown)}
            """;
    }
}

/// <summary>Runs one seed on a thread of its own, which nothing else may run on.</summary>
internal static class SimRun
{
    public static SimResult Of(ulong seed, Sabotage? sabotage = null) => Of(Scenario.Of(seed), sabotage);

    public static SimResult Of(Scenario scenario, Sabotage? sabotage = null) => OneThread.Run(() => RunHere(scenario, sabotage));

    private static SimResult RunHere(Scenario scenario, Sabotage? sabotage)
    {
        var world = new World(scenario, sabotage);
        try
        {
            world.Run();
        }
        catch (Exception) when (sabotage is not null)
        {
            // A bent world may fall over; what it wrote down until then is what counts.
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"Seed {scenario.Seed}: {e.Message}\n{world.History.Trace()}", e);
        }

        IReadOnlyList<Violation> violations = HistoryChecker.Check(world.History, CheckerFacts.Of(scenario));
        return new SimResult(scenario, world.History, world.Steps, world.FaultsSeen, violations);
    }
}
