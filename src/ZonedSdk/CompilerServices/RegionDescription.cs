using System.ComponentModel;
using ZonedSdk.Descriptors;

namespace ZonedSdk.CompilerServices;

/// <summary>A region as an emitted volume describes it. Not for use by hand.</summary>
/// <param name="Name">The region's name.</param>
/// <param name="FirstZone">Index of its first zone.</param>
/// <param name="ZoneCount">Number of its zones.</param>
/// <param name="Type">The type of its zones.</param>
/// <param name="Write">How it is written.</param>
/// <param name="MaxOpen">Most zones leased at once; 0 = no limit.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed record RegionDescription(string Name, int FirstZone, int ZoneCount, ZoneType Type, WriteMode Write, int MaxOpen)
{
    /// <summary>What the region asks of a device of another size; null where the device must be the described one.</summary>
    public RegionNeed? Need { get; init; }
}
