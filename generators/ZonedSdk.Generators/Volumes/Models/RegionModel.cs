namespace ZonedSdk.Generators.Volumes.Models;

/// <summary>One region of a volume.</summary>
/// <param name="Name">The name as it was written; a valid identifier without escapes.</param>
/// <param name="Property">The name of the volume's property, escaped.</param>
/// <param name="FirstZone">Index of the first zone on the device.</param>
/// <param name="ZoneCount">Number of zones.</param>
/// <param name="Kind">Which operations it has.</param>
/// <param name="ZoneType">The type of its zones, as the runtime's enum names it.</param>
/// <param name="MaxOpen">Most zones leased at once; 0 = no limit.</param>
/// <param name="Need">What it asks of a device of another size.</param>
internal sealed record RegionModel(string Name, string Property, int FirstZone, int ZoneCount, RegionKind Kind, string ZoneType, int MaxOpen, RegionNeedModel Need)
{
    public bool IsSequential => Kind is RegionKind.Append or RegionKind.AtWritePointer;
}
