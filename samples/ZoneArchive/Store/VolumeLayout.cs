using ZonedSdk;

namespace ZoneArchive;

/// <summary>Splits a device into superblock, log and data zones, and keeps the superblock.</summary>
internal static class VolumeLayout
{
    private const long MinLogBytes = 4 << 20;

    /// <summary>One byte of log for so many bytes of device; twice, since the catalog alternates between two sets of zones.</summary>
    private const int LogShare = 512;

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
        int most = Math.Max(1, (geometry.ZoneCount - firstSequential) / 8);
        return new Superblock
        {
            VolumeId = volumeId,
            BlockSizeBytes = geometry.BlockSizeBytes,
            ZoneSizeBytes = geometry.ZoneSizeBytes,
            ZoneCount = geometry.ZoneCount,
            FirstLogZone = firstSequential,
            LogZoneCount = 2 * (int)Math.Clamp(wanted, 1, most),
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

    /// <summary>Reads the superblock; null when neither copy is intact.</summary>
    /// <exception cref="ArchiveFormatException">It is intact and does not fit the device.</exception>
    public static async Task<Superblock?> ReadSuperblockAsync(ZonedDevice device, CancellationToken cancellationToken)
    {
        Geometry geometry = device.Geometry;
        Memory<byte> blocks = AlignedBuffer.Allocate(geometry.BlockSizeBytes * Superblock.Copies);
        await device.ReadAsync(0, blocks, cancellationToken);
        for (int copy = 0; copy < Superblock.Copies; copy++)
        {
            if (Superblock.TryRead(blocks.Span[(copy * geometry.BlockSizeBytes)..]) is not { } superblock)
            {
                continue;
            }

            bool fits = superblock.BlockSizeBytes == geometry.BlockSizeBytes && superblock.ZoneSizeBytes == geometry.ZoneSizeBytes && superblock.ZoneCount == geometry.ZoneCount
                && superblock.FirstLogZone > 0 && superblock.LogZoneCount >= 2 && superblock.LogZoneCount < geometry.ZoneCount - superblock.FirstLogZone;
            return fits ? superblock : throw new ArchiveFormatException(
                $"The volume was made for {superblock.ZoneCount} zones of {superblock.ZoneSizeBytes} bytes in blocks of {superblock.BlockSizeBytes}; {device.Name} has {geometry.ZoneCount} of {geometry.ZoneSizeBytes} in blocks of {geometry.BlockSizeBytes}. Open the device that it was made on.");
        }

        return null;
    }
}
