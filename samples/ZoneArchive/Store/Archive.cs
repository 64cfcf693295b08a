using ZonedSdk;

namespace ZoneArchive;

/// <summary>
/// An opened volume. Storing, deleting and reclaiming take turns; reading goes on beside them. The device belongs to the caller.
/// </summary>
internal sealed class Archive : IDisposable
{
    private readonly ZoneStarter _starter;
    private readonly SegmentWriter _segments;
    private readonly CatalogLog _log;
    private readonly SemaphoreSlim _changing = new(1, 1);
    private readonly bool _mayBeOutdated;

    private Archive(ZonedDevice device, Superblock superblock, ZoneStarter starter, ArchiveStatistics statistics, LogReplay replay, int openZones)
    {
        Device = device;
        Superblock = superblock;
        Statistics = statistics;
        _starter = starter;
        Catalog = replay.Catalog;
        Warning = replay.Warning;
        _mayBeOutdated = replay.MayBeOutdated;
        _log = CatalogLog.Resume(device, superblock, starter, statistics, replay);
        Zones = new DataZones(device, superblock, Catalog, starter, statistics, openZones);
        _segments = new SegmentWriter(device, superblock, Zones, statistics);
        device.ZoneEvent += OnZoneEvent;
    }

    public ZonedDevice Device { get; }

    public Superblock Superblock { get; }

    public ArchiveCatalog Catalog { get; }

    public ArchiveStatistics Statistics { get; }

    public DataZones Zones { get; }

    /// <summary>The zones of the present generation of the log, copy by copy.</summary>
    public IEnumerable<int> LogZones => _log.Zones;

    /// <summary>What is wrong with the catalog's log, although the volume could be opened; null when nothing is.</summary>
    public string? Warning { get; }

    /// <summary>Writes an empty volume to a device whose zones are all empty.</summary>
    public static async Task FormatAsync(ZonedDevice device, TimeProvider time, CancellationToken cancellationToken)
    {
        Superblock superblock = VolumeLayout.Plan(device, ZoneStarter.NewId(), time.GetUtcNow());
        await VolumeLayout.WriteSuperblockAsync(device, superblock, cancellationToken);
        var statistics = new ArchiveStatistics();
        await CatalogLog.CreateAsync(device, superblock, new ZoneStarter(device, statistics), statistics);
    }

    /// <summary>Opens the volume of a device: reads the superblock and replays the catalog log.</summary>
    /// <param name="device">The device.</param>
    /// <param name="openZones">Data zones that are appended to at once.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ArchiveFormatException">There is no volume, or its catalog is damaged.</exception>
    public static async Task<Archive> OpenAsync(ZonedDevice device, int openZones = 4, CancellationToken cancellationToken = default)
    {
        Superblock superblock = await VolumeLayout.ReadSuperblockAsync(device, cancellationToken)
            ?? throw new ArchiveFormatException($"{device.Name} holds no volume of this program: zone 0 has no intact superblock. Make one with 'create'.");
        var statistics = new ArchiveStatistics();
        var starter = new ZoneStarter(device, statistics);
        LogReplay replay = await LogReplay.ReadAsync(device, superblock, starter, cancellationToken);
        return new Archive(device, superblock, starter, statistics, replay, openZones);
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
        (await _starter.ReadAsync(Superblock.VolumeId, ZoneUse.Data, zone, cancellationToken))?.Incarnation;

    /// <summary>Bytes of a zone that were written and belong to no entry.</summary>
    public long GarbageBytes(int zone)
    {
        ZoneInfo info = Device.GetZone(zone);
        if (info.Type is ZoneType.Conventional || info.Condition is ZoneCondition.ReadOnly or ZoneCondition.Offline)
        {
            // Not to be had back: nothing resets these.
            return 0;
        }

        long writtenBytes = info.WrittenBytes();
        return Math.Max(0, writtenBytes - Superblock.BlockSizeBytes - Catalog.LiveBytes(zone));
    }

    public void Dispose()
    {
        Device.ZoneEvent -= OnZoneEvent;
        _changing.Dispose();
        _log.Dispose();
        Zones.Dispose();
    }

    private async Task ChangeAsync(Func<Task> change, CancellationToken cancellationToken)
    {
        if (_mayBeOutdated)
        {
            // What looks like garbage now may be what the lost commits spoke of.
            throw new ArchiveException(Warning!);
        }

        await _changing.WaitAsync(cancellationToken);
        try
        {
            await change();
        }
        finally
        {
            await Zones.SettleAsync();
            _changing.Release();
        }
    }

    private void OnZoneEvent(object? sender, ZoneEventArgs zoneEvent)
    {
        if (zoneEvent.Kind == ZoneEventKind.Recovered)
        {
            Statistics.AddRecovery();
        }
    }
}
