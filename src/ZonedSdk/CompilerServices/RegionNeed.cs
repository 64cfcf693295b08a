using System.ComponentModel;

namespace ZonedSdk.CompilerServices;

/// <summary>How many zones of a device a region asks for, whatever the device's size. Not for use by hand.</summary>
/// <param name="ZoneCount">So many at least, or <see cref="ByteUnits.Rest"/> or <see cref="ByteUnits.RestConventional"/>.</param>
/// <param name="OneIn">One in so many where that is more; 0 = no share.</param>
/// <param name="MaxOpen">Most zones leased at once; 0 = what the other regions leave.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed record RegionNeed(int ZoneCount, int OneIn, int MaxOpen);
