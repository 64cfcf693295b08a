using ZonedSdk.Generators.Models;

namespace ZonedSdk.Generators.Volumes.Models;

/// <summary>One volume: either whole, or a shell with the same members that throws when it is opened, while the diagnostics say what is wrong.</summary>
/// <param name="Type">Where the members go.</param>
/// <param name="Name">What messages call the volume.</param>
/// <param name="IsSound">False for a shell; its figures are stand-ins.</param>
/// <param name="Drive">The drive's figures.</param>
/// <param name="Regions">The regions, in the order of their zones.</param>
internal sealed record VolumeModel(DeclaredTypeModel Type, string Name, bool IsSound, DriveModel Drive, EquatableArray<RegionModel> Regions);
