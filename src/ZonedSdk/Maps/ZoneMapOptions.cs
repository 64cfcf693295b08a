namespace ZonedSdk.Maps;

/// <summary>How a map is made.</summary>
public sealed record ZoneMapOptions
{
    /// <summary>The most cells that are accepted.</summary>
    public const int MostCells = 10_000;

    /// <summary>The most cells that a map has. A drive with more zones has several in each cell: 2, 5, 10, 20, 25, 50 and so on.</summary>
    /// <value>Default 2,500, which fit a page; 1 to 10,000. A picture is at most some 320 bytes for each.</value>
    public int MaxCells { get; init; } = 2500;

    /// <summary>What stands above the map.</summary>
    /// <value>Default null: the device's name.</value>
    public string? Title { get; init; }

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxCells, 1, nameof(MaxCells));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MaxCells, MostCells, nameof(MaxCells));
    }
}
