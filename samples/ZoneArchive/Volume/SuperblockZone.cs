using ZonedSdk;
using ZonedSdk.CompilerServices;

namespace ZoneArchive;

/// <summary>Keeps the superblock: it says how the zones are split, and that they are.</summary>
internal static class SuperblockZone
{
    /// <summary>Makes the superblock of a new volume, writes both copies and makes them durable.</summary>
    public static async Task<Superblock> WriteAsync(ArchiveVolume volume, ulong volumeId, DateTimeOffset created, CancellationToken cancellationToken)
    {
        Superblock superblock = Describe(volume, volumeId, created);
        int blockBytes = superblock.BlockSizeBytes;
        Memory<byte> blocks = AlignedBuffer.Allocate(blockBytes * Superblock.Copies);
        for (int copy = 0; copy < Superblock.Copies; copy++)
        {
            superblock.Write(blocks.Span[(copy * blockBytes)..]);
        }

        await using ArchiveVolume.SuperLease lease = await volume.Super[0].OpenAsync(cancellationToken);
        await lease.WriteAsync(volume.Super[0].At(0), blocks, cancellationToken);
        await volume.Device.FlushAsync(cancellationToken);

        // Nothing is ever written behind it, so the zone need not hold one of the drive's active places.
        await lease.FinishAsync(cancellationToken);
        return superblock;
    }

    /// <summary>Reads the superblock: from its own zone, or where that is lost from the head of a log zone; null when there is none.</summary>
    /// <exception cref="ArchiveFormatException">It is intact and does not fit the device.</exception>
    public static async Task<Superblock?> ReadAsync(ArchiveVolume volume, CancellationToken cancellationToken)
    {
        int blockBytes = volume.Device.Geometry.BlockSizeBytes;
        Memory<byte> blocks = AlignedBuffer.Allocate(blockBytes * Superblock.Copies);
        if (await TryReadAsync(volume.Super[0], blocks, cancellationToken))
        {
            for (int copy = 0; copy < Superblock.Copies; copy++)
            {
                if (Superblock.TryRead(blocks.Span[(copy * blockBytes)..]) is { } superblock)
                {
                    return Fitting(volume, superblock);
                }
            }
        }

        for (int zone = 0; zone < volume.Log.ZoneCount; zone++)
        {
            bool isRead = volume.Log[zone].Info.WrittenBytes() > 0 && await TryReadAsync(volume.Log[zone], blocks[..blockBytes], cancellationToken);
            if (isRead && ZoneHeader.TryRead(blocks.Span[..blockBytes]) is { Use: ZoneUse.Log } && Superblock.TryRead(blocks.Span[ZoneHeader.SizeBytes..]) is { } superblock)
            {
                return Fitting(volume, superblock);
            }
        }

        return null;
    }

    private static async Task<bool> TryReadAsync(SequentialVolumeZone zone, Memory<byte> blocks, CancellationToken cancellationToken)
    {
        try
        {
            await zone.ReadAsync(0, blocks, cancellationToken);
            return true;
        }
        catch (ZonedIOException error) when (!error.IsFatal())
        {
            return false;
        }
    }

    private static Superblock Fitting(ArchiveVolume volume, Superblock superblock)
    {
        Geometry geometry = volume.Device.Geometry;
        return superblock == Describe(volume, superblock.VolumeId, superblock.Created) ? superblock : throw new ArchiveFormatException(
            $"The volume was made for {superblock.ZoneCount} zones of {superblock.ZoneSizeBytes} bytes in blocks of {superblock.BlockSizeBytes}, {superblock.LogZoneCount} of them for the catalog from zone {superblock.FirstLogZone} on; {volume.Device.Name} has {geometry.ZoneCount} of {geometry.ZoneSizeBytes} in blocks of {geometry.BlockSizeBytes}, {volume.Log.ZoneCount} of them for the catalog from zone {volume.Log.FirstZone} on. Open the device that it was made on.");
    }

    private static Superblock Describe(ArchiveVolume volume, ulong volumeId, DateTimeOffset created) => new()
    {
        VolumeId = volumeId,
        Created = created,
        BlockSizeBytes = volume.Device.Geometry.BlockSizeBytes,
        ZoneSizeBytes = volume.Device.Geometry.ZoneSizeBytes,
        ZoneCount = volume.Device.Geometry.ZoneCount,
        FirstLogZone = volume.Log.FirstZone,
        LogZoneCount = volume.Log.ZoneCount,
    };
}
