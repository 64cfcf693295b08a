using ZonedSdk;

namespace ZoneArchive;

/// <summary>Splits a device into superblock, log and data zones, and keeps the superblock.</summary>
internal static class VolumeLayout
{
    private const long MinLogBytes = 4 << 20;

    /// <summary>One byte of log for so many bytes of device, in each set of log zones.</summary>
    private const int LogShare = 512;

    /// <summary>The catalog alternates between two generations, each in two copies.</summary>
    private const int ZoneSets = 2 * LogGeneration.Copies;

    /// <summary>With fewer sequential zones than this the log has one copy: a second one would take too much of the device.</summary>
    private const int MinZonesForCopies = 3 * ZoneSets;

    public static Superblock Plan(ZonedDevice device, ulong volumeId, DateTimeOffset created)
    {
        Geometry geometry = device.Geometry;
        int firstSequential = Enumerable.Range(1, Math.Max(0, geometry.ZoneCount - 1)).FirstOrDefault(zone => device.GetZone(zone).Type is not ZoneType.Conventional, -1);
        if (firstSequential < 0 || geometry.ZoneCount - firstSequential < 3)
        {
            throw new ArchiveException($"{device.Name} has {geometry.ZoneCount} zones; a volume needs zone 0 and three sequential ones behind it.");
        }

        long zoneBytes = device.GetZone(firstSequential).CapacityBytes - geometry.BlockSizeBytes;
        long wanted = (Math.Max(MinLogBytes, geometry.SizeBytes / LogShare) + zoneBytes - 1) / Math.Max(1, zoneBytes);
        int sequentialZones = geometry.ZoneCount - firstSequential;
        int sets = sequentialZones >= MinZonesForCopies ? ZoneSets : ZoneSets / LogGeneration.Copies;
        int most = Math.Max(1, sequentialZones / (4 * sets));
        return new Superblock
        {
            VolumeId = volumeId,
            BlockSizeBytes = geometry.BlockSizeBytes,
            ZoneSizeBytes = geometry.ZoneSizeBytes,
            ZoneCount = geometry.ZoneCount,
            FirstLogZone = firstSequential,
            LogZoneCount = sets * (int)Math.Clamp(wanted, 1, most),
            Created = created,
        };
    }

    /// <summary>Writes both copies and makes them durable.</summary>
    public static async Task WriteSuperblockAsync(ZonedDevice device, Superblock superblock, CancellationToken cancellationToken)
    {
        int blockBytes = superblock.BlockSizeBytes;
        Memory<byte> blocks = AlignedBuffer.Allocate(blockBytes * Superblock.Copies);
        for (int copy = 0; copy < Superblock.Copies; copy++)
        {
            superblock.Write(blocks.Span[(copy * blockBytes)..]);
        }

        await device.WriteAsync(0, blocks, cancellationToken);
        await device.FlushAsync(cancellationToken);
    }

    /// <summary>Reads the superblock: from zone 0, or where that is lost from the head of a log zone; null when there is none.</summary>
    /// <exception cref="ArchiveFormatException">It is intact and does not fit the device.</exception>
    public static async Task<Superblock?> ReadSuperblockAsync(ZonedDevice device, CancellationToken cancellationToken)
    {
        int blockBytes = device.Geometry.BlockSizeBytes;
        Memory<byte> blocks = AlignedBuffer.Allocate(blockBytes * Superblock.Copies);
        if (await TryReadAsync(device, 0, blocks, cancellationToken))
        {
            for (int copy = 0; copy < Superblock.Copies; copy++)
            {
                if (Superblock.TryRead(blocks.Span[(copy * blockBytes)..]) is { } superblock)
                {
                    return Fitting(device, superblock);
                }
            }
        }

        for (int zone = 1; zone < device.Geometry.ZoneCount; zone++)
        {
            bool isWritten = device.GetZone(zone) is { Type: not ZoneType.Conventional } info && info.WrittenBytes() > 0;
            if (isWritten && await TryReadAsync(device, zone, blocks[..blockBytes], cancellationToken)
                && ZoneHeader.TryRead(blocks.Span[..blockBytes]) is { Use: ZoneUse.Log } && Superblock.TryRead(blocks.Span[ZoneHeader.SizeBytes..]) is { } superblock)
            {
                return Fitting(device, superblock);
            }
        }

        return null;
    }

    private static async Task<bool> TryReadAsync(ZonedDevice device, int zone, Memory<byte> blocks, CancellationToken cancellationToken)
    {
        try
        {
            await device.ReadAsync(device.Geometry.StartOf(zone), blocks, cancellationToken);
            return true;
        }
        catch (ZonedIOException error) when (!error.IsFatal())
        {
            return false;
        }
    }

    private static Superblock Fitting(ZonedDevice device, Superblock superblock)
    {
        Geometry geometry = device.Geometry;
        bool fits = superblock.BlockSizeBytes == geometry.BlockSizeBytes && superblock.ZoneSizeBytes == geometry.ZoneSizeBytes && superblock.ZoneCount == geometry.ZoneCount
            && superblock.FirstLogZone > 0 && superblock.LogZoneCount >= 2 && superblock.LogZoneCount < geometry.ZoneCount - superblock.FirstLogZone;
        return fits ? superblock : throw new ArchiveFormatException(
            $"The volume was made for {superblock.ZoneCount} zones of {superblock.ZoneSizeBytes} bytes in blocks of {superblock.BlockSizeBytes}; {device.Name} has {geometry.ZoneCount} of {geometry.ZoneSizeBytes} in blocks of {geometry.BlockSizeBytes}. Open the device that it was made on.");
    }
}
