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
        long writtenBytes = LogEndScan.WrittenEnd(info) - info.Start;
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

    // Also whether there is nothing where the header and the first group would be, as in a zone that was finished before it was used. A pointer behind the header tells of groups, whatever became of them.
    private async ValueTask<(LogZoneHeader? Header, bool IsBlank)> ReadHeaderAsync(ZoneInfo info, long writtenBytes, CancellationToken cancellationToken)
    {
        using IMemoryOwner<byte> owner = device.Buffers.Rent(_blockBytes);
        Memory<byte> block = owner.Memory[.._blockBytes];
        ZonedIOException? failure = null;
        bool isBlank = !info.HasValidWritePointer || writtenBytes <= LogZoneHeader.Copies * _blockBytes;
        for (int copy = 0; copy < LogZoneHeader.Copies + (isBlank ? 1 : 0) && copy * (long)_blockBytes < writtenBytes; copy++)
        {
            for (int attempt = 1; attempt <= ReadAttempts; attempt++)
            {
                try
                {
                    int readBytes = await device.ReadAsync(info.Start + (copy * _blockBytes), block, cancellationToken).ConfigureAwait(false);
                    if (copy < LogZoneHeader.Copies && readBytes == _blockBytes && LogZoneHeader.TryDecode(block.Span, info.Index, _blockBytes, out LogZoneHeader header))
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

        List<LogSegment> segments = await LinkBackwardsAsync(newest, cancellationToken).ConfigureAwait(false);
        foreach (int zone in _headers.Keys.Except(segments.Select(segment => segment.Zone)))
        {
            _free.Add(zone);
        }

        LogEnd end = await ScanTailAsync(segments[^1], cancellationToken).ConfigureAwait(false);
        long next = end.NextSequence;
        long generation = newest.Generation + 1;
        if (!end.IsCertain || Fingerprint(_dead) is var dead && dead != 0 && dead != newest.DeadZones)
        {
            // What cannot be read may hold newer records. No number of theirs is given again: a zone has no more of them than its table would have room for.
            long skipped = ((device.Geometry.ZoneSizeBytes / LogGroup.EntryBytes) + 1) * (1 + _dead.Count);
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
    private async ValueTask<List<LogSegment>> LinkBackwardsAsync(LogZoneHeader newest, CancellationToken cancellationToken)
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
            LogEnd scanned = isLinked ? default : await LogEndScan.RunAsync(device, newest.Log, segment, isOpening: true, cancellationToken).ConfigureAwait(false);
            long end = isLinked ? segment.Start + present.PreviousEndBytes : scanned.Offset;
            if (previous.Generation >= present.Generation || end < segment.DataStart || end > segment.CapacityEnd || previous.FirstSequence > present.FirstSequence)
            {
                throw new ZonedLogException($"The headers of zones {previous.Zone} and {present.Zone} of {device.Name} contradict each other: generation {previous.Generation} from number {previous.FirstSequence} to byte {end}, generation {present.Generation} from number {present.FirstSequence}. Nothing was changed.");
            }

            segment.End = end;
            segment.NextSequence = isLinked ? following.FirstSequence : Math.Min(scanned.NextSequence, following.FirstSequence);
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

    private async ValueTask<LogEnd> ScanTailAsync(LogSegment tail, CancellationToken cancellationToken)
    {
        ZoneInfo info = device.GetZone(tail.Zone);
        LogEnd end = await LogEndScan.RunAsync(device, _headers[tail.Zone].Log, tail, isOpening: true, cancellationToken).ConfigureAwait(false);
        tail.End = end.Offset;
        tail.NextSequence = end.NextSequence;
        if (info.HasValidWritePointer && info.WritePointer != tail.End)
        {
            _findings.Add($"Zone {tail.Zone} of {device.Name} has its write pointer at byte {info.WritePointer}, and its last whole group ends at {tail.End}. The log goes on in another zone.");
        }

        tail.IsSealed = info.WritePointer != tail.End || !info.HasValidWritePointer || info.Condition == ZoneCondition.ReadOnly;
        return end;
    }
}
