using System.Globalization;

namespace ZonedSdk.CompilerServices;

/// <summary>Differences of single zones, told as runs: neighbours that differ in the same way are one difference.</summary>
internal sealed class ZoneDifferences
{
    private readonly List<GeometryDifference> _ended = [];
    private readonly Dictionary<string, Run> _open = new(StringComparer.Ordinal);

    /// <summary>Compares a field of the next zone.</summary>
    public void Look(string field, int zone, string region, string described, string found)
    {
        bool isOpen = _open.TryGetValue(field, out Run run);
        if (isOpen && run.Region == region && run.Found == found && run.Described == described)
        {
            _open[field] = run with { Last = zone };
            return;
        }

        if (isOpen)
        {
            End(field, run);
        }

        if (described != found)
        {
            _open[field] = new Run(region, described, found, zone, zone);
        }
    }

    /// <summary>Returns the differences in the order of their zones.</summary>
    public IReadOnlyList<GeometryDifference> Finish()
    {
        foreach ((string field, Run run) in _open.OrderByDescending(run => run.Key == "Type").ToArray())
        {
            End(field, run);
        }

        return _ended;
    }

    /// <summary>Says which regions lack zones of a device, or which zones lack a region.</summary>
    public static string Missing(IReadOnlyList<RegionDescription> regions, int zoneCount)
    {
        int described = regions.Max(region => region.FirstZone + region.ZoneCount);
        return zoneCount > described
            ? $"no region has {Zones(described, zoneCount - 1)}"
            : string.Join(", ", regions
                .Where(region => region.ZoneCount > 0 && region.FirstZone + region.ZoneCount > zoneCount)
                .Select(region => $"region '{region.Name}' lacks {Zones(Math.Max(region.FirstZone, zoneCount), region.FirstZone + region.ZoneCount - 1)}"));
    }

    private void End(string field, Run run)
    {
        _open.Remove(field);
        _ended.Add(new GeometryDifference(field, run.Described, run.Found, $"{Zones(run.First, run.Last)}, region '{run.Region}'"));
    }

    private static string Zones(int first, int last) => first == last ? $"zone {Text(first)}" : $"zones {Text(first)} to {Text(last)}";

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);

    private readonly record struct Run(string Region, string Described, string Found, int First, int Last);
}
