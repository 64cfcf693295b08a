namespace ZonedSdk;

/// <summary>What a device can take at once. Zero means "no limit" for zone counts, as in Linux's sysfs.</summary>
public sealed record Limits
{
    /// <summary>Most zones open (implicitly or explicitly) at once; 0 = no limit. Default 0.</summary>
    public int MaxOpenZones { get; init; }

    /// <summary>Most zones active (open or closed) at once; 0 = no limit. Default 0.</summary>
    public int MaxActiveZones { get; init; }

    /// <summary>Most bytes in one command to the drive; coalesced writes stay below it. Default 1 MiB.</summary>
    public int MaxTransferBytes { get; init; } = 1 << 20;

    /// <summary>Most bytes in one append; a larger one is refused, never split. Default 1 MiB.</summary>
    public int MaxAppendBytes { get; init; } = 1 << 20;
}
