namespace ZonedSdk.Tests.Behaviour.Kit;

/// <summary>What a behaviour test asks of a drive. Figures are in blocks where their name says so, so that a table can be read.</summary>
internal sealed record DeviceShape
{
    public int BlockSizeBytes { get; init; } = 4096;

    public long ZoneBlocks { get; init; } = 8;

    /// <summary>Blocks of a zone that can be written; 0 = all.</summary>
    public long CapacityBlocks { get; init; }

    /// <summary>The device's size; not necessarily a multiple of <see cref="ZoneBlocks"/>.</summary>
    public long SizeBlocks { get; init; } = 64;

    public int ConventionalZones { get; init; }

    public ZoneFlavour Flavour { get; init; }

    public int MaxOpenZones { get; init; }

    public int MaxActiveZones { get; init; }

    /// <summary>Commands execute on threads of the drive and overtake each other, instead of on the submitter's own.</summary>
    public bool RunsOnThreads { get; init; }

    /// <summary>The limits as the runtime sees them; small transfers, so that a test reaches their end.</summary>
    public Limits Limits => new() { MaxOpenZones = MaxOpenZones, MaxActiveZones = MaxActiveZones };
}
