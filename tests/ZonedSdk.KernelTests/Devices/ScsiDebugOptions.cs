namespace ZonedSdk.KernelTests.Devices;

/// <summary>What a <see cref="ScsiDebug"/> is made of.</summary>
internal sealed record ScsiDebugOptions
{
    /// <summary>The device's size in MiB.</summary>
    public int SizeMebibytes { get; init; } = 64;

    /// <summary>A zone's length in MiB, a power of two.</summary>
    public int ZoneLengthMebibytes { get; init; } = 4;

    /// <summary>A zone's capacity in MiB; null for its length. A capacity below the length puts gap zones between the zones.</summary>
    public int? ZoneCapacityMebibytes { get; init; }

    /// <summary>How many zones at the start are conventional.</summary>
    public int ConventionalZoneCount { get; init; } = 2;

    /// <summary>The open limit; 0 for none. ZBC has no active limit.</summary>
    public int MaxOpenZones { get; init; } = 4;

    /// <summary>The logical block's size.</summary>
    public int BlockBytes { get; init; } = 4096;
}
