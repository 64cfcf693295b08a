using System.Collections.Concurrent;
using ZonedSdk;

namespace ZoneArchive;

/// <summary>Appends segments: many at once, and again where one fails.</summary>
internal sealed class SegmentWriter(Superblock superblock, DataZones zones, ArchiveStatistics statistics)
{
    private const int MaxAttempts = 10;
    private readonly ConcurrentBag<Segment> _idle = [];

    /// <summary>A segment with room in a zone, as much as the zone has left, up to one append.</summary>
    public async Task<Segment> BeginAsync(CancellationToken cancellationToken) =>
        Begin(await zones.ReserveAsync(superblock.BlockSizeBytes, zones.SegmentBytes, isAppender: false, cancellationToken));

    /// <summary>A segment that holds at least one piece of this length.</summary>
    public async Task<Segment> BeginForAsync(int payloadBytes, CancellationToken cancellationToken)
    {
        int lengthBytes = Align.Up(ExtentHeader.SizeBytes + payloadBytes, superblock.BlockSizeBytes);
        return Begin(await zones.ReserveAsync(lengthBytes, Math.Max(lengthBytes, zones.SegmentBytes), isAppender: false, cancellationToken));
    }

    /// <summary>The buffer is one that an earlier append is done with, if there is one.</summary>
    private Segment Begin(Reservation reservation)
    {
        Segment segment = _idle.TryTake(out Segment? idle) ? idle : new Segment(AlignedBuffer.Allocate(zones.SegmentBytes));
        segment.Begin(reservation);
        return segment;
    }

    /// <summary>Gives up a segment that nothing was put into.</summary>
    public async Task AbandonAsync(Segment segment)
    {
        await zones.ReturnAsync(segment.Reservation);
        _idle.Add(segment);
    }

    /// <summary>
    /// Appends a segment and tells its pieces where they are. A failed append is made again, in the same zone or another one: its offset was
    /// never promised to anybody, and what it may have left in the zone is never looked at.
    /// </summary>
    /// <exception cref="ZonedIOException">The drive as a whole takes no more writes, or one segment failed too often.</exception>
    public async Task WriteAsync(Segment segment, CancellationToken cancellationToken)
    {
        int lengthBytes = Align.Up(segment.UsedBytes, superblock.BlockSizeBytes);
        for (int attempt = 1; ; attempt++)
        {
            while (!await zones.TryBeginAsync(segment.Reservation, cancellationToken))
            {
                segment.MoveTo(await zones.ReserveAsync(lengthBytes, lengthBytes, isAppender: true, cancellationToken));
            }

            Reservation reservation = segment.Reservation;
            ReadOnlyMemory<byte> data = segment.Stamp(superblock.VolumeId, superblock.BlockSizeBytes);
            try
            {
                ArchiveVolume.DataAddress address = await reservation.Zone.Lease.AppendAsync(data, cancellationToken);
                await zones.SucceededAsync(reservation, data.Length);
                segment.Landed(address);
                statistics.AddAppend(segment.PieceCount);
                _idle.Add(segment);
                return;
            }
            catch (ZonedIOException error) when (!error.IsFatal() && attempt < MaxAttempts)
            {
                await zones.FailedAsync(reservation, error);
            }

            segment.MoveTo(await zones.ReserveAsync(lengthBytes, lengthBytes, isAppender: true, cancellationToken));
            statistics.AddReappend();
        }
    }
}
