namespace ZonedSdk.Descriptors;

/// <summary>A run of zones of a <see cref="ZonedVolumeAttribute">volume</see> with a purpose of its own. Regions follow one another in the order of the attributes.</summary>
/// <param name="name">The name of the volume's property; zone, lease and address types are named after it.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class ZoneRegionAttribute(string name) : Attribute
{
    /// <summary>The name of the volume's property.</summary>
    public string Name { get; } = name;

    /// <summary>Number of zones, or <see cref="ByteUnits.Rest"/> for all that no other region takes.</summary>
    public int ZoneCount { get; set; }

    /// <summary>Index of the first zone on the device.</summary>
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
