namespace ZonedSdk;

/// <summary>What a device can take at once. Zero means "no limit" for zone counts, as in Linux's sysfs.</summary>
public sealed record Limits
{
    /// <summary>Most zones open (implicitly or explicitly) at once; 0 = no limit. Default 0.</summary>
    public int MaxOpenZones { get; init; }

    /// <summary>Most zones active (open or closed) at once; 0 = no limit. Default 0.</summary>
    public int MaxActiveZones { get; init; }

    /// <summary>Most bytes in one write command to the drive, at least a block; coalesced writes stay below it. A read may be longer: backends whose drive takes no more split it. Default 1 MiB.</summary>
    public int MaxTransferBytes { get; init; } = 1 << 20;

    /// <summary>Most bytes in one append, at least a block; a larger one is refused, never split. Where <see cref="MaxTransferBytes"/> is smaller, that counts. Default 1 MiB.</summary>
    public int MaxAppendBytes { get; init; } = 1 << 20;
}
