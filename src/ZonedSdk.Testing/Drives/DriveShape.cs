namespace ZonedSdk.Testing;

/// <summary>The drive that a case asks for. Figures are in blocks where their name says so, so that a table can be read.</summary>
public sealed record DriveShape
{
    /// <summary>Write granularity in bytes.</summary>
    /// <value>Default 4,096.</value>
    public int BlockSizeBytes { get; init; } = 4096;

    /// <summary>Blocks from the start of a zone to the start of the next one.</summary>
    /// <value>Default 8.</value>
    public long ZoneBlocks { get; init; } = 8;

    /// <summary>Blocks of a sequential zone that can be written; 0 = all.</summary>
    /// <value>Default 0.</value>
    public long CapacityBlocks { get; init; }

    /// <summary>The drive's size; not necessarily a multiple of <see cref="ZoneBlocks"/>: the last zone is then shorter.</summary>
    /// <value>Default 64.</value>
    public long SizeBlocks { get; init; } = 64;

    /// <summary>So many zones from the first one are conventional.</summary>
    /// <value>Default 0.</value>
    public int ConventionalZones { get; init; }

    /// <summary>Whose transition rules the drive follows; the target's.</summary>
    /// <value>Default ZBC.</value>
    public ZoneFlavour Flavour { get; init; }

    /// <summary>Most zones open at once; 0 = no limit.</summary>
    /// <value>Default 0.</value>
    public int MaxOpenZones { get; init; }

    /// <summary>Most zones active at once; 0 = no limit.</summary>
    /// <value>Default 0.</value>
    public int MaxActiveZones { get; init; }

    /// <summary>Commands should execute on other threads than the submitter's, so that they overtake each other, where the drive has a choice.</summary>
    /// <value>Default false.</value>
    public bool RunsOnThreads { get; init; }

    /// <summary>The shape as a geometry.</summary>
    public Geometry Geometry => new(BlockSizeBytes, ZoneBlocks * BlockSizeBytes, SizeBlocks * BlockSizeBytes);

    /// <summary>The limits as the runtime is to see them.</summary>
    public Limits Limits => new() { MaxOpenZones = MaxOpenZones, MaxActiveZones = MaxActiveZones };
}
