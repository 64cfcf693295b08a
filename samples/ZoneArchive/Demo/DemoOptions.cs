namespace ZoneArchive;

/// <summary>What the demonstration works on.</summary>
internal sealed record DemoOptions
{
    /// <summary>More would say nothing new and make the demonstration long.</summary>
    public const long DefaultLimitBytes = 1L << 30;

    /// <summary>At most so many bytes of files. Default 1 GiB.</summary>
    public long LimitBytes { get; init; } = DefaultLimitBytes;

    /// <summary>The folder to store; null = the .NET SDK's own.</summary>
    public string? Source { get; init; }
}
