namespace ZonedSdk.Simulation.Simulator;

/// <summary>What the checker is told beforehand: figures of drive and options, nothing of how the runtime works.</summary>
internal sealed record CheckerFacts
{
    public required int MaxOpen { get; init; }

    public required int MaxActive { get; init; }

    public required bool EnforcesOrder { get; init; }

    public required int FirstSequentialZone { get; init; }

    public required TimeSpan CommandTimeout { get; init; }

    public required TimeSpan ReportTimeout { get; init; }

    public required int ReportAttempts { get; init; }

    public static CheckerFacts Of(Scenario scenario) => new()
    {
        MaxOpen = scenario.Drive.Limits.MaxOpenZones,
        MaxActive = scenario.Drive.Limits.MaxActiveZones,
        EnforcesOrder = scenario.Drive.EnforcesOrder,
        FirstSequentialZone = scenario.Drive.ConventionalZones,
        CommandTimeout = scenario.Device.CommandTimeout,
        ReportTimeout = scenario.Device.ReportTimeout,
        ReportAttempts = scenario.Device.ReportAttempts,
    };
}

/// <summary>Reads a history and says what in it must not be. Knows the protocol's promises, and shares no code with what has to keep them.</summary>
internal static class HistoryChecker
{
    public static IReadOnlyList<Violation> Check(History history, CheckerFacts facts)
    {
        var index = new HistoryIndex(history, facts);
        var found = new List<Violation>();
        EndingRule.Check(index, found);
        AcknowledgementRule.Check(index, found);
        OrderRule.Check(index, found);
        FailureRule.Check(index, found);
        ContentRule.Check(index, found);
        DurabilityRule.Check(index, found);
        LineRule.Check(index, found);
        EpisodeRule.Check(index, found);
        LimitRule.Check(index, found);
        StatusRule.Check(index, found);
        RestRule.Check(index, found);
        return [.. found.OrderBy(v => v.Time)];
    }
}
