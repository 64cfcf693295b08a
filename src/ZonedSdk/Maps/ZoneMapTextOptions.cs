namespace ZonedSdk.Maps;

/// <summary>How a map is drawn for a terminal.</summary>
public sealed record ZoneMapTextOptions
{
    /// <summary>The narrowest map.</summary>
    public const int LeastWidthColumns = 24;

    /// <summary>The widest map.</summary>
    public const int MostWidthColumns = 1000;

    /// <summary>How wide a line is at most, in characters.</summary>
    /// <value>Default 80; 24 to 1,000.</value>
    public int WidthColumns { get; init; } = 80;

    /// <summary>How many rows of cells there are at most. What surrounds them takes some ten lines more.</summary>
    /// <value>Default 24; 1 to 1,000.</value>
    public int MaxRows { get; init; } = 24;

    /// <summary>Whether escape sequences set colours. Without them open zones are letters instead of blocks.</summary>
    /// <value>Default false.</value>
    public bool HasColours { get; init; }

    /// <summary>Whether only ASCII is written: digits instead of blocks.</summary>
    /// <value>Default false.</value>
    public bool IsAscii { get; init; }

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(WidthColumns, LeastWidthColumns, nameof(WidthColumns));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(WidthColumns, MostWidthColumns, nameof(WidthColumns));
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxRows, 1, nameof(MaxRows));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MaxRows, 1000, nameof(MaxRows));
    }
}
