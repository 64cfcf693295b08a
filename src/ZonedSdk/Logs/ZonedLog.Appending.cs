using ZonedSdk.Annotations;
using ZonedSdk.Logs;
using ZonedSdk.Logs.Format;

namespace ZonedSdk;

/// <content>Appending: one loop makes groups of what waits and hands them over, in order; their ends are taken in order, too.</content>
public sealed partial class ZonedLog
{
    // Written once and failed: they come first, with the numbers that they had.
    [GuardedBy(nameof(_gate))]
    private readonly Queue<LogAppend> _again = new();

    [GuardedBy(nameof(_gate))]
    private readonly Queue<LogAppend> _waiting = new();

    // At the drive, in the order of their numbers.
    [GuardedBy(nameof(_gate))]
    private readonly Queue<LogWrite> _writes = new();

    // The number of the next record that is given a place.
    [GuardedBy(nameof(_gate))]
    private long _nextSequence;

    // All below can be read.
    [GuardedBy(nameof(_gate))]
    private long _acknowledged;

    [GuardedBy(nameof(_gate))]
    private int _inFlight;

    // The first failure since the last zone was begun.
    [GuardedBy(nameof(_gate))]
    private Exception? _failure;

    [GuardedBy(nameof(_gate))]
    private int _failuresInARow;

    [GuardedBy(nameof(_gate))]
    private bool _isPumping;

    [GuardedBy(nameof(_gate))]
    private bool _isFull;

    [GuardedBy(nameof(_gate))]
    private bool _isClosing;

    private enum PumpStep
    {
        Rest,
        Write,
        BeginZone,
    }

    /// <summary>Appends a record.</summary>
    /// <param name="data">The record, 0 to <see cref="MaxRecordBytes"/> bytes. It belongs to the append until the task has ended.</param>
    /// <param name="cancellationToken">Takes the record back as long as it has no place in a write: it is not appended then. After that the append is seen to its end.</param>
    /// <returns>The record's number. It and every record before it are acknowledged by the drive, and not yet durable.</returns>
    /// <exception cref="ArgumentException">The record is too long.</exception>
    /// <exception cref="ZonedLogFullException">No zone is free, and <see cref="ZonedLogOptions.WaitForRoom"/> is not set.</exception>
    /// <exception cref="ZonedLogException">The record could not be written, or the log takes no more records since a failure; open it again.</exception>
    /// <exception cref="ObjectDisposedException">The log was disposed.</exception>
    [DeviceIo]
    public ValueTask<long> AppendAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken = default)
    {
        if (data.Length > MaxRecordBytes)
        {
            throw new ArgumentException($"A record of {data.Length} bytes is too long: the log on {_device.Name} takes up to {MaxRecordBytes}. Split it, or open the log with a larger {nameof(ZonedLogOptions.MaxGroupBytes)} where the device takes longer writes ({_device.Limits.MaxTransferBytes} bytes).", nameof(data));
        }

        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<long>(cancellationToken);
        }

        LogAppend append = new(data, _continuations);
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isClosing, this);
            if (_device.Options.ReadOnly)
            {
                return ValueTask.FromException<long>(new ZonedLogException($"{_device.Name} was opened for reading only. Open it without ReadOnly to append."));
            }

            if (_fault is not null)
            {
                return ValueTask.FromException<long>(AgainLocked(append));
            }

            _waiting.Enqueue(append);
        }

        StartLoop();
        return cancellationToken.CanBeCanceled && !append.Task.IsCompleted ? new ValueTask<long>(CancellableAsync(append, cancellationToken)) : new ValueTask<long>(append.Task);
    }

    /// <summary>Appends a record and, if asked, waits until it is durable.</summary>
    /// <inheritdoc cref="AppendAsync(ReadOnlyMemory{byte}, CancellationToken)"/>
    /// <param name="data">The record, 0 to <see cref="MaxRecordBytes"/> bytes. It belongs to the append until the task has ended.</param>
    /// <param name="durability">When the record counts as appended.</param>
    /// <param name="cancellationToken">As without durability; also ends the wait for the flush, and the record is appended all the same.</param>
    /// <returns>The record's number.</returns>
    [DeviceIo]
    public async ValueTask<long> AppendAsync(ReadOnlyMemory<byte> data, Durability durability, CancellationToken cancellationToken = default)
    {
        if (durability is not (Durability.Acknowledged or Durability.Flushed))
        {
            throw new ArgumentOutOfRangeException(nameof(durability), durability, $"There is no such {nameof(Durability)}; nothing was appended.");
        }

        long sequence = await AppendAsync(data, cancellationToken).ConfigureAwait(false);
        if (durability == Durability.Flushed)
        {
            await FlushUpToAsync(sequence + 1, cancellationToken).ConfigureAwait(false);
        }

        return sequence;
    }

    private async Task<long> CancellableAsync(LogAppend append, CancellationToken cancellationToken)
    {
        CancellationTokenRegistration registration = cancellationToken.UnsafeRegister(
            static (state, token) =>
            {
                (ZonedLog log, LogAppend cancelled) = ((ZonedLog, LogAppend))state!;
                log.Cancel(cancelled, token);
            },
            (this, append));
        await using (registration.ConfigureAwait(false))
        {
            return await append.Task.ConfigureAwait(false);
        }
    }

    private void Cancel(LogAppend append, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (append.IsTaken)
            {
                return;
            }

            // It stays in its queue and is passed over there.
            append.IsCancelled = true;
        }

        append.Cancel(cancellationToken);
    }

    // Starts the loop unless it runs: it looks again at everything before it rests.
    private void StartLoop()
    {
        lock (_gate)
        {
            if (_isPumping)
            {
                return;
            }

            _isPumping = true;
        }

        _ = PumpAsync();
    }

    private async Task PumpAsync()
    {
        while (true)
        {
            LogWrite? write;
            PumpStep step;
            List<TaskCompletionSource>? waiting = null;
            lock (_gate)
            {
                step = NextStepLocked(out write);
                _isPumping = step != PumpStep.Rest;
                if (!_isPumping && _isClosing)
                {
                    waiting = _changed.Take();
                }
            }

            switch (step)
            {
                case PumpStep.Write:
                    _ = RunAsync(write!);
                    break;
                case PumpStep.BeginZone:
                    await BeginZoneAsync().ConfigureAwait(false);
                    break;
                default:
                    LogSignal.Wake(waiting ?? []);
                    return;
            }
        }
    }

    [RequiresLock(nameof(_gate))]
    private PumpStep NextStepLocked(out LogWrite? write)
    {
        write = null;
        while (_again.Count == 0 && _waiting.TryPeek(out LogAppend? cancelled) && cancelled.IsCancelled)
        {
            _waiting.Dequeue();
        }

        bool hasWork = _again.Count + _waiting.Count > 0;
        if (_fault is not null || !hasWork || _isFull || _inFlight == _options.MaxWritesInFlight || (_failure is not null && _inFlight > 0))
        {
            return PumpStep.Rest;
        }

        LogAppend first = _again.Count > 0 ? _again.Peek() : _waiting.Peek();
        LogSegment? segment = _segments.Count == 0 || _segments[^1].IsSealed ? null : _segments[^1];
        long at = segment is null ? 0 : EndOfWritesLocked(segment);
        if (segment is null || _failure is not null || LogGroup.LengthOf(1, first.Data.Length, _blockBytes) > segment.CapacityEnd - at)
        {
            // A zone ends when all that was written to it has ended.
            return _inFlight > 0 ? PumpStep.Rest : PumpStep.BeginZone;
        }

        write = TakeLocked(segment, at);
        return PumpStep.Write;
    }

    [RequiresLock(nameof(_gate))]
    private long EndOfWritesLocked(LogSegment segment)
    {
        long end = segment.End;
        foreach (LogWrite write in _writes)
        {
            end += write.Group.LengthBytes(_blockBytes);
        }

        return end;
    }

    // As many as there are and fit: nobody waits for more to come.
    [RequiresLock(nameof(_gate))]
    private LogWrite TakeLocked(LogSegment segment, long at)
    {
        var appends = new List<LogAppend>();
        long room = Math.Min(_maxGroupBytes, segment.CapacityEnd - at);
        long dataBytes = 0;
        Queue<LogAppend> queue = _again.Count > 0 ? _again : _waiting;
        while (queue.TryPeek(out LogAppend? append) && (append.IsCancelled || LogGroup.LengthOf(appends.Count + 1, dataBytes + append.Data.Length, _blockBytes) <= room))
        {
            queue.Dequeue();
            if (!append.IsCancelled)
            {
                append.IsTaken = true;
                dataBytes += append.Data.Length;
                appends.Add(append);
            }

            queue = _again.Count > 0 ? _again : _waiting;
        }

        LogGroup group = new(Identity, segment.Generation, at - segment.Start, _nextSequence, appends.Count, (int)dataBytes);
        var write = new LogWrite(segment, group, appends);
        _nextSequence = group.NextSequence;
        _writes.Enqueue(write);
        _inFlight++;
        return write;
    }

    private async Task RunAsync(LogWrite write)
    {
        Exception? failure = null;
        try
        {
            await write.RunAsync(_device).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            // Whatever it was, somebody waits for each of these records.
            failure = e;
        }

        var appended = new List<LogWrite>();
        List<TaskCompletionSource> waiting;
        lock (_gate)
        {
            EndLocked(write, failure, appended);
            waiting = appended.Count > 0 ? _changed.Take() : [];
        }

        foreach (LogWrite ended in appended)
        {
            for (int index = 0; index < ended.Appends.Count; index++)
            {
                ended.Appends[index].Succeed(ended.Group.FirstSequence + index);
            }
        }

        LogSignal.Wake(waiting);
        StartLoop();
    }

    // Only what has nothing unfinished or failed before it counts: a reader, and a flush, may rely on all before it.
    [RequiresLock(nameof(_gate))]
    private void EndLocked(LogWrite write, Exception? failure, List<LogWrite> appended)
    {
        _inFlight--;
        write.IsEnded = true;
        write.Failure = failure;
        _failure ??= failure;
        while (_writes.TryPeek(out LogWrite? first) && first is { IsEnded: true, Failure: null })
        {
            _writes.Dequeue();
            LogSegment segment = first.Segment;
            segment.Remember(first.Group.FirstSequence, segment.Start + first.Group.OffsetInZone);
            segment.End = segment.Start + first.Group.OffsetInZone + first.Group.LengthBytes(_blockBytes);
            segment.NextSequence = first.Group.NextSequence;
            _acknowledged = first.Group.NextSequence;
            _failuresInARow = 0;
            appended.Add(first);
        }

        if (_failure is not null && _inFlight == 0)
        {
            _failuresInARow++;
            _nextSequence = _acknowledged;
            TakeBackLocked();
        }
    }

    // Those behind the first that failed are written again with it, whatever became of them: their place is behind it. Some may have been taken back before; they come behind these.
    [RequiresLock(nameof(_gate))]
    private void TakeBackLocked()
    {
        LogAppend[] later = [.. _again];
        _again.Clear();
        foreach (LogAppend append in _writes.SelectMany(write => write.Appends))
        {
            append.WasWritten = true;
            _again.Enqueue(append);
        }

        foreach (LogAppend append in later)
        {
            _again.Enqueue(append);
        }

        _writes.Clear();
    }
}
