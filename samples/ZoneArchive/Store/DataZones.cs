using ZonedSdk;

namespace ZoneArchive;

/// <summary>
/// Hands out room in data zones. A few zones are open at once, taken in turn, each with many appends in flight. A zone that fails too
/// often, or dies, is retired: the others take over.
/// </summary>
internal sealed class DataZones : IDisposable
{
    private const int MaxFailuresPerZone = 4;

    private readonly ZonedDevice _device;
    private readonly Superblock _superblock;
    private readonly ArchiveCatalog _catalog;
    private readonly ZoneStarter _starter;
    private readonly ArchiveStatistics _statistics;
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly List<DataZone> _open = [];
    private readonly HashSet<int> _retired = [];
    private readonly HashSet<int> _barred = [];
    private readonly HashSet<int> _touched = [];
    private readonly int _openTarget;
    private int _turn;
    private int _cursor;
    private bool _mayUseLastEmptyZone;

    public DataZones(ZonedDevice device, Superblock superblock, ArchiveCatalog catalog, ZoneStarter starter, ArchiveStatistics statistics, int openZones)
    {
        _device = device;
        _superblock = superblock;
        _catalog = catalog;
        _starter = starter;
        _statistics = statistics;

        // One for the catalog log, one to spare: the drive's limits hold for all that is open.
        int limit = Math.Min(Limit(device.Limits.MaxOpenZones), Limit(device.Limits.MaxActiveZones));
        _openTarget = Math.Clamp(openZones, 1, Math.Max(1, limit - 2));
        long usable = Math.Min(device.Limits.MaxAppendBytes, device.GetZone(superblock.ZoneCount - 1).CapacityBytes - superblock.BlockSizeBytes);
        SegmentBytes = (int)Align.Down(Math.Clamp(usable, superblock.BlockSizeBytes, 1 << 20), superblock.BlockSizeBytes);

        static int Limit(int zones) => zones == 0 ? int.MaxValue : zones;
    }

    /// <summary>The largest segment: one append.</summary>
    public int SegmentBytes { get; }

    /// <summary>Promises room in one of the open zones.</summary>
    /// <param name="leastBytes">What is needed, a multiple of the block.</param>
    /// <param name="wantedBytes">What is taken where the zone in turn has it; otherwise all that it has, so that zones fill to their last byte.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ArchiveException">No data zone has room.</exception>
    public async Task<Reservation> ReserveAsync(int leastBytes, int wantedBytes, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            while (true)
            {
                while (_open.Count < _openTarget && await NextZoneAsync(cancellationToken) is { } next)
                {
                    _open.Add(next);
                }

                if (_open.Count == 0)
                {
                    throw new ArchiveException($"No room: none of the zones {_superblock.FirstDataZone} to {_superblock.ZoneCount - 1} takes another {leastBytes} bytes. What was reported as stored is safe. Delete entries and reclaim, or use a larger drive.");
                }

                for (int i = 0; i < _open.Count; i++)
                {
                    DataZone zone = _open[_turn++ % _open.Count];
                    if (zone.RoomBytes >= leastBytes)
                    {
                        return Promise(zone, (int)Math.Min(wantedBytes, zone.RoomBytes));
                    }
                }

                // Every open zone has too little room left for this one: the fullest makes place for a new one.
                await SealAsync(_open.MinBy(zone => zone.RoomBytes)!);
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>The append has succeeded; what it did not use of its reservation goes back to the zone.</summary>
    public async Task SucceededAsync(Reservation reservation, int usedBytes)
    {
        await _gate.WaitAsync(CancellationToken.None);
        reservation.Zone.ReservedBytes -= reservation.LengthBytes;
        reservation.Zone.RoomBytes += reservation.LengthBytes - usedBytes;
        Reopen(reservation.Zone);
        _gate.Release();
    }

    /// <summary>The segment was never appended.</summary>
    public Task ReturnAsync(Reservation reservation) => SucceededAsync(reservation, usedBytes: 0);

    /// <summary>The append has failed, and the runtime has recovered the zone. What it landed is garbage; how much room is left, the zone says.</summary>
    public async Task FailedAsync(Reservation reservation, ZonedIOException error)
    {
        await _gate.WaitAsync(CancellationToken.None);
        try
        {
            DataZone zone = reservation.Zone;
            zone.ReservedBytes -= reservation.LengthBytes;
            _statistics.AddFailure(error.Error == ZoneError.Follower);
            zone.Failures += error.Error is ZoneError.Follower or ZoneError.ZoneFull ? 0 : 1;
            _device.GetZone(zone.Index).TakesAppends(out long roomBytes);
            zone.RoomBytes = Math.Max(0, roomBytes - zone.ReservedBytes);
            if (zone.IsSealed)
            {
                return;
            }

            if (error.KillsZone() || roomBytes == 0 || zone.Failures >= MaxFailuresPerZone)
            {
                zone.IsSealed = true;
                _open.Remove(zone);
                if (error.Error != ZoneError.ZoneFull && _retired.Add(zone.Index))
                {
                    _statistics.AddZoneRetired();
                }
            }

            Reopen(zone);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>
    /// The last empty zone is kept for reclaim: without a place for the copies a full volume could never be made emptier.
    /// </summary>
    public void AllowLastEmptyZone(bool allow) => Volatile.Write(ref _mayUseLastEmptyZone, allow);

    /// <summary>Takes zones out of use before their live extents are copied away.</summary>
    public async Task BarAsync(IEnumerable<int> zones)
    {
        await _gate.WaitAsync(CancellationToken.None);
        _barred.UnionWith(zones);
        _open.RemoveAll(open => _barred.Contains(open.Index));
        _gate.Release();
    }

    /// <summary>The zones are empty, or keep what they have, and may be used again.</summary>
    public async Task UnbarAsync(IEnumerable<int> zones)
    {
        await _gate.WaitAsync(CancellationToken.None);
        _barred.ExceptWith(zones);
        _gate.Release();
    }

    /// <summary>All that was appended is committed or given up: a zone without live bytes may be started anew.</summary>
    public async Task SettleAsync()
    {
        await _gate.WaitAsync(CancellationToken.None);
        _touched.Clear();
        _touched.UnionWith(_open.Select(zone => zone.Index));
        _gate.Release();
    }

    public void Dispose() => _gate.Dispose();

    private Reservation Promise(DataZone zone, int lengthBytes)
    {
        zone.RoomBytes -= lengthBytes;
        zone.ReservedBytes += lengthBytes;
        if (zone.RoomBytes == 0)
        {
            _open.Remove(zone);
        }

        return new Reservation(zone, lengthBytes);
    }

    /// <summary>A zone that was promised away to its last byte, and got some back.</summary>
    private void Reopen(DataZone zone)
    {
        if (!zone.IsSealed && zone.RoomBytes > 0 && !_barred.Contains(zone.Index) && !_open.Contains(zone))
        {
            _open.Add(zone);
        }
    }

    /// <summary>Partly filled zones first, then empty ones, then zones that hold nothing but garbage.</summary>
    private async Task<DataZone?> NextZoneAsync(CancellationToken cancellationToken)
    {
        foreach (int zone in Candidates(info => info.Condition is not ZoneCondition.Empty && !_touched.Contains(info.Index)))
        {
            if (await ContinueAsync(zone, cancellationToken) is { } opened)
            {
                return opened;
            }
        }

        int emptyZones = _mayUseLastEmptyZone ? int.MaxValue : Candidates(info => info.Condition is ZoneCondition.Empty).Count();
        foreach (int zone in Candidates(info => info.Condition is ZoneCondition.Empty))
        {
            if (emptyZones-- <= 1)
            {
                break;
            }

            if (await StartAsync(zone, cancellationToken) is { } started)
            {
                return started;
            }
        }

        for (int zone = _superblock.FirstDataZone; zone < _superblock.ZoneCount; zone++)
        {
            ZoneInfo info = _device.GetZone(zone);
            bool isGarbage = info.Condition is ZoneCondition.Full or ZoneCondition.Closed && info.Type is not ZoneType.Conventional
                && !_touched.Contains(zone) && IsUsable(zone) && _catalog.LiveBytes(zone) == 0;
            if (isGarbage && await StartAsync(zone, cancellationToken) is { } restarted)
            {
                return restarted;
            }
        }

        return null;
    }

    private IEnumerable<int> Candidates(Func<ZoneInfo, bool> condition)
    {
        // From where the last zone was taken, so that all zones are used in turn and a search over full ones is paid once.
        int count = _superblock.ZoneCount - _superblock.FirstDataZone;
        int start = _cursor;
        for (int i = 0; i < count; i++)
        {
            int zone = _superblock.FirstDataZone + ((start + i) % count);
            if (_device.GetZone(zone) is var info && info.TakesAppends(out _) && IsUsable(zone) && condition(info))
            {
                yield return zone;
            }
        }
    }

    private void Take(int zone)
    {
        _touched.Add(zone);
        _cursor = zone - _superblock.FirstDataZone;
    }

    private bool IsUsable(int zone) => !_retired.Contains(zone) && !_barred.Contains(zone) && !_open.Exists(open => open.Index == zone);

    private async Task<DataZone?> ContinueAsync(int zone, CancellationToken cancellationToken)
    {
        Take(zone);
        ZoneHeader? header = await _starter.ReadAsync(_superblock.VolumeId, ZoneUse.Data, zone, cancellationToken);
        if (header is not null)
        {
            _device.GetZone(zone).TakesAppends(out long roomBytes);
            return new DataZone(zone, header.Incarnation, roomBytes);
        }

        // Its header is damaged or was never whole. Nothing that lives depends on it: start anew. Otherwise leave it to verify.
        return _catalog.LiveBytes(zone) == 0 ? await StartAsync(zone, cancellationToken) : null;
    }

    private async Task<DataZone?> StartAsync(int zone, CancellationToken cancellationToken)
    {
        Take(zone);
        ZoneHeader? header = await _starter.TryStartAsync(_superblock, ZoneUse.Data, zone, default, cancellationToken);
        if (header is null)
        {
            _retired.Add(zone);
            return null;
        }

        return new DataZone(zone, header.Incarnation, _device.GetZone(zone).CapacityBytes - _superblock.BlockSizeBytes);
    }

    private async Task SealAsync(DataZone zone)
    {
        zone.IsSealed = true;
        _open.Remove(zone);
        if (_device.Limits.MaxActiveZones == 0 || zone.ReservedBytes > 0)
        {
            return;
        }

        // Where active zones are limited, a zone that gets no more data must not keep one of the few places.
        try
        {
            await _device.FinishZoneAsync(zone.Index, CancellationToken.None);
        }
        catch (ZonedIOException error) when (!error.IsFatal())
        {
            _retired.Add(zone.Index);
        }
    }
}
