namespace ZonedSdk.Generators.Volumes.Parsing;

/// <summary>A drive's figures as they were written, by attribute or in a file; null is what was not said.</summary>
internal sealed record VolumeFigures
{
    public long? Model { get; init; }

    public long? Flavour { get; init; }

    public long? ZoneSize { get; init; }

    public long? ZoneCapacity { get; init; }

    public long? ZoneCount { get; init; }

    public long? LogicalBlockSize { get; init; }

    public long? WriteGranularity { get; init; }

    public long? ConventionalZones { get; init; }

    public long? MaxOpenZones { get; init; }

    public long? MaxActiveZones { get; init; }

    public long? MaxAppendSize { get; init; }

    public string? SerialPattern { get; init; }

    /// <summary>What a file says of it; an attribute's is known before the file is read.</summary>
    public long? Target { get; init; }
}
