using System.Security.Cryptography;
using ZonedSdk;

namespace ZoneArchive;

/// <summary>Begins a zone's new life: reset if it holds anything, then its header with a fresh incarnation. And reads the header of a zone in use.</summary>
internal sealed class ZoneStarter(ZonedDevice device, ArchiveStatistics statistics)
{
    private const int MaxAttempts = 3;

    /// <summary>64 random bits: the name of a volume, a file, or one life of a zone.</summary>
    public static ulong NewId()
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        RandomNumberGenerator.Fill(bytes);
        return BitConverter.ToUInt64(bytes);
    }

    /// <summary>Starts a zone. It must hold nothing that is needed.</summary>
    /// <returns>The header that now stands in its first block; null when the zone does not take it: use another one.</returns>
    public async Task<ZoneHeader?> TryStartAsync(Superblock superblock, ZoneUse use, int zone, LogPlace log, CancellationToken cancellationToken)
    {
        var header = new ZoneHeader(superblock.VolumeId, use, zone, NewId(), log);
        Memory<byte> block = AlignedBuffer.Allocate(device.Geometry.BlockSizeBytes);
        header.Write(block.Span);
        if (use == ZoneUse.Log)
        {
            // So that zone 0 is not the only place that says what the volume is.
            superblock.Write(block.Span[ZoneHeader.SizeBytes..]);
        }

        for (int attempt = 0; attempt < MaxAttempts; attempt++)
        {
            try
            {
                if (device.GetZone(zone).Condition is not ZoneCondition.Empty)
                {
                    await device.ResetZoneAsync(zone, cancellationToken);
                    statistics.AddZoneReset();
                }

                // The header may land although its append is reported as failed. The zone is then not empty, and the next attempt resets
                // it: no doubt remains about what stands in the first block.
                await device.AppendAsync(zone, block, cancellationToken);
                return header;
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

    /// <summary>Reads the header of a zone; null when it holds none that belongs to this volume, zone and use.</summary>
    public async Task<ZoneHeader?> ReadAsync(ulong volumeId, ZoneUse use, int zone, CancellationToken cancellationToken)
    {
        ZoneInfo info = device.GetZone(zone);
        if (info.WrittenBytes() == 0 || info.Type is ZoneType.Conventional)
        {
            return null;
        }

        Memory<byte> block = AlignedBuffer.Allocate(device.Geometry.BlockSizeBytes);
        try
        {
            await device.ReadAsync(info.Start, block, cancellationToken);
        }
        catch (ZonedIOException error) when (!error.IsFatal())
        {
            return null;
        }

        return ZoneHeader.TryRead(block.Span) is { } header && header.VolumeId == volumeId && header.Zone == zone && header.Use == use ? header : null;
    }
}
