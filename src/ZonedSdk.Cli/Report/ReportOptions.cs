namespace ZonedSdk.Cli;

/// <summary>What a report lists, and how.</summary>
internal sealed record ReportOptions
{
    public ZoneSelection? Zones { get; init; }

    public ReportFilter Filter { get; init; }

    public ReportSource Source { get; init; }

    public bool IsJson { get; init; }
}
