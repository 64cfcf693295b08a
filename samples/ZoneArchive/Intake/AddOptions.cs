namespace ZoneArchive;

/// <summary>How files are brought in.</summary>
internal sealed record AddOptions
{
    /// <summary>Files read and hashed at once. Default 4.</summary>
    public int Readers { get; init; } = 4;

    /// <summary>Appends in flight at once, over all open zones. Default 16.</summary>
    public int Appenders { get; init; } = 16;

    /// <summary>A group is committed when it has so many bytes. Default 64 MiB.</summary>
    public long GroupBytes { get; init; } = 64 << 20;

    /// <summary>A group is committed when it has so many files. Default 4096.</summary>
    public int GroupFiles { get; init; } = 4096;

    /// <summary>The longest that a file which is ready waits for others. Default 1 s.</summary>
    public TimeSpan GroupDelay { get; init; } = TimeSpan.FromSeconds(1);
}
