using ZonedSdk;

namespace ZoneArchive;

/// <summary>
/// An opened volume. Storing, deleting and reclaiming take turns; reading goes on beside them. The device belongs to the caller.
/// </summary>
internal sealed class Archive : IAsyncDisposable
{
    private readonly ZoneStarter _starter;
    private readonly SegmentWriter _segments;
    private readonly CatalogLog _log;
    private readonly Turns _changes = new();
    private readonly bool _mayBeOutdated;

    private Archive(ArchiveVolume volume, Superblock superblock, ZoneStarter starter, ArchiveStatistics statistics, LogReplay replay, int openZones)
    {
        Volume = volume;
        Superblock = superblock;
        Statistics = statistics;
        _starter = starter;
        Catalog = replay.Catalog;
        Warning = replay.Warning;
        _mayBeOutdated = replay.MayBeOutdated;
        _log = CatalogLog.Resume(new LogContext(volume, superblock, starter, statistics), replay);
        Zones = new DataZones(volume, superblock, Catalog, starter, statistics, openZones);
        _segments = new SegmentWriter(superblock, Zones, statistics);
        Device.ZoneEvent += OnZoneEvent;
    }

    public ArchiveVolume Volume { get; }

    public ZonedDevice Device => Volume.Device;

    public Superblock Superblock { get; }

    public ArchiveCatalog Catalog { get; }

    public ArchiveStatistics Statistics { get; }

    public DataZones Zones { get; }

    /// <summary>The zones of the present generation of the log, copy by copy.</summary>
    public IEnumerable<int> LogZones => _log.Zones.Select(zone => Volume.Log.FirstZone + zone);

    /// <summary>What is wrong with the catalog's log, although the volume could be opened; null when nothing is.</summary>
    public string? Warning { get; }

    /// <summary>Writes an empty volume to a device whose zones are all empty.</summary>
    /// <exception cref="ZoneGeometryMismatchException">The device has too few zones, or none of the kind that is needed.</exception>
    public static async Task FormatAsync(ZonedDevice device, TimeProvider time, CancellationToken cancellationToken)
    {
        ArchiveVolume volume = await ArchiveVolume.OpenAsync(device, cancellationToken);
        Superblock superblock = await SuperblockZone.WriteAsync(volume, ZoneStarter.NewId(), time.GetUtcNow(), cancellationToken);
        var statistics = new ArchiveStatistics();
        await CatalogLog.CreateAsync(new LogContext(volume, superblock, new ZoneStarter(volume, superblock, statistics), statistics));
    }

    /// <summary>Opens the volume of a device: reads the superblock and replays the catalog log.</summary>
    /// <param name="device">The device.</param>
    /// <param name="openZones">Data zones that are appended to at once.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ArchiveFormatException">There is no volume, or its catalog is damaged.</exception>
    /// <exception cref="ZoneGeometryMismatchException">The device has too few zones, or none of the kind that is needed.</exception>
    public static async Task<Archive> OpenAsync(ZonedDevice device, int openZones = 4, CancellationToken cancellationToken = default)
    {
        ArchiveVolume volume = await ArchiveVolume.OpenAsync(device, cancellationToken);
        Superblock superblock = await SuperblockZone.ReadAsync(volume, cancellationToken)
            ?? throw new ArchiveFormatException($"{device.Name} holds no volume of this program: zone {volume.Super.FirstZone} has no intact superblock. Make one with 'create'.");
        var statistics = new ArchiveStatistics();
        var starter = new ZoneStarter(volume, superblock, statistics);
        LogReplay replay = await LogReplay.ReadAsync(volume, superblock, starter, cancellationToken);
        return new Archive(volume, superblock, starter, statistics, replay, openZones);
    }

    /// <summary>Stores items. What the observer hears as stored is durable; a name that exists is replaced by the new version.</summary>
    public Task AddAsync(IEnumerable<SourceItem> items, AddOptions options, IArchiveObserver observer, CancellationToken cancellationToken) => ChangeAsync(
        () => new AddPipeline(Device, _log, _segments, Statistics, observer, options).RunAsync(items, cancellationToken), cancellationToken);

    /// <summary>Takes entries out of the catalog. Their bytes stay until their zones are reclaimed.</summary>
    public Task DeleteAsync(IEnumerable<ArchiveEntry> entries, CancellationToken cancellationToken) => ChangeAsync(
        () => _log.CommitAsync([.. entries.Select(entry => new CatalogRecord.DeleteRecord(entry.FileId))]), cancellationToken);

    /// <summary>Copies what lives out of zones that hold much garbage, and resets them.</summary>
    public async Task<ReclaimReport> ReclaimAsync(ReclaimOptions options, Action<ReclaimReport> progress, CancellationToken cancellationToken)
    {
        ReclaimReport report = new();
        await ChangeAsync(ReclaimAsync, cancellationToken);
        return report;

        async Task ReclaimAsync()
        {
            Zones.AllowLastEmptyZone(true);
            try
            {
                report = await new Reclaimer(this, _log, _segments, options, progress).RunAsync(cancellationToken);
            }
            finally
            {
                Zones.AllowLastEmptyZone(false);
            }
        }
    }

    /// <summary>The incarnation that a data zone's first block carries; null when that block is damaged.</summary>
    public async Task<ulong?> FindIncarnationAsync(int zone, CancellationToken cancellationToken) =>
        (await _starter.ReadDataAsync(zone, cancellationToken))?.Incarnation;

    /// <summary>Bytes of a data zone that were written and belong to no entry.</summary>
    public long GarbageBytes(int zone)
    {
        ZoneInfo info = Volume.Data[zone].Info;
        if (info.Condition is ZoneCondition.ReadOnly or ZoneCondition.Offline)
        {
            // Not to be had back: nothing resets these.
            return 0;
        }

        long writtenBytes = info.WrittenBytes();
        return Math.Max(0, writtenBytes - Superblock.BlockSizeBytes - Catalog.LiveBytes(zone));
    }

    public async ValueTask DisposeAsync()
    {
        Device.ZoneEvent -= OnZoneEvent;
        await _log.DisposeAsync();
        await Zones.DisposeAsync();
    }

    private Task ChangeAsync(Func<Task> change, CancellationToken cancellationToken) => _changes.RunAsync(
        async () =>
        {
            if (_mayBeOutdated)
            {
                // What looks like garbage now may be what the lost commits spoke of.
                throw new ArchiveException(Warning!);
            }

            try
            {
                await change();
            }
            finally
            {
                await Zones.SettleAsync();
            }
        },
        cancellationToken);

    private void OnZoneEvent(object? sender, ZoneEventArgs zoneEvent)
    {
        if (zoneEvent.Kind == ZoneEventKind.Recovered)
        {
            Statistics.AddRecovery();
        }
    }
}
