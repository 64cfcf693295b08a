namespace ZonedSdk.Descriptors;

/// <summary>A run of zones of a <see cref="ZonedVolumeAttribute">volume</see> with a purpose of its own. Regions follow one another in the order of the attributes.</summary>
/// <param name="name">The name of the volume's property; zone, lease and address types are named after it.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class ZoneRegionAttribute(string name) : Attribute
{
    /// <summary>The name of the volume's property.</summary>
    public string Name { get; } = name;

    /// <summary>Number of zones, or <see cref="ByteUnits.Rest"/> for all that no other region takes, or <see cref="ByteUnits.RestConventional"/> for the conventional ones among them.</summary>
    public int ZoneCount { get; set; }

    /// <summary>One zone in so many of the device's, at least 2; where that is more than <see cref="ZoneCount"/>, the region has so many.</summary>
    /// <value>Default: <see cref="ZoneCount"/> is the number of zones, whatever the size of the device.</value>
    public int OneIn { get; set; }

    /// <summary>Index of the first zone on the device; not with <see cref="VolumeFit.Regions"/>.</summary>
    /// <value>Default: the zone behind the region before.</value>
    public int FirstZone { get; set; }

    /// <summary>The type of its zones.</summary>
    /// <value>Default: <see cref="ZoneType.Conventional"/> where <see cref="Write"/> is <see cref="WriteMode.Random"/>; otherwise what the sequential zones of the volume's model are.</value>
    public ZoneType Type { get; set; }

    /// <summary>How it is written.</summary>
    /// <value>Default: <see cref="WriteMode.Random"/> in conventional zones, <see cref="WriteMode.Append"/> in others.</value>
    public WriteMode Write { get; set; }

    /// <summary>Most zones of the region that are leased at once.</summary>
    /// <value>Default: what the other regions leave of the device's limit.</value>
    public int MaxOpen { get; set; }
}
