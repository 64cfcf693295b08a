using System.Diagnostics;
using System.Runtime.ExceptionServices;

namespace ZonedSdk.Simulation.Simulator;

/// <summary>What a seed came to.</summary>
internal sealed record SimResult(Scenario Scenario, History History, long Steps, IReadOnlyList<Violation> Violations, TimeSpan Elapsed)
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
    // Completions continue their callers on the stack of whoever completes.
    private const int StackBytes = 16 << 20;

    public static SimResult Of(ulong seed, Sabotage? sabotage = null) => Of(Scenario.Of(seed), sabotage);

    public static SimResult Of(Scenario scenario, Sabotage? sabotage = null)
    {
        SimResult? result = null;
        ExceptionDispatchInfo? failure = null;
        var thread = new Thread(
            () =>
            {
                try
                {
                    result = RunHere(scenario, sabotage);
                }
                catch (Exception e)
                {
                    failure = ExceptionDispatchInfo.Capture(e);
                }
            },
            StackBytes);
        thread.Start();
        thread.Join();
        failure?.Throw();
        return result!;
    }

    private static SimResult RunHere(Scenario scenario, Sabotage? sabotage)
    {
        long started = Stopwatch.GetTimestamp();
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
        return new SimResult(scenario, world.History, world.Steps, violations, Stopwatch.GetElapsedTime(started));
    }
}
