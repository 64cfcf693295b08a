namespace ZoneArchive;

/// <summary>What the volume is made in.</summary>
internal sealed record CreateOptions
{
    public required string Device { get; init; }

    public long SizeBytes { get; init; }

    public long ZoneSizeBytes { get; init; }

    public long ZoneCapacityBytes { get; init; }

    public int ConventionalZones { get; init; }

    public int MaxOpenZones { get; init; }

    public bool Force { get; init; }
}
