namespace ZonedSdk.Benchmarks.Bars;

/// <summary>How much a run takes upon itself.</summary>
internal sealed record Effort
{
    /// <summary>How many pairs make a figure. A verdict takes at least 15.</summary>
    public required int Pairs { get; init; }

    /// <summary>How long each side of a pair drives a device.</summary>
    public required TimeSpan Turn { get; init; }

    /// <summary>How long each side of a pair does what takes nanoseconds.</summary>
    public TimeSpan ShortTurn { get; init; } = TimeSpan.FromMilliseconds(4);

    /// <summary>How long such work lasts where threads have to be started for it.</summary>
    public TimeSpan ThreadedTurn { get; init; } = TimeSpan.FromMilliseconds(25);

    /// <summary>How many pairs make a figure of such work: they are cheap.</summary>
    public int ShortPairs { get; init; } = 61;

    /// <summary>How long such work is warmed up.</summary>
    public required TimeSpan WarmUp { get; init; }

    /// <summary>Where files are made; a folder of a file system that takes direct I/O.</summary>
    public required string Folder { get; init; }

    /// <summary>A zoned block device that may be written over; null where there is none.</summary>
    public string? Device { get; init; }

    /// <summary>Enough for a verdict.</summary>
    public static Effort Full(string folder) => new() { Pairs = 15, Turn = TimeSpan.FromMilliseconds(600), WarmUp = TimeSpan.FromMilliseconds(1200), Folder = folder };

    /// <summary>Enough for a verdict of what no disk and no scheduler disturbs.</summary>
    public static Effort Brief(string folder) => new() { Pairs = 15, Turn = TimeSpan.FromMilliseconds(120), WarmUp = TimeSpan.FromMilliseconds(400), Folder = folder };

    /// <summary>A look, and no verdict.</summary>
    public static Effort Glance(string folder) => new() { Pairs = 1, Turn = TimeSpan.FromMilliseconds(150), WarmUp = TimeSpan.FromMilliseconds(250), Folder = folder };
}
