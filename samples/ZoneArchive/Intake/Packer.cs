using System.Threading.Channels;
using Microsoft.Win32.SafeHandles;

namespace ZoneArchive;

/// <summary>
/// One reader of the pipeline: reads files into its own segment, piece behind piece, and hands full segments to the appenders. Small files
/// share a segment; a large one goes through many.
/// </summary>
internal sealed class Packer(SegmentWriter writer, ChannelWriter<Segment> full, ArchiveStatistics statistics)
{
    /// <summary>A file is not cut for the sake of a rest smaller than this, unless nothing else fits a zone.</summary>
    private const int MinPieceBytes = 4096;

    private Segment? _segment;

    /// <summary>Reads one item. Its draft becomes ready when all its pieces have landed.</summary>
    public async Task AddAsync(SourceItem item, FileDraft draft, CancellationToken cancellationToken)
    {
        if (item.Kind != EntryKind.File)
        {
            draft.Complete(0);
            return;
        }

        using SafeFileHandle file = File.OpenHandle(item.Path, options: FileOptions.Asynchronous | FileOptions.SequentialScan);
        long position = 0;
        while (true)
        {
            Segment segment = await SegmentWithRoomAsync(cancellationToken);
            (int lengthBytes, bool atEnd) = await FillAsync(file, position, segment.NextPayload(), cancellationToken);
            if (lengthBytes > 0)
            {
                segment.Add(draft, draft.NextSequence(), position, lengthBytes);
                position += lengthBytes;
                statistics.AddBytesRead(lengthBytes);
            }

            if (atEnd)
            {
                draft.Complete(position);
                return;
            }
        }
    }

    /// <summary>Hands over the last segment, however little is in it.</summary>
    public async Task FinishAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _segment, null) is not { } segment)
        {
            return;
        }

        if (segment.PieceCount == 0)
        {
            await writer.AbandonAsync(segment);
        }
        else
        {
            await full.WriteAsync(segment, cancellationToken);
        }
    }

    private async Task<Segment> SegmentWithRoomAsync(CancellationToken cancellationToken)
    {
        if (_segment is not null && (_segment.PayloadRoomBytes < 1 || (_segment.PieceCount > 0 && _segment.PayloadRoomBytes < MinPieceBytes)))
        {
            await FinishAsync(cancellationToken);
        }

        return _segment ??= await writer.BeginAsync(cancellationToken);
    }

    private static async Task<(int LengthBytes, bool AtEnd)> FillAsync(SafeFileHandle file, long position, Memory<byte> target, CancellationToken cancellationToken)
    {
        int filled = 0;
        while (filled < target.Length)
        {
            int count = await RandomAccess.ReadAsync(file, target[filled..], position + filled, cancellationToken);
            if (count == 0)
            {
                return (filled, true);
            }

            filled += count;
        }

        return (filled, false);
    }
}
