namespace ZoneArchive;

/// <summary>What a verification found.</summary>
internal sealed record VerifyReport
{
    public int Entries { get; init; }

    public long Extents { get; init; }

    /// <summary>Bytes of payload that were read and are right.</summary>
    public long Bytes { get; init; }

    /// <summary>One sentence for each piece that is lost.</summary>
    public IReadOnlyList<string> Bad { get; init; } = [];

    /// <summary>Bytes in data zones that belong to no entry; reclaim brings them back.</summary>
    public long OrphanBytes { get; init; }
}
