namespace ZonedSdk.Testing.Benches;

/// <summary>Which zones of a device a case uses. A case numbers zones as its shape has them; a device that is not made for it has them elsewhere.</summary>
internal sealed class ZoneChoice
{
    private readonly int[] _zones;

    private ZoneChoice(int[] zones, int conventional, int[] ballast, int openBallast)
    {
        _zones = zones;
        Conventional = conventional;
        Ballast = ballast;
        OpenBallast = openBallast;
    }

    /// <summary>How many of the case's zones, from its first, are conventional.</summary>
    public int Conventional { get; }

    /// <summary>Zones that are kept open or closed, so that fewer resources are left.</summary>
    public IReadOnlyList<int> Ballast { get; }

    /// <summary>So many of them are kept explicitly open.</summary>
    public int OpenBallast { get; }

    /// <summary>All zones of the case.</summary>
    public IReadOnlyList<int> All => _zones;

    /// <summary>All zones that are written, those of the ballast included.</summary>
    public IEnumerable<int> Sequential => _zones.Skip(Conventional).Concat(Ballast);

    /// <summary>The device's index of a zone of the case; of one that the case does not have, one that the device does not have.</summary>
    public int this[int zone] => zone < _zones.Length ? _zones[zone] : int.MaxValue / 2;

    /// <summary>Chooses the zones of a case.</summary>
    /// <exception cref="NotApplicableException">The device has not what the case needs.</exception>
    public static ZoneChoice Choose(ZonedDevice device, CaseNeeds needs, int firstZone)
    {
        DriveShape shape = needs.Shape;
        Geometry asked = shape.Geometry;
        if (IsMadeFor(device, shape))
        {
            return new ZoneChoice([.. Enumerable.Range(0, asked.ZoneCount)], shape.ConventionalZones, [], 0);
        }

        if (needs.IsExact)
        {
            throw new NotApplicableException("The case needs a drive that is made to its shape.");
        }

        int sequential = asked.ZoneCount - shape.ConventionalZones;
        int[] conventional = [.. device.Zones.Where(static zone => zone.Type == ZoneType.Conventional).Take(shape.ConventionalZones).Select(static zone => zone.Index)];
        if (conventional.Length < shape.ConventionalZones && needs.NeedsConventionalZone)
        {
            throw new NotApplicableException($"The case needs {shape.ConventionalZones} conventional zones, and the device has {conventional.Length}.");
        }

        (int active, int open) = BallastOf(device.Limits, needs);
        long blocks = shape.CapacityBlocks == 0 ? shape.ZoneBlocks : shape.CapacityBlocks;
        int first = FirstOf(device, firstZone, sequential + active, blocks * device.Geometry.BlockSizeBytes, needs.HasGap);
        int[] ballast = [.. Enumerable.Range(first + sequential, active)];
        int[] none = [.. Enumerable.Repeat(-1, shape.ConventionalZones - conventional.Length)];
        return new ZoneChoice([.. none, .. conventional, .. Enumerable.Range(first, sequential)], shape.ConventionalZones, ballast, open);
    }

    private static bool IsMadeFor(ZonedDevice device, DriveShape shape) =>
        device.Geometry == shape.Geometry
        && device.Limits.MaxOpenZones == shape.MaxOpenZones
        && device.Limits.MaxActiveZones == shape.MaxActiveZones
        && device.Zones.Count(static zone => zone.Type == ZoneType.Conventional) == shape.ConventionalZones
        && device.GetZone(0) is var first
        && (first.Type == ZoneType.Conventional || first.CapacityBytes == Math.Min(first.LengthBytes, (shape.CapacityBlocks == 0 ? shape.ZoneBlocks : shape.CapacityBlocks) * shape.BlockSizeBytes));

    private static (int Active, int Open) BallastOf(Limits limits, CaseNeeds needs)
    {
        if (!needs.ReachesLimits)
        {
            return (0, 0);
        }

        (int wantedOpen, int wantedActive) = (needs.Shape.MaxOpenZones, needs.Shape.MaxActiveZones);
        int open = wantedOpen == 0 ? 0 : limits.MaxOpenZones - wantedOpen;
        int active = wantedActive == 0 ? 0 : limits.MaxActiveZones - wantedActive;
        bool fits = open >= 0 && active >= 0 && (wantedActive == 0 ? limits.MaxActiveZones == 0 || limits.MaxActiveZones - open >= 6 : open <= active);
        return fits
            ? (Math.Max(open, active), open)
            : throw new NotApplicableException($"The case needs limits of {wantedOpen} open and {wantedActive} active zones, and the device's {limits.MaxOpenZones} and {limits.MaxActiveZones} cannot be brought to that.");
    }

    private static int FirstOf(ZonedDevice device, int from, int count, long bytes, bool hasGap)
    {
        int run = 0;
        for (int zone = from; zone < device.Geometry.ZoneCount; zone++)
        {
            ZoneInfo info = device.GetZone(zone);
            bool fits = info.Type == ZoneType.SequentialWriteRequired && info.CapacityBytes >= bytes && (info.CapacityBytes < info.LengthBytes || !hasGap)
                && info.Condition is not (ZoneCondition.ReadOnly or ZoneCondition.Offline);
            run = fits ? run + 1 : 0;
            if (run == count)
            {
                return zone - count + 1;
            }
        }

        throw new NotApplicableException($"The case needs {count} sequential zones side by side, {(hasGap ? "with a gap behind their capacity" : $"of at least {bytes} bytes")}, and the device has none from zone {from}.");
    }
}
