using System.Globalization;
using ZonedSdk.Backends;

namespace ZonedSdk.CompilerServices;

/// <summary>Compares a device with a description, field by field and zone by zone, and keeps everything that differs.</summary>
internal sealed class VolumeComparison(ZonedDevice device, VolumeDescription description)
{
    private readonly List<GeometryDifference> _fields = [];
    private readonly List<GeometryDifference> _zones = [];
    private Run _type;
    private Run _capacity;
    private int _region;
    private int _seen;

    /// <summary>Looks at the next zone of the device.</summary>
    public void Look(in ZoneInfo zone)
    {
        _seen = zone.Index + 1;
        if (zone.Index >= description.Geometry.ZoneCount)
        {
            return;
        }

        while (zone.Index >= description.Regions[_region].FirstZone + description.Regions[_region].ZoneCount)
        {
            _region++;
        }

        RegionDescription region = description.Regions[_region];
        Extend(ref _type, "Type", zone.Index, region.Name, region.Type.ToString(), zone.Type.ToString());

        // A dead zone's capacity means nothing, and where the zone size differs, so does every capacity.
        bool isComparable = region.Type != ZoneType.Conventional && zone.Type == region.Type && device.Geometry.ZoneSizeBytes == description.Geometry.ZoneSizeBytes
            && zone.Condition is not (ZoneCondition.Offline or ZoneCondition.ReadOnly);
        string described = Text(description.ZoneCapacityBytes);
        Extend(ref _capacity, "ZoneCapacity", zone.Index, region.Name, described, isComparable ? Text(zone.CapacityBytes) : described);
    }

    /// <summary>Returns all differences.</summary>
    public IReadOnlyList<GeometryDifference> Finish()
    {
        Flush(ref _type);
        Flush(ref _capacity);
        CompareGeometry();
        CompareLimits();
        BackendCapabilities capabilities = device.Capabilities;
        if (capabilities.Flavour != description.Flavour && capabilities.Flavour is ZoneFlavour.Zbc or ZoneFlavour.Zns)
        {
            Add("Flavour", description.Flavour.ToString(), capabilities.Flavour.ToString());
        }

        if (description.SerialPattern is { } pattern && !device.IsEmulated && !VolumeRuntime.Matches(pattern, device.Identity.Value))
        {
            Add("SerialPattern", pattern, device.Identity.Value);
        }

        return [.. _fields, .. _zones];
    }

    private void CompareGeometry()
    {
        Geometry described = description.Geometry;
        Geometry found = device.Geometry;
        AddIf(found.BlockSizeBytes != described.BlockSizeBytes, description.Geometry.BlockSizeBytes, found.BlockSizeBytes, "LogicalBlockSize");
        AddIf(found.ZoneSizeBytes != described.ZoneSizeBytes, described.ZoneSizeBytes, found.ZoneSizeBytes, "ZoneSize");
        int zoneCount = Math.Min(found.ZoneCount, _seen);
        if (zoneCount != described.ZoneCount)
        {
            Add("ZoneCount", Text(described.ZoneCount), Text(zoneCount), Missing(zoneCount));
        }
        else if (found.ZoneSizeBytes == described.ZoneSizeBytes)
        {
            AddIf(found.SizeBytes != described.SizeBytes, described.SizeBytes, found.SizeBytes, "Size", "the last zone is shorter than the others");
        }
    }

    private void CompareLimits()
    {
        Limits found = device.Limits;
        AddIf(IsLess(found.MaxOpenZones, description.MaxOpenZones), description.MaxOpenZones, found.MaxOpenZones, "MaxOpenZones", "the regions' budgets may not fit");
        AddIf(IsLess(found.MaxActiveZones, description.MaxActiveZones), description.MaxActiveZones, found.MaxActiveZones, "MaxActiveZones", "written zones may not all stay unfinished");
        AddIf(found.MaxAppendBytes < description.MaxAppendBytes, description.MaxAppendBytes, found.MaxAppendBytes, "MaxAppendSize");
    }

    // Zero is "no limit" of a device, and "nothing is asked" of a description: a device may allow more than is described, never less.
    private static bool IsLess(int found, int described) => found != 0 && found < described;

    private string Missing(int zoneCount)
    {
        if (zoneCount > description.Geometry.ZoneCount)
        {
            return $"no region has {Zones(description.Geometry.ZoneCount, zoneCount - 1)}";
        }

        return string.Join(", ", description.Regions
            .Where(region => region.FirstZone + region.ZoneCount > zoneCount)
            .Select(region => $"region '{region.Name}' lacks {Zones(Math.Max(region.FirstZone, zoneCount), region.FirstZone + region.ZoneCount - 1)}"));
    }

    private void Extend(ref Run run, string field, int zone, string region, string described, string found)
    {
        bool continues = run.Field is not null && run.Region == region && run.Found == found && run.Described == described;
        if (continues)
        {
            run.Last = zone;
            return;
        }

        Flush(ref run);
        if (described != found)
        {
            run = new Run { Field = field, Region = region, Described = described, Found = found, First = zone, Last = zone };
        }
    }

    private void Flush(ref Run run)
    {
        if (run.Field is not null)
        {
            _zones.Add(new GeometryDifference(run.Field, run.Described!, run.Found!, $"{Zones(run.First, run.Last)}, region '{run.Region}'"));
        }

        run = default;
    }

    private void Add(string field, string described, string found, string consequence = "") => _fields.Add(new GeometryDifference(field, described, found, consequence));

    private void AddIf(bool differs, long described, long found, string field, string consequence = "")
    {
        if (differs)
        {
            Add(field, Text(described), Text(found), consequence);
        }
    }

    private static string Zones(int first, int last) => first == last ? $"zone {Text(first)}" : $"zones {Text(first)} to {Text(last)}";

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>Neighbouring zones that differ in the same way.</summary>
    private struct Run
    {
        public string? Field;
        public string? Region;
        public string? Described;
        public string? Found;
        public int First;
        public int Last;
    }
}
