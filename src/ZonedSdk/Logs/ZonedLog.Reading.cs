using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ZonedSdk.Annotations;
using ZonedSdk.Logs;

namespace ZonedSdk;

/// <content>Reading: from a number on, to the end or beyond it.</content>
public sealed partial class ZonedLog
{
    /// <summary>Reads the records from a number on, up to the last one that is acknowledged when it is reached.</summary>
    /// <remarks>Any number of readers may read at once, while others append and trim. A reader keeps no zone from being trimmed, however slow it is.</remarks>
    /// <param name="from">The number of the first record to read, at least <see cref="FirstSequence"/>; where no record has it yet, nothing is read.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The records, in the order of their numbers and without a gap.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative.</exception>
    /// <exception cref="ZonedLogTrimmedException">The record was trimmed, or is trimmed before the reader comes to it.</exception>
    /// <exception cref="ZonedLogDamageException">Records are missing. Whoever can do without them begins again at <see cref="ZonedLogDamageException.NextSequence"/>.</exception>
    /// <exception cref="ZonedIOException">The device failed.</exception>
    [DeviceIo]
    public IAsyncEnumerable<ZonedLogRecord> ReadAsync(long from, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(from);
        return EnumerateAsync(from, waits: false, cancellationToken);
    }

    /// <summary>Reads the records from a number on, and each further one when it is acknowledged. Ends only by cancellation, by an exception, or when the caller stops.</summary>
    /// <inheritdoc cref="ReadAsync(long, CancellationToken)" path="/*[self::returns or self::exception]"/>
    /// <remarks>What it gives is not durable yet where the writer did not ask for that: a power cut may still take it. <see cref="DurableSequence"/> tells.</remarks>
    /// <param name="from">The number of the first record to read, at least <see cref="FirstSequence"/>; one that no record has yet is waited for.</param>
    /// <param name="cancellationToken">Ends the reading, and the wait for records.</param>
    /// <exception cref="ZonedLogException">The log takes no more records since a failure, and all that it has were read.</exception>
    /// <exception cref="ObjectDisposedException">The log was disposed.</exception>
    [DeviceIo]
    public IAsyncEnumerable<ZonedLogRecord> TailAsync(long from, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(from);
        return EnumerateAsync(from, waits: true, cancellationToken);
    }

    private async IAsyncEnumerable<ZonedLogRecord> EnumerateAsync(long from, bool waits, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        long next = from;
        LogGroupReader? reader = null;
        try
        {
            while (true)
            {
                cancellationToken.ThrowIfCancellationRequested();
                LogView view = LookAt(next, waits);
                if (view.Segment is not { } segment)
                {
                    if (!waits)
                    {
                        yield break;
                    }

                    await WaitAsync(view.Waiter!, cancellationToken).ConfigureAwait(false);
                    continue;
                }

                if (reader?.Generation != segment.Generation)
                {
                    reader?.Dispose();
                    reader = new LogGroupReader(_device, Identity, segment.Zone, segment.Generation, view.Offset, segment.FirstSequence);
                }

                bool isFound = await reader.MoveNextAsync(view.End, cancellationToken).ConfigureAwait(false);
                if (!isFound || reader.Group.FirstSequence > next)
                {
                    throw MissingOrTrimmed(segment, next, Math.Min(isFound ? reader.Group.FirstSequence : view.Next, view.Next), reader.Unreadable);
                }

                Remember(segment, reader);
                foreach (ZonedLogRecord record in RecordsFrom(reader, segment, next))
                {
                    yield return record;
                    next = record.Sequence + 1;
                }
            }
        }
        finally
        {
            reader?.Dispose();
        }
    }

    // The bytes of the group are the reader's own: the caller gets a copy.
    private IEnumerable<ZonedLogRecord> RecordsFrom(LogGroupReader reader, LogSegment segment, long from)
    {
        int at = reader.Group.HeadBytes;
        for (int index = 0; index < reader.Group.RecordCount; index++)
        {
            long sequence = reader.Group.FirstSequence + index;
            bool isWhole = reader.Group.TryGetRecord(reader.GroupBytes, index, ref at, out ReadOnlySpan<byte> data);
            if (sequence < from)
            {
                continue;
            }

            yield return isWhole ? new ZonedLogRecord(sequence, data.ToArray()) : throw MissingOrTrimmed(segment, sequence, sequence + 1, reader.Unreadable);
        }
    }

    private LogView LookAt(long next, bool waits)
    {
        lock (_gate)
        {
            if (next < FirstLocked())
            {
                throw TrimmedLocked(next);
            }

            if (next >= _acknowledged)
            {
                ObjectDisposedException.ThrowIf(waits && _isClosing, this);
                return waits && _fault is not null
                    ? throw new ZonedLogException(_fault.Message, _fault.InnerException)
                    : new LogView { Waiter = waits ? _changed.Join() : null };
            }

            // The last one that does not begin behind it. None holds numbers that were left out.
            int index = _segments.FindLastIndex(segment => segment.FirstSequence <= next);
            LogSegment? found = index < 0 ? null : _segments[index];
            if (found is null || next >= found.NextSequence)
            {
                long following = index + 1 < _segments.Count ? _segments[index + 1].FirstSequence : _acknowledged;
                throw Missing(next, following, $"no zone of the log holds numbers from {next} to {following - 1}", inner: null);
            }

            return new LogView { Segment = found, Offset = found.PlaceOf(next), End = found.End, Next = found.NextSequence };
        }
    }

    private async ValueTask WaitAsync(TaskCompletionSource waiter, CancellationToken cancellationToken)
    {
        try
        {
            await waiter.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            lock (_gate)
            {
                _changed.Leave(waiter);
            }

            throw;
        }
    }

    private void Remember(LogSegment segment, LogGroupReader reader)
    {
        lock (_gate)
        {
            segment.Remember(reader.Group.FirstSequence, reader.Offset - reader.Group.LengthBytes(_blockBytes));
        }
    }

    private ZonedLogException MissingOrTrimmed(LogSegment segment, long first, long next, ZonedIOException? unreadable)
    {
        lock (_gate)
        {
            // A zone that was reset under the reader holds something else by now.
            if (!_segments.Contains(segment))
            {
                return TrimmedLocked(first);
            }
        }

        string why = unreadable is null ? "their bytes are not those that were written" : unreadable.Message;
        return Missing(first, next, $"zone {segment.Zone} of {_device.Name} held them, and {why}", unreadable);
    }

    private static ZonedLogDamageException Missing(long first, long next, string why, Exception? inner) =>
        new($"Records {first} to {next - 1} of the log are missing: {why}. Restore them from elsewhere; reading can go on at number {next}.", first, next, inner);

    [RequiresLock(nameof(_gate))]
    private ZonedLogTrimmedException TrimmedLocked(long sequence) =>
        new($"Record {sequence} of the log on {_device.Name} was trimmed: the log begins at number {FirstLocked()}. Go on there.", sequence, FirstLocked());

    // What a reader may read: a zone's groups from a place up to those that are acknowledged; no zone where it has to wait.
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct LogView
    {
        public LogSegment? Segment { get; init; }

        public long Offset { get; init; }

        public long End { get; init; }

        public long Next { get; init; }

        public TaskCompletionSource? Waiter { get; init; }
    }
}
