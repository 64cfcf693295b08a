using System.Buffers;
using ZonedSdk.Logs.Format;

namespace ZonedSdk.Logs;

/// <summary>Finds where the groups of a zone end, never beyond its write pointer. Opening a log asks this of a zone whose end nobody states, and a write that failed of the zone where it failed: both get the same answer.</summary>
internal static class LogEndScan
{
    /// <summary>Where what was written to a zone ends; its capacity's end where no pointer tells.</summary>
    public static long WrittenEnd(in ZoneInfo info) =>
        info.HasValidWritePointer ? info.WritePointer : info.Condition == ZoneCondition.Offline ? info.Start : info.End;

    /// <summary>Reads on from where the segment ends as far as is known. Whatever is whole is kept; what is missing between is told to who reads it.</summary>
    /// <param name="device">The device.</param>
    /// <param name="log">The log's identity.</param>
    /// <param name="segment">The use of a zone; its end is left as it is.</param>
    /// <param name="isOpening">Nobody knows the segment yet: places of groups are remembered in it. False: readers have it, and each record is looked at, too.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async ValueTask<LogEnd> RunAsync(ZonedDevice device, Guid log, LogSegment segment, bool isOpening, CancellationToken cancellationToken)
    {
        ZoneInfo info = device.GetZone(segment.Zone);
        long writtenEnd = WrittenEnd(info);
        using var reader = new LogGroupReader(device, log, segment.Zone, segment.Generation, segment.End, segment.NextSequence);
        var end = new LogEnd(segment.End, segment.NextSequence, IsCertain: true, IsWhole: true);
        while (await reader.MoveNextAsync(writtenEnd, cancellationToken).ConfigureAwait(false))
        {
            // A zone that was finished reads as zeroes behind what was written to it: no pointer tells any more where a write ended that did not come to its end. The last block of a whole group is never zero.
            if (!info.HasValidWritePointer && !reader.GroupBytes[^device.Geometry.BlockSizeBytes..].ContainsAnyExcept((byte)0))
            {
                return end;
            }

            long offset = reader.Offset - reader.GroupBytes.Length;
            bool follows = reader.Group.FirstSequence == end.NextSequence && offset == end.Offset;
            end = new LogEnd(reader.Offset, reader.Group.NextSequence, IsCertain: true, end.IsWhole && follows && (isOpening || HasItsData(reader)));
            if (isOpening)
            {
                segment.Remember(reader.Group.FirstSequence, offset);
            }
        }

        return end with { IsCertain = await IsEndAsync(device, log, segment, end.Offset, info, cancellationToken).ConfigureAwait(false) };
    }

    private static bool HasItsData(LogGroupReader reader)
    {
        int at = reader.Group.HeadBytes;
        bool isWhole = true;
        for (int index = 0; index < reader.Group.RecordCount; index++)
        {
            isWhole &= reader.Group.TryGetRecord(reader.GroupBytes, index, ref at, out _);
        }

        return isWhole;
    }

    // Whether behind the last whole group there is nothing, or what a write leaves that did not come to its end. Anything else was a group once.
    private static async ValueTask<bool> IsEndAsync(ZonedDevice device, Guid log, LogSegment segment, long end, ZoneInfo info, CancellationToken cancellationToken)
    {
        long writtenEnd = WrittenEnd(info);
        if (end >= writtenEnd)
        {
            return true;
        }

        int blockBytes = device.Geometry.BlockSizeBytes;
        using IMemoryOwner<byte> owner = device.Buffers.Rent(blockBytes);
        Memory<byte> block = owner.Memory[..blockBytes];
        try
        {
            if (await device.ReadAsync(end, block, cancellationToken).ConfigureAwait(false) < blockBytes)
            {
                return !info.HasValidWritePointer;
            }

            if (!LogGroup.TryDecode(block.Span, log, segment.Generation, end - segment.Start, out LogGroup group))
            {
                return !info.HasValidWritePointer && !block.Span.ContainsAnyExcept((byte)0);
            }

            // The drive wrote less than the group says that it has.
            long last = end + group.LengthBytes(blockBytes) - blockBytes;
            return last >= writtenEnd || (!info.HasValidWritePointer
                && (await device.ReadAsync(last, block, cancellationToken).ConfigureAwait(false) < blockBytes || !block.Span.ContainsAnyExcept((byte)0)));
        }
        catch (ZonedIOException e) when (e.Error is ZoneError.Io or ZoneError.ShortTransfer or ZoneError.Corrupt or ZoneError.ZoneOffline or ZoneError.ReadBeyondWritePointer)
        {
            return e.Error == ZoneError.ReadBeyondWritePointer;
        }
    }
}
