using static ZonedSdk.ByteUnits;

namespace ZonedSdk.Backends.Image;

/// <summary>The shape of a new image.</summary>
public sealed record ImageDriveOptions
{
    /// <summary>The device's size in bytes: a multiple of the block size. A last zone that is shorter than the others is allowed.</summary>
    public required long SizeBytes { get; init; }

    /// <summary>Distance between zone starts in bytes: a multiple of the block size.</summary>
    /// <value>Default 256 MiB, as SMR disks have it.</value>
    public long ZoneSizeBytes { get; init; } = 256 * MiB;

    /// <summary>How many bytes of a zone can be written: a multiple of the block size, at most the zone size; 0 = the zone size.</summary>
    /// <value>Default 0.</value>
    public long ZoneCapacityBytes { get; init; }

    /// <summary>So many zones from the start are conventional.</summary>
    /// <value>Default 0.</value>
    public int ConventionalZones { get; init; }

    /// <summary>Most zones open at once; 0 = no limit.</summary>
    /// <value>Default 0.</value>
    public int MaxOpenZones { get; init; }

    /// <summary>Most zones active (open or closed) at once; 0 = no limit.</summary>
    /// <value>Default 0.</value>
    public int MaxActiveZones { get; init; }

    /// <summary>Write granularity in bytes: a power of two, 512 to 65,536.</summary>
    /// <value>Default 4096.</value>
    public int BlockSizeBytes { get; init; } = 4096;

    /// <summary>Which standard's transition rules the drive follows.</summary>
    /// <value>Default ZBC.</value>
    public ZoneFlavour Flavour { get; init; }

    /// <summary>Allocates the whole file at creation, and keeps it allocated over resets. A sparse image takes space as zones are written, and gives it back when they are reset.</summary>
    /// <value>Default false.</value>
    public bool Preallocate { get; init; }

    /// <summary>Most bytes in one command: at least the block size.</summary>
    /// <value>Default 1 MiB.</value>
    public int MaxTransferBytes { get; init; } = (int)MiB;

    /// <summary>Most bytes in one append: at least the block size.</summary>
    /// <value>Default 1 MiB.</value>
    public int MaxAppendBytes { get; init; } = (int)MiB;

    /// <summary>Checks every figure, and says the numbers of the first that is wrong.</summary>
    /// <param name="options">The options.</param>
    internal static void Validate(ImageDriveOptions options)
    {
        // The geometry's own checks cover block size, zone size, device size and the number of zones.
        Geometry geometry = new(options.BlockSizeBytes, options.ZoneSizeBytes, options.SizeBytes);
        if (options.ZoneCapacityBytes < 0 || options.ZoneCapacityBytes > options.ZoneSizeBytes || options.ZoneCapacityBytes % options.BlockSizeBytes != 0)
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.ZoneCapacityBytes, $"ZoneCapacityBytes: the zone capacity must be a multiple of the block size ({options.BlockSizeBytes} bytes) and at most the zone size ({options.ZoneSizeBytes} bytes).");
        }

        if ((uint)options.ConventionalZones > (uint)geometry.ZoneCount)
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.ConventionalZones, $"ConventionalZones: the device has {geometry.ZoneCount} zones; 0 to {geometry.ZoneCount} of them can be conventional.");
        }

        if ((uint)options.MaxActiveZones > Geometry.MaxZoneCount)
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.MaxActiveZones, $"MaxActiveZones: the active limit must be 0 (no limit) to {Geometry.MaxZoneCount} zones.");
        }

        if ((uint)options.MaxOpenZones > Geometry.MaxZoneCount || (options.MaxActiveZones != 0 && options.MaxOpenZones > options.MaxActiveZones))
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.MaxOpenZones, $"MaxOpenZones: the open limit must be 0 (no limit) to {Geometry.MaxZoneCount} zones, and at most the active limit ({options.MaxActiveZones}) where there is one.");
        }

        if (options.Flavour is not (ZoneFlavour.Zbc or ZoneFlavour.Zns))
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.Flavour, "Flavour: the flavour must be Zbc or Zns.");
        }

        if (options.MaxTransferBytes < options.BlockSizeBytes)
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.MaxTransferBytes, $"MaxTransferBytes: a command must take at least one block ({options.BlockSizeBytes} bytes).");
        }

        if (options.MaxAppendBytes < options.BlockSizeBytes)
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.MaxAppendBytes, $"MaxAppendBytes: an append must take at least one block ({options.BlockSizeBytes} bytes).");
        }
    }
}
