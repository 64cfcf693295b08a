using System.Globalization;
using ZonedSdk.Descriptors;

namespace ZonedSdk.CompilerServices;

/// <summary>Lays the regions of a volume that fits many devices out over the zones that one has, and keeps everything that does not fit.</summary>
internal sealed class VolumeFitting(ZonedDevice device, VolumeDescription description)
{
    private readonly List<GeometryDifference> _differences = [];
    private readonly int _zoneCount = device.Geometry.ZoneCount;

    /// <summary>Everything that does not fit.</summary>
    public IReadOnlyList<GeometryDifference> Differences => _differences;

    /// <summary>Returns the regions with the places, sizes and budgets that they have on the device.</summary>
    public IReadOnlyList<RegionDescription> Fit()
    {
        IReadOnlyList<RegionDescription> regions = Divide(Place());
        if (_differences.Count == 0)
        {
            CompareTypes(regions);
        }

        return regions;
    }

    private List<RegionDescription> Place()
    {
        int conventional = Enumerable.Range(0, _zoneCount).TakeWhile(zone => device.GetZone(zone).Type == ZoneType.Conventional).Count();
        int claimed = description.Regions.Where(region => region.Type == ZoneType.Conventional && Need(region).ZoneCount > 0).Sum(Least);
        Dictionary<string, int> counts = description.Regions.ToDictionary(
            region => region.Name, region => Need(region).ZoneCount == ByteUnits.RestConventional ? Math.Max(0, conventional - claimed) : Least(region));

        RegionDescription? rest = description.Regions.FirstOrDefault(region => Need(region).ZoneCount == ByteUnits.Rest);
        int least = counts.Values.Sum();
        if (rest is not null)
        {
            counts[rest.Name] = Math.Max(1, _zoneCount - (least - 1));
        }

        var placed = new List<RegionDescription>();
        foreach (RegionDescription region in description.Regions)
        {
            placed.Add(region with { FirstZone = placed.Count == 0 ? 0 : placed[^1].FirstZone + placed[^1].ZoneCount, ZoneCount = counts[region.Name] });
        }

        if (rest is null ? least != _zoneCount : least > _zoneCount)
        {
            _differences.Add(new GeometryDifference("ZoneCount", rest is null ? Text(least) : $"at least {Text(least)}", Text(_zoneCount), ZoneDifferences.Missing(placed, _zoneCount)));
        }

        return placed;
    }

    // A share counts all zones of the device, so that two devices of one size are divided alike whatever their types.
    private int Least(RegionDescription region) => Need(region) switch
    {
        { ZoneCount: ByteUnits.Rest } => 1,
        { OneIn: > 0 } need => Math.Max(need.ZoneCount, _zoneCount / need.OneIn),
        { } need => need.ZoneCount,
    };

    private List<RegionDescription> Divide(List<RegionDescription> regions)
    {
        int limit = Math.Min(Limit(device.Limits.MaxOpenZones), Limit(device.Limits.MaxActiveZones));
        RegionDescription[] written = [.. regions.Where(region => region.Write is WriteMode.Append or WriteMode.AtWritePointer)];
        int silent = written.Count(region => Need(region).MaxOpen == 0);
        int promised = written.Sum(region => Need(region).MaxOpen);
        int left = limit == int.MaxValue ? 0 : limit - promised;
        if (limit != int.MaxValue && left < silent)
        {
            _differences.Add(new GeometryDifference("MaxOpenZones", $"at least {Text(promised + silent)}", Text(limit), "the regions' budgets do not fit"));
        }

        int turn = 0;
        return [.. regions.Select(region => Need(region).MaxOpen > 0 || !written.Contains(region)
            ? region with { MaxOpen = Need(region).MaxOpen }
            : region with { MaxOpen = Share(left, silent, turn++) })];

        static int Limit(int zones) => zones == 0 ? int.MaxValue : zones;

        static int Share(int left, int silent, int turn) => (left / silent) + (turn < left % silent ? 1 : 0);
    }

    private void CompareTypes(IReadOnlyList<RegionDescription> regions)
    {
        var differences = new ZoneDifferences();
        foreach (RegionDescription region in regions)
        {
            for (int zone = region.FirstZone; zone < region.FirstZone + region.ZoneCount; zone++)
            {
                // Both kinds of sequential zones take what a region does: the runtime writes them at their write pointer.
                ZoneType found = device.GetZone(zone).Type;
                bool fits = found == region.Type || (region.Type != ZoneType.Conventional && found is ZoneType.SequentialWriteRequired or ZoneType.SequentialWritePreferred);
                differences.Look("Type", zone, region.Name, region.Type.ToString(), fits ? region.Type.ToString() : found.ToString());
            }
        }

        _differences.AddRange(differences.Finish());
    }

    private static RegionNeed Need(RegionDescription region) =>
        region.Need ?? throw new InvalidOperationException($"Region '{region.Name}' does not say what it needs of a device of another size.");

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
}
