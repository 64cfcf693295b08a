using System.Buffers;
using ZonedSdk.CompilerServices;
using ZonedSdk.Interop;
using ZonedSdk.Layouts;

namespace ZonedSdk.Backends.LinuxBlock;

/// <content>Reports from what the kernel keeps of the device's zones: BLKREPORTZONEV2 of include/uapi/linux/blkzoned.h, since Linux 6.19.</content>
public sealed partial class LinuxBlockDrive
{
    /// <summary>_IOWR(0x12, 142, struct blk_zone_report).</summary>
    internal const uint CachedReportRequest = 0xC010128E;

    private const int CachedZonesPerCall = 1024;

    // A kernel does not learn it, and a device cannot change its driver.
    private volatile bool _hasNoCache;

    /// <inheritdoc/>
    public ValueTask<BackendResult> ReportCachedAsync(int firstZone, Memory<ZoneInfo> zones, CancellationToken cancellationToken) =>
        Engine.ReportCachedAsync(firstZone, zones, cancellationToken);

    int ICommandSet.ReportCached(int firstZone, Span<ZoneInfo> zones)
    {
        int code = 0;
        int filled = _hasNoCache ? 0 : ReadCache(firstZone, zones, out code);
        if (filled > 0)
        {
            return filled;
        }

        // SCSI disks say EINVAL to what they do not know, others ENOTTY. Whatever else it was: the drive itself says what is wrong with it.
        _hasNoCache |= code is Errno.NotATerminal or Errno.Invalid or Errno.NotSupported;
        return ((ICommandSet)this).Report(firstZone, zones);
    }

    /// <summary>Encodes the argument of a report from the cache, as <see cref="EncodeReport"/> does one from the drive.</summary>
    internal static void EncodeCachedReport(Span<byte> report, long start, int zones)
    {
        EncodeReport(report, start, zones);
        new BlkZoneReport.Writer(report).Flags = BlkZoneReportFlags.Cached;
    }

    /// <summary>Decodes such a report: the kernel tells a last zone that is shorter than the others with their length.</summary>
    internal static int DecodeCachedReport(ReadOnlySpan<byte> report, Geometry geometry, int firstZone, Span<ZoneInfo> zones)
    {
        int count = DecodeReport(report, geometry, firstZone, zones);
        int last = geometry.ZoneCount - 1 - firstZone;
        if ((uint)last < (uint)count && zones[last].LengthBytes == geometry.ZoneSizeBytes)
        {
            zones[last] = zones[last] with { LengthBytes = geometry.LengthOf(geometry.ZoneCount - 1) };
        }

        return count;
    }

    private int ReadCache(int firstZone, Span<ZoneInfo> zones, out int code)
    {
        int perCall = Math.Min(zones.Length, CachedZonesPerCall);
        byte[] page = ArrayPool<byte>.Shared.Rent(ReportLength(perCall));
        try
        {
            int filled = 0;
            while (true)
            {
                int wanted = Math.Min(zones.Length - filled, perCall);
                Span<byte> report = page.AsSpan(0, ReportLength(wanted));
                report.Clear();
                EncodeCachedReport(report, Geometry.StartOf(firstZone + filled), wanted);
                code = Libc.Control(_device, CachedReportRequest, report);
                int got = code == 0 ? DecodeCachedReport(report, Geometry, firstZone + filled, zones.Slice(filled, wanted)) : 0;
                filled += got;
                if (got == 0 || filled == zones.Length)
                {
                    return filled;
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(page);
        }
    }
}
