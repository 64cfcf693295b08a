namespace ZonedSdk.Generators.Volumes.Models;

/// <summary>What a region asks of a device whose size is not known.</summary>
/// <param name="ZoneCount">Number of zones, or -1 for the rest, or -2 for the conventional rest.</param>
/// <param name="OneIn">One zone in so many where that is more; 0 = no share.</param>
/// <param name="MaxOpen">Most zones leased at once; 0 = what the other regions leave.</param>
internal sealed record RegionNeedModel(int ZoneCount, int OneIn, int MaxOpen);
