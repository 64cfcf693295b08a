namespace ZonedSdk.Generators.Volumes.Models;

/// <summary>The figures of a drive. Zero stands for "no limit" and for "what the device takes".</summary>
internal sealed record DriveModel
{
    public int BlockSize { get; init; } = 4096;

    public long ZoneSize { get; init; } = 1 << 20;

    /// <summary>Binary logarithm of the zone size; -1 where it is no power of two.</summary>
    public int ZoneShift { get; init; } = 20;

    public long ZoneCapacity { get; init; } = 1 << 20;

    public int ZoneCount { get; init; } = 1;

    public int MaxOpenZones { get; init; } = 1;

    public int MaxActiveZones { get; init; } = 1;

    public int MaxAppendSize { get; init; }

    /// <summary>The zone model, as the runtime's enum names it.</summary>
    public string Model { get; init; } = "HostManaged";

    /// <summary>The flavour, as the runtime's enum names it.</summary>
    public string Flavour { get; init; } = "Zbc";

    public string? SerialPattern { get; init; }

    public long Size => ZoneSize * ZoneCount;
}
