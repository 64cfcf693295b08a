namespace ZonedSdk;

/// <summary>The shape of a zoned device. All zones have the same length, except that the last may be shorter (a runt). Offsets are absolute bytes from the device's start.</summary>
public sealed record Geometry
{
    /// <summary>The smallest block size that is accepted, in bytes.</summary>
    public const int MinBlockSizeBytes = 512;

    /// <summary>The largest block size that is accepted, in bytes.</summary>
    public const int MaxBlockSizeBytes = 65536;

    /// <summary>The largest number of zones that is accepted.</summary>
    public const int MaxZoneCount = 1 << 20;

    /// <summary>Checks and keeps a geometry.</summary>
    /// <param name="blockSizeBytes">Write granularity in bytes: a power of two, 512 to 65,536.</param>
    /// <param name="zoneSizeBytes">Distance between zone starts in bytes: a positive multiple of the block size, not necessarily a power of two.</param>
    /// <param name="sizeBytes">The device's size in bytes: a multiple of the block size; the zone count follows from it.</param>
    /// <exception cref="ArgumentOutOfRangeException">A figure is outside its range.</exception>
    public Geometry(int blockSizeBytes, long zoneSizeBytes, long sizeBytes)
    {
        if (blockSizeBytes is < MinBlockSizeBytes or > MaxBlockSizeBytes || !int.IsPow2(blockSizeBytes))
        {
            throw new ArgumentOutOfRangeException(nameof(blockSizeBytes), blockSizeBytes, "The block size must be a power of two from 512 to 65,536 bytes.");
        }

        if (zoneSizeBytes <= 0 || zoneSizeBytes % blockSizeBytes != 0)
        {
            throw new ArgumentOutOfRangeException(nameof(zoneSizeBytes), zoneSizeBytes, $"The zone size must be a positive multiple of the block size ({blockSizeBytes} bytes).");
        }

        if (sizeBytes <= 0 || sizeBytes % blockSizeBytes != 0)
        {
            throw new ArgumentOutOfRangeException(nameof(sizeBytes), sizeBytes, $"The device size must be a positive multiple of the block size ({blockSizeBytes} bytes).");
        }

        long zoneCount = ((sizeBytes - 1) / zoneSizeBytes) + 1;
        if (zoneCount > MaxZoneCount)
        {
            throw new ArgumentOutOfRangeException(nameof(sizeBytes), sizeBytes, $"{zoneCount} zones of {zoneSizeBytes} bytes are more than the {MaxZoneCount} that are supported; choose a larger zone size.");
        }

        BlockSizeBytes = blockSizeBytes;
        ZoneSizeBytes = zoneSizeBytes;
        SizeBytes = sizeBytes;
        ZoneCount = (int)zoneCount;
    }

    /// <summary>Write granularity in bytes: a power of two, 512 to 65,536.</summary>
    public int BlockSizeBytes { get; }

    /// <summary>Distance between the starts of two zones, in bytes.</summary>
    public long ZoneSizeBytes { get; }

    /// <summary>The device's size in bytes.</summary>
    public long SizeBytes { get; }

    /// <summary>Number of zones, 1 to 1,048,576.</summary>
    public int ZoneCount { get; }

    /// <summary>The absolute offset in bytes at which a zone starts.</summary>
    /// <param name="zone">Zone index, 0 to <see cref="ZoneCount"/> - 1; not checked here.</param>
    public long StartOf(int zone) => zone * ZoneSizeBytes;

    /// <summary>The length of a zone in bytes; only the last zone may be shorter than <see cref="ZoneSizeBytes"/>.</summary>
    /// <param name="zone">Zone index, 0 to <see cref="ZoneCount"/> - 1; not checked here.</param>
    public long LengthOf(int zone) => Math.Min(ZoneSizeBytes, SizeBytes - StartOf(zone));

    /// <summary>The index of the zone that holds an absolute byte offset.</summary>
    /// <param name="offsetBytes">Absolute offset, 0 to <see cref="SizeBytes"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The offset is outside the device.</exception>
    public int ZoneOf(long offsetBytes)
    {
        if ((ulong)offsetBytes >= (ulong)SizeBytes)
        {
            throw new ArgumentOutOfRangeException(nameof(offsetBytes), offsetBytes, $"The device ends at byte {SizeBytes}.");
        }

        return (int)(offsetBytes / ZoneSizeBytes);
    }
}
