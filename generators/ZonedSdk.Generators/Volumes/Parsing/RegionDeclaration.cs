using Microsoft.CodeAnalysis;

namespace ZonedSdk.Generators.Volumes.Parsing;

/// <summary>A region as it was written, by attribute or in a file; null is what was not said.</summary>
/// <param name="Name">The name; null where the compiler complains about it.</param>
/// <param name="ZoneCount">Number of zones, or -1 for the rest, or -2 for the conventional rest.</param>
/// <param name="OneIn">The share of the drive's zones.</param>
/// <param name="FirstZone">Index of the first zone.</param>
/// <param name="Type">The runtime's number of the zone type.</param>
/// <param name="Write">The number of the write mode.</param>
/// <param name="MaxOpen">The budget.</param>
/// <param name="Place">The attribute: the region's, or the volume's for a region from a file.</param>
/// <param name="Line">The place in the file; null for an attribute.</param>
internal sealed record RegionDeclaration(string? Name, long? ZoneCount, long? OneIn, long? FirstZone, long? Type, long? Write, long? MaxOpen, Location? Place, Location? Line);
