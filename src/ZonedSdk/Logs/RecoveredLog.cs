namespace ZonedSdk.Logs;

/// <summary>What the zones say when a log is opened.</summary>
internal sealed class RecoveredLog
{
    public required Guid Identity { get; init; }

    /// <summary>The log's zones in use, oldest first; the last one is read up to its end. Empty for a new log.</summary>
    public required List<LogSegment> Segments { get; init; }

    /// <summary>Zones that may be written from their start, after a reset where they are not empty.</summary>
    public required SortedSet<int> Free { get; init; }

    /// <summary>Zones that are offline or whose headers are damaged: they are left alone.</summary>
    public required SortedSet<int> Dead { get; init; }

    public required long NextSequence { get; init; }

    /// <summary>Larger than every generation that a zone has, or may have had.</summary>
    public required long NextGeneration { get; init; }

    public required List<string> Findings { get; init; }
}
