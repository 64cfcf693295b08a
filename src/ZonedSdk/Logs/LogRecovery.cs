using System.Buffers;
using System.Buffers.Binary;
using ZonedSdk.Logs.Format;

namespace ZonedSdk.Logs;

/// <summary>Finds a log in its zones: headers tell which zones are in use and in which order, and the newest one is read to its end, never beyond a write pointer.</summary>
internal sealed class LogRecovery(ZonedDevice device, IReadOnlyList<int> zones)
{
    private const int HeadersAtOnce = 32;
    private const int ReadAttempts = 3;

    private readonly Dictionary<int, LogZoneHeader> _headers = [];
    private readonly SortedSet<int> _free = [];
    private readonly SortedSet<int> _dead = [];

    // Zones with something in them that is no log's.
    private readonly SortedSet<int> _foreign = [];
    private readonly List<string> _findings = [];
    private readonly int _blockBytes = device.Geometry.BlockSizeBytes;

    /// <summary>Finds the log, or a place for a new one where all zones are empty.</summary>
    /// <exception cref="ZonedLogException">The zones hold something else, or two logs, or a header cannot be read.</exception>
    public async ValueTask<RecoveredLog> RunAsync(CancellationToken cancellationToken)
    {
        for (int first = 0; first < zones.Count; first += HeadersAtOnce)
        {
            var reads = new List<Task>();
            for (int index = first; index < Math.Min(first + HeadersAtOnce, zones.Count); index++)
            {
                reads.Add(LookAtAsync(zones[index], cancellationToken));
            }

            await Task.WhenAll(reads).ConfigureAwait(false);
        }

        return _headers.Count == 0 ? CreateNew() : await RecoverAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Where what was written to a zone ends; its capacity's end where no pointer tells.</summary>
    public static long WrittenEnd(in ZoneInfo info) =>
        info.HasValidWritePointer ? info.WritePointer : info.Condition == ZoneCondition.Offline ? info.Start : info.End;

    /// <summary>What headers say of the zones that could not be read when they were written.</summary>
    public static uint Fingerprint(SortedSet<int> dead)
    {
        if (dead.Count == 0)
        {
            return 0;
        }

        byte[] indexes = new byte[dead.Count * sizeof(uint)];
        int at = 0;
        foreach (int zone in dead)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(indexes.AsSpan(at), (uint)zone);
            at += sizeof(uint);
        }

        return Math.Max(LogChecksum.Of(indexes), 1);
    }

    private async Task LookAtAsync(int zone, CancellationToken cancellationToken)
    {
        ZoneInfo info = device.GetZone(zone);
        long writtenBytes = WrittenEnd(info) - info.Start;
        (LogZoneHeader? header, bool isBlank) = writtenBytes == 0 ? (null, true) : await ReadHeaderAsync(info, writtenBytes, cancellationToken).ConfigureAwait(false);
        ZoneCondition condition = device.GetZone(zone).Condition;

        // Reads of several zones end at once.
        lock (_headers)
        {
            if (!isBlank && header is null)
            {
                _foreign.Add(zone);
            }

            if (header is { } found)
            {
                _headers.Add(zone, found);
            }
            else if (condition == ZoneCondition.Offline || (!isBlank && writtenBytes > LogZoneHeader.Copies * _blockBytes))
            {
                _dead.Add(zone);
            }
            else if (condition != ZoneCondition.ReadOnly)
            {
                // Nothing, or what a power cut has left of a header: groups come only after it.
                _free.Add(zone);
            }
        }
    }

    // Also whether there is nothing where the header would be, as in a zone that was finished before it was used.
    private async ValueTask<(LogZoneHeader? Header, bool IsBlank)> ReadHeaderAsync(ZoneInfo info, long writtenBytes, CancellationToken cancellationToken)
    {
        using IMemoryOwner<byte> owner = device.Buffers.Rent(_blockBytes);
        Memory<byte> block = owner.Memory[.._blockBytes];
        ZonedIOException? failure = null;
        bool isBlank = true;
        for (int copy = 0; copy < LogZoneHeader.Copies && copy * (long)_blockBytes < writtenBytes; copy++)
        {
            for (int attempt = 1; attempt <= ReadAttempts; attempt++)
            {
                try
                {
                    int readBytes = await device.ReadAsync(info.Start + (copy * _blockBytes), block, cancellationToken).ConfigureAwait(false);
                    if (readBytes == _blockBytes && LogZoneHeader.TryDecode(block.Span, info.Index, _blockBytes, out LogZoneHeader header))
                    {
                        return (header, false);
                    }

                    isBlank &= !block.Span[..readBytes].ContainsAnyExcept((byte)0);
                    break;
                }
                catch (ZonedIOException e) when (e.Error is ZoneError.Io or ZoneError.ShortTransfer or ZoneError.Corrupt)
                {
                    failure = attempt == ReadAttempts ? e : failure;
                }
                catch (ZonedIOException e) when (e.Error is ZoneError.ZoneOffline or ZoneError.ReadBeyondWritePointer)
                {
                    return (null, e.Error == ZoneError.ReadBeyondWritePointer);
                }
            }
        }

        // It may be the newest zone: to go on without it would give its records' numbers to others.
        return failure is null ? (null, isBlank) : throw new ZonedLogException(
            $"Zone {info.Index} of {device.Name} cannot be read where a log's header stands, tried {ReadAttempts} times. Open the log again; where the zone is lost for good and its records may be lost with it, reset it.", failure);
    }

    private RecoveredLog CreateNew()
    {
        if (_foreign.Count + _dead.Count == 0)
        {
            return NewLog();
        }

        int used = _foreign.Count > 0 ? _foreign.Min : _dead.Min;
        ZoneCondition condition = device.GetZone(used).Condition;
        string what = $"Zone {used} of {device.Name} is {condition}, and none of the {zones.Count} zones from zone {zones[0]} on holds a log.";
        throw new ZonedLogException(condition == ZoneCondition.Offline
            ? $"{what} It may have held the only records of one. Leave it out of the zones to begin a new log."
            : $"{what} A new log takes empty zones: reset them if nothing in them is needed. Nothing was changed.");
    }

    private RecoveredLog NewLog()
    {
        return new RecoveredLog
        {
            Identity = Guid.NewGuid(),
            Segments = [],
            Free = _free,
            Dead = _dead,
            NextSequence = 0,
            NextGeneration = 1,
            Findings = _findings,
        };
    }

    private async ValueTask<RecoveredLog> RecoverAsync(CancellationToken cancellationToken)
    {
        LogZoneHeader newest = _headers.Values.MaxBy(header => header.Generation);
        LogZoneHeader other = _headers.Values.FirstOrDefault(header => header.Log != newest.Log);
        if (other.Generation != 0)
        {
            throw new ZonedLogException($"Zone {newest.Zone} of {device.Name} belongs to the log {newest.Log}, zone {other.Zone} to the log {other.Log}. Open each with its own zones. Nothing was changed.");
        }

        List<LogSegment> segments = LinkBackwards(newest);
        foreach (int zone in _headers.Keys.Except(segments.Select(segment => segment.Zone)))
        {
            _free.Add(zone);
        }

        (long next, bool isCertain) = await ScanTailAsync(segments[^1], cancellationToken).ConfigureAwait(false);
        long generation = newest.Generation + 1;
        if (!isCertain || Fingerprint(_dead) is var dead && dead != 0 && dead != newest.DeadZones)
        {
            // What cannot be read may hold newer records. No number of theirs is given again: a zone has no more of them than its table would have room for.
            long skipped = (device.Geometry.ZoneSizeBytes / LogGroup.EntryBytes) + 1;
            _findings.Add($"{Describe(_dead)} Records behind number {next - 1} may be lost; the next one gets number {next + skipped}.");
            next += skipped;
            generation += zones.Count;
        }

        return new RecoveredLog
        {
            Identity = newest.Log,
            Segments = segments,
            Free = _free,
            Dead = _dead,
            NextSequence = next,
            NextGeneration = generation,
            Findings = _findings,
        };
    }

    private string Describe(SortedSet<int> dead) => dead.Count == 0
        ? $"The end of the log on {device.Name} cannot be read."
        : $"Zones of the log on {device.Name} are offline or have damaged headers: {string.Join(", ", dead)}.";

    // From the newest zone each header names the one before. The chain ends at a zone that was reset since.
    private List<LogSegment> LinkBackwards(in LogZoneHeader newest)
    {
        var segments = new List<LogSegment> { SegmentOf(newest) };
        LogZoneHeader present = newest;
        while (present.PreviousGeneration != 0)
        {
            LogSegment following = segments[^1];
            bool isLinked = _headers.TryGetValue(present.PreviousZone, out LogZoneHeader previous) && previous.Generation == present.PreviousGeneration;
            if (!isLinked)
            {
                if (!_dead.Contains(present.PreviousZone))
                {
                    break;
                }

                _findings.Add($"Zone {present.PreviousZone} of {device.Name} is offline or has a damaged header: its records before number {present.FirstSequence} are missing.");
                previous = OldestBefore(present);
                if (previous.Generation == 0)
                {
                    break;
                }
            }

            LogSegment segment = SegmentOf(previous);
            long end = isLinked ? segment.Start + present.PreviousEndBytes : Math.Max(WrittenEnd(device.GetZone(previous.Zone)), segment.DataStart);
            if (previous.Generation >= present.Generation || end < segment.DataStart || end > segment.CapacityEnd || previous.FirstSequence > present.FirstSequence)
            {
                throw new ZonedLogException($"The headers of zones {previous.Zone} and {present.Zone} of {device.Name} contradict each other: generation {previous.Generation} from number {previous.FirstSequence} to byte {end}, generation {present.Generation} from number {present.FirstSequence}. Nothing was changed.");
            }

            segment.End = end;
            segment.NextSequence = following.FirstSequence;
            segment.IsSealed = true;
            segments.Add(segment);
            present = previous;
        }

        segments.Reverse();
        return segments;
    }

    // Behind a zone that cannot tell which one came before it, the next older one does.
    private LogZoneHeader OldestBefore(LogZoneHeader present) => _headers.Values
        .Where(header => header.Generation < present.PreviousGeneration && header.FirstSequence <= present.FirstSequence)
        .OrderByDescending(header => header.Generation)
        .FirstOrDefault();

    private LogSegment SegmentOf(in LogZoneHeader header)
    {
        ZoneInfo info = device.GetZone(header.Zone);
        return new LogSegment(header.Zone, header.Generation, header.FirstSequence, info.Start, info.End, _blockBytes) { IsHeaderDurable = true };
    }

    // Whatever is whole is kept; what is missing between is told to who reads it. The end is behind the last group that is whole.
    private async ValueTask<(long Next, bool IsCertain)> ScanTailAsync(LogSegment tail, CancellationToken cancellationToken)
    {
        ZoneInfo info = device.GetZone(tail.Zone);
        long end = WrittenEnd(info);
        using var reader = new LogGroupReader(device, _headers[tail.Zone].Log, tail.Zone, tail.Generation, tail.DataStart, tail.FirstSequence);
        bool isTorn = false;
        while (!isTorn && await reader.MoveNextAsync(end, cancellationToken).ConfigureAwait(false))
        {
            isTorn = !info.HasValidWritePointer && IsCutShort(reader);
            if (!isTorn)
            {
                tail.Remember(reader.Group.FirstSequence, reader.Offset - reader.GroupBytes.Length);
                tail.NextSequence = reader.Group.NextSequence;
                tail.End = reader.Offset;
            }
        }

        if (info.HasValidWritePointer && info.WritePointer != tail.End)
        {
            _findings.Add($"Zone {tail.Zone} of {device.Name} has its write pointer at byte {info.WritePointer}, and its last whole group ends at {tail.End}. The log goes on in another zone.");
        }

        tail.IsSealed = info.WritePointer != tail.End || !info.HasValidWritePointer || info.Condition == ZoneCondition.ReadOnly;
        return (tail.NextSequence, isTorn || await IsEndAsync(tail, end, info.HasValidWritePointer, cancellationToken).ConfigureAwait(false));
    }

    // A zone that was finished reads as zeroes behind what was written to it: no pointer tells any more where a write ended that did not come to its end.
    private bool IsCutShort(LogGroupReader reader)
    {
        ReadOnlySpan<byte> bytes = reader.GroupBytes;
        if (bytes[^_blockBytes..].ContainsAnyExcept((byte)0))
        {
            return false;
        }

        int at = reader.Group.HeadBytes;
        bool isWhole = true;
        for (int index = 0; index < reader.Group.RecordCount; index++)
        {
            isWhole &= reader.Group.TryGetRecord(bytes, index, ref at, out _);
        }

        return !isWhole;
    }

    /// <summary>Whether behind the last whole group there is nothing, or what a write leaves that did not come to its end: the drive wrote less than the group says that it has. Anything else was a group once.</summary>
    private async ValueTask<bool> IsEndAsync(LogSegment tail, long end, bool hasPointer, CancellationToken cancellationToken)
    {
        if (tail.End >= end)
        {
            return true;
        }

        using IMemoryOwner<byte> owner = device.Buffers.Rent(_blockBytes);
        Memory<byte> block = owner.Memory[.._blockBytes];
        try
        {
            if (await device.ReadAsync(tail.End, block, cancellationToken).ConfigureAwait(false) < _blockBytes)
            {
                return !hasPointer;
            }
        }
        catch (ZonedIOException e) when (e.Error is ZoneError.Io or ZoneError.ShortTransfer or ZoneError.Corrupt or ZoneError.ZoneOffline or ZoneError.ReadBeyondWritePointer)
        {
            return e.Error == ZoneError.ReadBeyondWritePointer;
        }

        return LogGroup.TryDecode(block.Span, _headers[tail.Zone].Log, tail.Generation, tail.End - tail.Start, out LogGroup group)
            ? group.LengthBytes(_blockBytes) > end - tail.End
            : !hasPointer && !block.Span.ContainsAnyExcept((byte)0);
    }
}
