namespace ZonedSdk.Cli;

/// <summary>How a drive is watched.</summary>
internal sealed record WatchOptions
{
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>0 = until it is stopped.</summary>
    public int Count { get; init; }

    public bool IsAscii { get; init; }
}
