using Microsoft.CodeAnalysis;
using ZonedSdk.Generators.Models;
using ZonedSdk.Generators.Parsing;

namespace ZonedSdk.Generators.Volumes.Parsing;

/// <summary>What the attributes of a type say, before the file that they may name was read. It lives between two steps and holds locations, so it is no model.</summary>
/// <param name="Name">The type, for messages.</param>
/// <param name="Type">Where members go; null where none can be added.</param>
/// <param name="Place">The volume's attribute.</param>
/// <param name="FromFile">The file that has the figures; null for none.</param>
/// <param name="IsForLinux">The volume may meet a block device.</param>
/// <param name="Fit">The runtime's number of how closely a device must fit; null = exactly.</param>
/// <param name="IsIncomplete">The compiler complains about an argument.</param>
/// <param name="Figures">The figures.</param>
/// <param name="Regions">The regions.</param>
/// <param name="TakenNames">What the type, its bases and its type parameters are called and have.</param>
/// <param name="Diagnostics">What is wrong already.</param>
internal sealed record VolumeDeclaration(
    string Name,
    DeclaredTypeModel? Type,
    Location? Place,
    string? FromFile,
    bool IsForLinux,
    long? Fit,
    bool IsIncomplete,
    VolumeFigures Figures,
    EquatableArray<RegionDeclaration> Regions,
    EquatableArray<string> TakenNames,
    EquatableArray<LocatedDiagnostic> Diagnostics);
