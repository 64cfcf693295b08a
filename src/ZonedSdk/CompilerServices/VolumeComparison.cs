using System.Globalization;
using ZonedSdk.Backends;

namespace ZonedSdk.CompilerServices;

/// <summary>Compares a device with a description, field by field and zone by zone, and keeps everything that differs.</summary>
internal sealed class VolumeComparison(ZonedDevice device, VolumeDescription description)
{
    private readonly List<GeometryDifference> _fields = [];
    private readonly ZoneDifferences _zones = new();
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
        _zones.Look("Type", zone.Index, region.Name, region.Type.ToString(), zone.Type.ToString());

        // A dead zone's capacity means nothing, and where the zone size differs, so does every capacity.
        bool isComparable = region.Type != ZoneType.Conventional && zone.Type == region.Type && device.Geometry.ZoneSizeBytes == description.Geometry.ZoneSizeBytes
            && zone.Condition is not (ZoneCondition.Offline or ZoneCondition.ReadOnly);
        string described = Text(description.ZoneCapacityBytes);
        _zones.Look("ZoneCapacity", zone.Index, region.Name, described, isComparable ? Text(zone.CapacityBytes) : described);
    }

    /// <summary>Returns all differences.</summary>
    public IReadOnlyList<GeometryDifference> Finish()
    {
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

        return [.. _fields, .. _zones.Finish()];
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
            Add("ZoneCount", Text(described.ZoneCount), Text(zoneCount), ZoneDifferences.Missing(description.Regions, zoneCount));
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

    private void Add(string field, string described, string found, string consequence = "") => _fields.Add(new GeometryDifference(field, described, found, consequence));

    private void AddIf(bool differs, long described, long found, string field, string consequence = "")
    {
        if (differs)
        {
            Add(field, Text(described), Text(found), consequence);
        }
    }

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
}
