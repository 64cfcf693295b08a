namespace ZoneArchive;

/// <summary>Which zones are worth it.</summary>
internal sealed record ReclaimOptions
{
    /// <summary>Zones with a smaller share of garbage are left alone. Default 0.25.</summary>
    public double MinGarbage { get; init; } = 0.25;

    /// <summary>At most so many zones. Default: all.</summary>
    public int MaxZones { get; init; } = int.MaxValue;
}
