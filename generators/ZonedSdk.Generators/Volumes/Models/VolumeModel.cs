using ZonedSdk.Generators.Models;

namespace ZonedSdk.Generators.Volumes.Models;

/// <summary>One volume: either whole, or a shell with the same members that throws when it is opened, while the diagnostics say what is wrong.</summary>
/// <param name="Type">Where the members go.</param>
/// <param name="Name">What messages call the volume.</param>
/// <param name="IsSound">False for a shell; its figures are stand-ins.</param>
/// <param name="FitsRegions">Devices of other sizes have the volume too: places and sizes are known when it is opened, and not before.</param>
/// <param name="Drive">The drive's figures.</param>
/// <param name="Regions">The regions, in the order of their zones.</param>
internal sealed record VolumeModel(DeclaredTypeModel Type, string Name, bool IsSound, bool FitsRegions, DriveModel Drive, EquatableArray<RegionModel> Regions);
