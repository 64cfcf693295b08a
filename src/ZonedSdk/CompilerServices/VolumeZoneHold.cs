namespace ZonedSdk.CompilerServices;

/// <summary>Zones of a volume's region that a log or a stream has to itself, and one place of the region's budget: one zone is written at a time.</summary>
internal sealed class VolumeZoneHold : IDisposable
{
    private readonly VolumeRegion _region;
    private int _ended;

    private VolumeZoneHold(VolumeRegion region, IReadOnlyList<int> zones)
    {
        _region = region;
        Zones = zones;
    }

    public ZonedDevice Device => _region.Device;

    /// <summary>Their indexes on the device.</summary>
    public IReadOnlyList<int> Zones { get; }

    /// <summary>Takes zones.</summary>
    /// <exception cref="ArgumentException">There are none, they are of several regions, or one is there twice.</exception>
    /// <exception cref="InvalidOperationException">Somebody holds one of them; none was taken.</exception>
    public static async ValueTask<VolumeZoneHold> TakeAsync(SequentialVolumeZone[] zones, CancellationToken cancellationToken)
    {
        if (zones.Length == 0)
        {
            throw new ArgumentException("There are no zones in the list.", nameof(zones));
        }

        VolumeRegion region = zones[0].OwnRegion;
        if (zones.Any(zone => zone.OwnRegion != region) || zones.DistinctBy(zone => zone.Index).Count() != zones.Length)
        {
            throw new ArgumentException("These are not different zones of one region of one volume.", nameof(zones));
        }

        int[] indexes = [.. zones.Select(zone => region.FirstZone + zone.Index)];
        await region.HoldAllAsync(indexes, cancellationToken).ConfigureAwait(false);
        return new VolumeZoneHold(region, indexes);
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _ended, 1) == 0)
        {
            _region.LetGoAll(Zones);
        }
    }
}
