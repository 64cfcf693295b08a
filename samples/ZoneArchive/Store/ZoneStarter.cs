using System.Security.Cryptography;
using ZonedSdk;
using ZonedSdk.CompilerServices;

namespace ZoneArchive;

/// <summary>Begins a zone's new life: reset if it holds anything, then its header with a fresh incarnation. And reads the header of a zone in use.</summary>
internal sealed class ZoneStarter(ArchiveVolume volume, Superblock superblock, ArchiveStatistics statistics)
{
    private const int MaxAttempts = 3;

    /// <summary>64 random bits: the name of a volume, a file, or one life of a zone.</summary>
    public static ulong NewId()
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        RandomNumberGenerator.Fill(bytes);
        return BitConverter.ToUInt64(bytes);
    }

    /// <summary>Starts a data zone. It must hold nothing that is needed.</summary>
    /// <returns>The header that now stands in its first block; null when the zone does not take it: use another one.</returns>
    public Task<ZoneHeader?> TryStartDataAsync(int zone, CancellationToken cancellationToken) => TryStartAsync(
        volume.Data[zone],
        new ZoneHeader(superblock.VolumeId, ZoneUse.Data, zone, NewId()),
        async (block, token) =>
        {
            await using ArchiveVolume.DataLease lease = await volume.Data[zone].OpenAsync(token);
            return (await lease.AppendAsync(block, token)).OffsetInZone;
        },
        cancellationToken);

    /// <summary>Starts a zone of the catalog log. It must hold nothing that is needed.</summary>
    /// <returns>The header that now stands in its first block; null when the zone does not take it: use another one.</returns>
    public Task<ZoneHeader?> TryStartLogAsync(int zone, LogPlace place, CancellationToken cancellationToken) => TryStartAsync(
        volume.Log[zone],
        new ZoneHeader(superblock.VolumeId, ZoneUse.Log, zone, NewId(), place),
        async (block, token) =>
        {
            await using ArchiveVolume.LogLease lease = await volume.Log[zone].OpenAsync(token);
            return (await lease.AppendAsync(block, token)).OffsetInZone;
        },
        cancellationToken);

    /// <summary>Reads the header of a data zone; null when it holds none that belongs to this volume and zone.</summary>
    public Task<ZoneHeader?> ReadDataAsync(int zone, CancellationToken cancellationToken) => ReadAsync(volume.Data[zone], ZoneUse.Data, cancellationToken);

    /// <summary>Reads the header of a zone of the catalog log; null when it holds none that belongs to this volume and zone.</summary>
    public Task<ZoneHeader?> ReadLogAsync(int zone, CancellationToken cancellationToken) => ReadAsync(volume.Log[zone], ZoneUse.Log, cancellationToken);

    private async Task<ZoneHeader?> TryStartAsync(
        SequentialVolumeZone zone, ZoneHeader header, Func<ReadOnlyMemory<byte>, CancellationToken, Task<long>> append, CancellationToken cancellationToken)
    {
        Memory<byte> block = AlignedBuffer.Allocate(volume.Device.Geometry.BlockSizeBytes);
        header.Write(block.Span);
        if (header.Use == ZoneUse.Log)
        {
            // So that the superblock's own zone is not the only place that says what the volume is.
            superblock.Write(block.Span[ZoneHeader.SizeBytes..]);
        }

        for (int attempt = 0; attempt < MaxAttempts; attempt++)
        {
            try
            {
                if (zone.Info.Condition is not ZoneCondition.Empty)
                {
                    await zone.ResetAsync(cancellationToken);
                    statistics.AddZoneReset();
                }

                // The header may land although its append is reported as failed. The zone is then not empty, and the next attempt resets
                // it: no doubt remains about what stands in the first block.
                if (await append(block, cancellationToken) == 0)
                {
                    return header;
                }
            }
            catch (ZonedIOException error) when (!error.IsFatal())
            {
                statistics.AddFailure(isFollower: false);
                if (error.KillsZone())
                {
                    break;
                }
            }
        }

        statistics.AddZoneRetired();
        return null;
    }

    private async Task<ZoneHeader?> ReadAsync(SequentialVolumeZone zone, ZoneUse use, CancellationToken cancellationToken)
    {
        if (zone.Info.WrittenBytes() == 0)
        {
            return null;
        }

        Memory<byte> block = AlignedBuffer.Allocate(volume.Device.Geometry.BlockSizeBytes);
        try
        {
            await zone.ReadAsync(0, block, cancellationToken);
        }
        catch (ZonedIOException error) when (!error.IsFatal())
        {
            return null;
        }

        return ZoneHeader.TryRead(block.Span) is { } header && header.VolumeId == superblock.VolumeId && header.Zone == zone.Index && header.Use == use ? header : null;
    }
}
