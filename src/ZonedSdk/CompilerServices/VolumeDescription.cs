using System.ComponentModel;
using ZonedSdk.Descriptors;

namespace ZonedSdk.CompilerServices;

/// <summary>A drive as an emitted volume describes it. Not for use by hand.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed record VolumeDescription
{
    /// <summary>What messages call the volume: its type.</summary>
    public required string Name { get; init; }

    /// <summary>Blocks, zones and size.</summary>
    public required Geometry Geometry { get; init; }

    /// <summary>Bytes of a sequential zone that can be written.</summary>
    public required long ZoneCapacityBytes { get; init; }

    /// <summary>The drive's zone model.</summary>
    public required ZoneModel Model { get; init; }

    /// <summary>Whose transition rules the drive follows.</summary>
    public ZoneFlavour Flavour { get; init; }

    /// <summary>Most zones open at once; 0 = no limit.</summary>
    public int MaxOpenZones { get; init; }

    /// <summary>Most zones active at once; 0 = no limit.</summary>
    public int MaxActiveZones { get; init; }

    /// <summary>Bytes that one append may have; 0 = what the device takes.</summary>
    public int MaxAppendBytes { get; init; }

    /// <summary>How closely a device must be what is described.</summary>
    public VolumeFit Fit { get; init; }

    /// <summary>What the device's identity looks like; null = anything.</summary>
    public string? SerialPattern { get; init; }

    /// <summary>The regions, in the order of their zones.</summary>
    public required IReadOnlyList<RegionDescription> Regions { get; init; }
}
