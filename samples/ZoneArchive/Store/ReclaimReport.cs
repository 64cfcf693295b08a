namespace ZoneArchive;

/// <summary>What a reclaim did.</summary>
internal sealed record ReclaimReport
{
    public int Candidates { get; init; }

    public int ZonesReset { get; init; }

    public long BytesCopied { get; init; }

    public long BytesFreed { get; init; }

    /// <summary>One sentence for each zone that was left as it is.</summary>
    public IReadOnlyList<string> Left { get; init; } = [];
}
