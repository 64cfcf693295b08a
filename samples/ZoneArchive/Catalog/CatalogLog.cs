using ZonedSdk;

namespace ZoneArchive;

/// <summary>
/// Makes changes of the catalog durable: appended to the log, flushed, and only then believed. When a generation has filled its share of
/// the log region, the live entries are copied to other zones as a new generation, and the old zones are reset.
/// </summary>
internal sealed class CatalogLog : IDisposable
{
    private readonly ZonedDevice _device;
    private readonly Superblock _superblock;
    private readonly ZoneStarter _starter;
    private readonly ArchiveStatistics _statistics;
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly Memory<byte> _buffer;
    private LogGeneration _generation;
    private ulong _highestGeneration;
    private Exception? _failure;

    private CatalogLog(ZonedDevice device, Superblock superblock, ZoneStarter starter, ArchiveStatistics statistics, ArchiveCatalog catalog, LogReplay? replay)
    {
        _device = device;
        _superblock = superblock;
        _starter = starter;
        _statistics = statistics;
        _buffer = AlignedBuffer.Allocate(CommitCapacityBytes(device, superblock));
        Catalog = catalog;
        _highestGeneration = replay?.HighestGeneration ?? 0;
        ZoneHeader[] zones = [.. replay?.Zones ?? []];
        _generation = NewGeneration(replay?.Generation ?? 0, zones, replay?.LastSequence ?? 0);
    }

    public ArchiveCatalog Catalog { get; }

    public ulong Generation => _generation.Number;

    /// <summary>Writes the empty catalog of a new volume.</summary>
    public static async Task CreateAsync(ZonedDevice device, Superblock superblock, ZoneStarter starter, ArchiveStatistics statistics)
    {
        using var log = new CatalogLog(device, superblock, starter, statistics, new ArchiveCatalog(superblock.ZoneCount), null);
        await log.StartGenerationAsync();
    }

    /// <summary>Goes on where a replay ended.</summary>
    public static CatalogLog Resume(ZonedDevice device, Superblock superblock, ZoneStarter starter, ArchiveStatistics statistics, LogReplay replay) =>
        new(device, superblock, starter, statistics, replay.Catalog, replay);

    /// <summary>
    /// Makes records durable and takes them over into the catalog. What they speak of must be durable already. It cannot be cancelled:
    /// a commit that has begun is finished.
    /// </summary>
    public async Task CommitAsync(IReadOnlyList<CatalogRecord> records)
    {
        await _gate.WaitAsync(CancellationToken.None);
        try
        {
            if (_failure is not null)
            {
                throw new ArchiveException("The catalog log failed before; open the volume again. What was reported as stored is safe.", _failure);
            }

            await WriteAsync(records);
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose() => _gate.Dispose();

    private async Task WriteAsync(IReadOnlyList<CatalogRecord> records)
    {
        try
        {
            if (!await TryAppendAllAsync(_generation, records, CommitFlags.None) || HasLostZone(_generation))
            {
                // The zones are full, or one went offline and took earlier commits with it. What they said is still in memory.
                await StartGenerationAsync();
                if (!await TryAppendAllAsync(_generation, records, CommitFlags.None) || HasLostZone(_generation))
                {
                    throw new ArchiveException($"The catalog of {Catalog.Count} entries no longer fits its {_superblock.LogZoneCount} log zones. Delete entries, or create a volume with larger zones.");
                }
            }

            await _device.FlushAsync(CancellationToken.None);
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
        LogGeneration fresh = NewGeneration(++_highestGeneration, [], 0, old);
        if (!await TryAppendAllAsync(fresh, Catalog.Export(), CommitFlags.Checkpoint))
        {
            throw new ArchiveException($"The catalog of {Catalog.Count} entries does not fit the log zones that are left of {_superblock.LogZoneCount}. Delete entries, or create a volume with larger zones.");
        }

        await _device.FlushAsync(CancellationToken.None);
        _generation = fresh;
        _statistics.AddCheckpoint();
        foreach (int zone in old.Zones)
        {
            try
            {
                await _device.ResetZoneAsync(zone, CancellationToken.None);
                _statistics.AddZoneReset();
            }
            catch (ZonedIOException error) when (!error.IsFatal())
            {
                // An old generation that stays is harmless: the newest whole one wins.
                _statistics.AddFailure(isFollower: false);
            }
        }
    }

    /// <summary>A generation gets at most half of the region's living zones, so that the next one always has the other half.</summary>
    private LogGeneration NewGeneration(ulong number, ZoneHeader[] zones, ulong lastSequence, LogGeneration? previous = null)
    {
        int[] alive = [.. Enumerable.Range(_superblock.FirstLogZone, _superblock.LogZoneCount)
            .Where(zone => _device.GetZone(zone).Condition is not (ZoneCondition.ReadOnly or ZoneCondition.Offline))];
        HashSet<int> taken = [.. zones.Select(zone => zone.Zone), .. previous?.Zones ?? []];
        int share = Math.Max(1, alive.Length / 2) - zones.Length;
        return new LogGeneration(_device, _superblock, _starter, _statistics, number, zones, lastSequence, alive.Where(zone => !taken.Contains(zone)).Take(Math.Max(0, share)));
    }

    private bool HasLostZone(LogGeneration generation) =>
        generation.Zones.Any(zone => _device.GetZone(zone).Condition is ZoneCondition.Offline);

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
        int paddedBytes = Align.Up(usedBytes, _superblock.BlockSizeBytes);
        _buffer.Span[usedBytes..paddedBytes].Clear();
        return generation.TryAppendAsync(_buffer[..paddedBytes], usedBytes - CommitHeader.SizeBytes, recordCount, flags);
    }

    private static int CommitCapacityBytes(ZonedDevice device, Superblock superblock)
    {
        long zoneRoomBytes = device.GetZone(superblock.FirstLogZone).CapacityBytes - superblock.BlockSizeBytes;
        return (int)Align.Down(Math.Min(Math.Min(device.Limits.MaxAppendBytes, 1 << 20), zoneRoomBytes), superblock.BlockSizeBytes);
    }
}
