using ZonedSdk;

namespace ZoneArchive;

/// <summary>
/// Makes changes of the catalog durable: appended to the log, flushed, and only then believed. When a generation has filled its share of
/// the log region, the live entries are copied to other zones as a new generation, and the old zones are reset.
/// </summary>
internal sealed class CatalogLog : IAsyncDisposable
{
    private readonly LogContext _context;
    private readonly Turns _commits = new();
    private readonly Memory<byte> _buffer;
    private LogGeneration _generation;
    private ulong _highestGeneration;
    private Exception? _failure;

    private CatalogLog(LogContext context, ArchiveCatalog catalog, ulong highestGeneration)
    {
        _context = context;
        _buffer = AlignedBuffer.Allocate(CommitCapacityBytes(context));
        Catalog = catalog;
        _highestGeneration = highestGeneration;
        _generation = new LogGeneration(context, 0, 0, []);
    }

    public ArchiveCatalog Catalog { get; }

    /// <summary>The zones of the present generation, copy by copy, as indices of log zones.</summary>
    public IEnumerable<int> Zones => _generation.Zones;

    /// <summary>Writes the empty catalog of a new volume.</summary>
    public static async Task CreateAsync(LogContext context)
    {
        await using var log = new CatalogLog(context, new ArchiveCatalog(context.Volume.Data.ZoneCount), 0);
        await log.StartGenerationAsync();
    }

    /// <summary>Goes on where a replay ended.</summary>
    public static CatalogLog Resume(LogContext context, LogReplay replay)
    {
        var log = new CatalogLog(context, replay.Catalog, replay.HighestGeneration);
        HashSet<int> taken = [.. replay.Zones.Select(zone => zone.Zone)];
        log._generation = new LogGeneration(log._context, replay, log.FreeZones(taken).Take(Math.Max(0, log.Share - taken.Count)));
        return log;
    }

    /// <summary>
    /// Makes records durable and takes them over into the catalog. What they speak of must be durable already. It cannot be cancelled:
    /// a commit that has begun is finished.
    /// </summary>
    public Task CommitAsync(IReadOnlyList<CatalogRecord> records) => _commits.RunAsync(
        () => _failure is null
            ? WriteAsync(records)
            : throw new ArchiveException("The catalog log failed before; open the volume again. What was reported as stored is safe.", _failure),
        CancellationToken.None);

    public ValueTask DisposeAsync() => _generation.DisposeAsync();

    private async Task WriteAsync(IReadOnlyList<CatalogRecord> records)
    {
        try
        {
            bool isFresh = false;
            records = [.. NewlyLostZones(), .. records];
            while (!_generation.IsWhole || !await TryAppendAllAsync(_generation, records, CommitFlags.None) || HasLostZone(_generation))
            {
                if (isFresh && !HasLostZone(_generation))
                {
                    throw new ArchiveException($"The catalog of {Catalog.Count} entries no longer fits its {_context.Superblock.LogZoneCount} log zones. Delete entries, or create a volume with larger zones.");
                }

                // The zones are full, or one went offline and took commits with it. What they said is still in memory.
                await StartGenerationAsync();
                isFresh = true;
            }

            await _context.Volume.Device.FlushAsync(CancellationToken.None);
        }
        catch (Exception error)
        {
            // The log may now hold more than the catalog in memory says. Reading it again settles that; going on would not.
            _failure = error;
            throw;
        }

        foreach (CatalogRecord record in records)
        {
            Catalog.Apply(record);
        }
    }

    /// <summary>Copies the live entries to zones that the present generation does not use, then gives its zones back.</summary>
    private async Task StartGenerationAsync()
    {
        LogGeneration old = _generation;
        LogGeneration? fresh = null;
        await old.SealAsync();
        int[] free = [.. FreeZones([.. old.Zones]).Take(Share)];

        // Where the zones that are left do not hold two copies, one is better than none.
        for (int copies = Math.Min(LogGeneration.Copies, free.Length); copies > 0 && fresh is null; copies--)
        {
            var candidate = new LogGeneration(_context, ++_highestGeneration, copies, free);
            if (await TryAppendAllAsync(candidate, [.. LostZones([.. free]), .. Catalog.Export()], CommitFlags.Checkpoint))
            {
                fresh = candidate;
            }
            else
            {
                await candidate.DisposeAsync();
            }
        }

        if (fresh is null)
        {
            throw new ArchiveException($"The catalog of {Catalog.Count} entries does not fit the log zones that are left of {_context.Superblock.LogZoneCount}. Delete entries, or create a volume with larger zones.");
        }

        await _context.Volume.Device.FlushAsync(CancellationToken.None);
        _generation = fresh;
        _context.Statistics.AddCheckpoint();
        foreach (int zone in old.Zones.Where(zone => !IsOffline(zone)))
        {
            try
            {
                await _context.Volume.Log[zone].ResetAsync(CancellationToken.None);
                _context.Statistics.AddZoneReset();
            }
            catch (ZonedIOException error) when (!error.IsFatal())
            {
                // An old generation that stays is harmless: the newest whole one wins.
                _context.Statistics.AddFailure(isFollower: false);
            }
        }
    }

    private IEnumerable<int> LogZones => Enumerable.Range(0, _context.Volume.Log.ZoneCount);

    /// <summary>A generation gets at most half of the region's living zones, so that the next one always has the other half.</summary>
    private int Share => Math.Max(1, (FreeZones([]).Count() + 1) / 2);

    private IEnumerable<int> FreeZones(HashSet<int> taken) => LogZones.Where(zone =>
        !taken.Contains(zone) && _context.Volume.Log[zone].Info.Condition is not (ZoneCondition.ReadOnly or ZoneCondition.Offline));

    private bool IsOffline(int zone) => _context.Volume.Log[zone].Info.Condition is ZoneCondition.Offline;

    private bool HasLostZone(LogGeneration generation) => generation.Zones.Any(IsOffline);

    /// <summary>Says of zones that can hold nothing of a generation, for they take no writes, that they are not missed if they cannot be read.</summary>
    private IEnumerable<CatalogRecord> LostZones(HashSet<int> used)
    {
        HashSet<int> writable = [.. FreeZones([])];
        return LogZones.Where(zone => !writable.Contains(zone) && !used.Contains(zone)).Select(zone => new CatalogRecord.LostZoneRecord(zone));
    }

    private IEnumerable<CatalogRecord> NewlyLostZones() => LostZones([.. _generation.Zones, .. Catalog.LostLogZones]);

    private async Task<bool> TryAppendAllAsync(LogGeneration generation, IEnumerable<CatalogRecord> records, CommitFlags flags)
    {
        int used = CommitHeader.SizeBytes;
        int count = 0;
        foreach (CatalogRecord record in records)
        {
            if (used + record.EncodedBytes > _buffer.Length)
            {
                if (!await TrySealAsync(generation, used, count, flags))
                {
                    return false;
                }

                used = CommitHeader.SizeBytes;
                count = 0;
            }

            record.Write(_buffer.Span[used..]);
            used += record.EncodedBytes;
            count++;
        }

        return await TrySealAsync(generation, used, count, flags.HasFlag(CommitFlags.Checkpoint) ? flags | CommitFlags.CheckpointEnd : flags);
    }

    private Task<bool> TrySealAsync(LogGeneration generation, int usedBytes, int recordCount, CommitFlags flags)
    {
        int paddedBytes = Align.Up(usedBytes, _context.Superblock.BlockSizeBytes);
        _buffer.Span[usedBytes..paddedBytes].Clear();
        return generation.TryAppendAsync(_buffer[..paddedBytes], usedBytes - CommitHeader.SizeBytes, recordCount, flags);
    }

    private static int CommitCapacityBytes(LogContext context)
    {
        int blockBytes = context.Superblock.BlockSizeBytes;
        long zoneRoomBytes = context.Volume.Log[0].Info.CapacityBytes - blockBytes;
        return (int)Align.Down(Math.Min(Math.Min(context.Volume.Device.Limits.MaxAppendBytes, 1 << 20), zoneRoomBytes), blockBytes);
    }
}
