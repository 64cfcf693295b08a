using ZonedSdk;

namespace ZoneArchive;

/// <summary>
/// Hands out room in data zones. A few zones are open at once, taken in turn, each with many appends in flight. A zone that fails too
/// often, or dies, is retired: the others take over.
/// </summary>
internal sealed partial class DataZones : IAsyncDisposable
{
    private const int MaxFailuresPerZone = 4;

    private readonly ArchiveVolume _volume;
    private readonly Superblock _superblock;
    private readonly ArchiveCatalog _catalog;
    private readonly ZoneStarter _starter;
    private readonly ArchiveStatistics _statistics;
    private readonly Turns _turns = new();
    private readonly List<OpenZone> _open = [];
    private readonly List<OpenZone> _draining = [];
    private readonly HashSet<int> _retired = [];
    private readonly HashSet<int> _barred = [];
    private readonly HashSet<int> _touched = [];
    private readonly int _openTarget;
    private readonly int _leases;
    private TaskCompletionSource _freed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _turn;
    private int _cursor;
    private bool _mayUseLastEmptyZone;

    public DataZones(ArchiveVolume volume, Superblock superblock, ArchiveCatalog catalog, ZoneStarter starter, ArchiveStatistics statistics, int openZones)
    {
        _volume = volume;
        _superblock = superblock;
        _catalog = catalog;
        _starter = starter;
        _statistics = statistics;
        _leases = volume.Data.MaxOpenZones == 0 ? int.MaxValue : volume.Data.MaxOpenZones;
        _openTarget = Math.Clamp(openZones, 1, _leases);
        long usable = Math.Min(volume.Device.Limits.MaxAppendBytes, volume.Data[volume.Data.ZoneCount - 1].Info.CapacityBytes - superblock.BlockSizeBytes);
        SegmentBytes = (int)Align.Down(Math.Clamp(usable, superblock.BlockSizeBytes, 1 << 20), superblock.BlockSizeBytes);
    }

    /// <summary>The largest segment: one append.</summary>
    public int SegmentBytes { get; }

    /// <summary>Promises room in one of the open zones.</summary>
    /// <param name="leastBytes">What is needed, a multiple of the block.</param>
    /// <param name="wantedBytes">What is taken where the zone in turn has it; otherwise all that it has, so that zones fill to their last byte.</param>
    /// <param name="isAppender">The caller appends segments, so that none which waits to be appended may be waited for.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ArchiveException">No data zone has room.</exception>
    public async Task<Reservation> ReserveAsync(int leastBytes, int wantedBytes, bool isAppender, CancellationToken cancellationToken)
    {
        while (true)
        {
            (Reservation? reservation, Task freed) = await _turns.RunAsync(() => TryReserveAsync(leastBytes, wantedBytes, isAppender, cancellationToken), cancellationToken);
            if (reservation is { } found)
            {
                return found;
            }

            // All leases are out, and zones that are promised to their last byte hold some of them: the last append to such a zone gives one back, and a promise that was not used up gives room.
            await freed.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Begins the append of a reservation.</summary>
    /// <returns>False when its zone was sealed in the meantime: the reservation is void, and another one is needed.</returns>
    public Task<bool> TryBeginAsync(Reservation reservation, CancellationToken cancellationToken) => _turns.RunAsync(
        () =>
        {
            OpenZone zone = reservation.Zone;
            bool begins = !zone.IsSealed;
            zone.AppendsInFlight += begins ? 1 : 0;
            zone.ReservedBytes -= begins ? 0 : reservation.LengthBytes;
            return Task.FromResult(begins);
        },
        cancellationToken);

    /// <summary>The append has succeeded; what it did not use of its reservation goes back to the zone.</summary>
    public Task SucceededAsync(Reservation reservation, int usedBytes) => _turns.RunAsync(
        async () =>
        {
            reservation.Zone.AppendsInFlight--;
            await GiveBackAsync(reservation, reservation.LengthBytes - usedBytes);
        },
        CancellationToken.None);

    /// <summary>The segment was never appended.</summary>
    public Task ReturnAsync(Reservation reservation) => _turns.RunAsync(
        async () =>
        {
            await GiveBackAsync(reservation, reservation.LengthBytes);
        },
        CancellationToken.None);

    /// <summary>The append has failed, and the runtime has recovered the zone. What it landed is garbage; how much room is left, the zone says.</summary>
    public Task FailedAsync(Reservation reservation, ZonedIOException error) => _turns.RunAsync(
        async () =>
        {
            OpenZone zone = reservation.Zone;
            zone.AppendsInFlight--;
            zone.ReservedBytes -= reservation.LengthBytes;
            _statistics.AddFailure(error.Error == ZoneError.Follower);
            zone.Failures += error.Error is ZoneError.Follower or ZoneError.ZoneFull ? 0 : 1;
            zone.Lease.Zone.Info.TakesAppends(out long roomBytes);
            zone.RoomBytes = Math.Max(0, roomBytes - zone.ReservedBytes);
            if (!zone.IsSealed && (error.KillsZone() || roomBytes == 0 || zone.Failures >= MaxFailuresPerZone))
            {
                zone.IsSealed = true;
                if (error.Error != ZoneError.ZoneFull && _retired.Add(zone.Index))
                {
                    _statistics.AddZoneRetired();
                }
            }

            await PlaceAsync(zone);
        },
        CancellationToken.None);

    /// <summary>
    /// The last empty zone is kept for reclaim: without a place for the copies a full volume could never be made emptier.
    /// </summary>
    public void AllowLastEmptyZone(bool allow) => Volatile.Write(ref _mayUseLastEmptyZone, allow);

    /// <summary>Takes zones out of use before their live extents are copied away.</summary>
    public Task BarAsync(IEnumerable<int> zones) => _turns.RunAsync(
        async () =>
        {
            _barred.UnionWith(zones);
            foreach (OpenZone zone in _open.FindAll(open => _barred.Contains(open.Index)))
            {
                await PlaceAsync(zone);
            }
        },
        CancellationToken.None);

    /// <summary>The zones are empty, or keep what they have, and may be used again.</summary>
    public Task UnbarAsync(IEnumerable<int> zones) => _turns.RunAsync(
        () =>
        {
            _barred.ExceptWith(zones);
            return Task.CompletedTask;
        },
        CancellationToken.None);

    /// <summary>All that was appended is committed or given up: a zone without live bytes may be started anew.</summary>
    public Task SettleAsync() => _turns.RunAsync(
        async () =>
        {
            foreach (OpenZone zone in _open.Concat(_draining).ToArray())
            {
                // What a failure left reserved is nobody's any more.
                zone.Lease.Zone.Info.TakesAppends(out long roomBytes);
                (zone.AppendsInFlight, zone.ReservedBytes, zone.RoomBytes) = (0, 0, roomBytes);
                await PlaceAsync(zone);
            }

            _touched.Clear();
            _touched.UnionWith(_open.Select(zone => zone.Index));
        },
        CancellationToken.None);

    /// <summary>Ends all leases. Nothing is being appended any more.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (OpenZone zone in _open.Concat(_draining))
        {
            await zone.Lease.EndAsync();
        }
    }

    /// <summary>Promises room, or says what to wait for.</summary>
    private async Task<(Reservation? Reservation, Task Freed)> TryReserveAsync(int leastBytes, int wantedBytes, bool isAppender, CancellationToken cancellationToken)
    {
        while (true)
        {
            while (_open.Count < _openTarget && await NextZoneAsync(cancellationToken) is { } next)
            {
                _open.Add(next);
            }

            for (int i = 0; i < _open.Count; i++)
            {
                OpenZone zone = _open[_turn++ % _open.Count];
                if (zone.RoomBytes >= leastBytes)
                {
                    return (await PromiseAsync(zone, (int)Math.Min(wantedBytes, zone.RoomBytes)), Task.CompletedTask);
                }
            }

            if (_open.Count > 0)
            {
                // Every open zone has too little room left for this one: the fullest makes place for a new one.
                await SealAllAsync([_open.MinBy(zone => zone.RoomBytes)!]);
                continue;
            }

            if (_draining.Count == 0)
            {
                throw new ArchiveException($"No room: none of the zones {_superblock.FirstDataZone} to {_superblock.ZoneCount - 1} takes another {leastBytes} bytes. What was reported as stored is safe. Delete entries and reclaim, or use a larger drive.");
            }

            Task freed = _freed.Task;
            if (isAppender)
            {
                await SealAllAsync(_draining);
            }

            return (null, freed);
        }
    }

    private async Task<Reservation> PromiseAsync(OpenZone zone, int lengthBytes)
    {
        zone.RoomBytes -= lengthBytes;
        zone.ReservedBytes += lengthBytes;
        await PlaceAsync(zone);
        return new Reservation(zone, lengthBytes);
    }

    private Task GiveBackAsync(Reservation reservation, int unusedBytes)
    {
        reservation.Zone.ReservedBytes -= reservation.LengthBytes;
        reservation.Zone.RoomBytes += unusedBytes;
        return PlaceAsync(reservation.Zone);
    }

    /// <summary>Takes zones out of use. What is reserved in them and not yet being appended goes elsewhere.</summary>
    private async Task SealAllAsync(IEnumerable<OpenZone> zones)
    {
        foreach (OpenZone zone in zones.ToArray())
        {
            zone.IsSealed = true;
            await PlaceAsync(zone);
        }
    }

    /// <summary>
    /// Puts a zone where it belongs after a change: open while it takes reservations, draining while what is reserved in it is yet to be
    /// appended, and otherwise its lease ends.
    /// </summary>
    private async Task PlaceAsync(OpenZone zone)
    {
        if (zone.HasEnded)
        {
            return;
        }

        bool isOpen = !zone.IsSealed && zone.RoomBytes > 0 && !_barred.Contains(zone.Index);
        bool isDraining = !isOpen && (zone.IsSealed ? zone.AppendsInFlight > 0 : zone.ReservedBytes > 0);
        bool hasRoomAgain = isOpen && _draining.Contains(zone);
        Keep(_open, isOpen);
        Keep(_draining, isDraining);
        if (!isOpen && !isDraining)
        {
            zone.HasEnded = true;
            await EndAsync(zone);
        }

        if (zone.HasEnded || hasRoomAgain)
        {
            _freed.SetResult();
            _freed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        // In their order, by which zones take turns.
        void Keep(List<OpenZone> zones, bool belongs)
        {
            if (!belongs)
            {
                zones.Remove(zone);
            }
            else if (!zones.Contains(zone))
            {
                zones.Add(zone);
            }
        }
    }

    private async Task EndAsync(OpenZone zone)
    {
        // Where active zones are limited, a zone that gets no more data must not keep one of the few places.
        if (zone.IsSealed && _volume.Device.Limits.MaxActiveZones != 0 && zone.Lease.Zone.Info.TakesAppends(out _))
        {
            try
            {
                await zone.Lease.FinishAsync(CancellationToken.None);
            }
            catch (ZonedIOException error) when (!error.IsFatal())
            {
                _retired.Add(zone.Index);
            }
        }

        await zone.Lease.EndAsync();
    }
}
