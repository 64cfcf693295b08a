using ZonedSdk.Generators.Models;

namespace ZonedSdk.Generators.Layouts.Models;

/// <summary>A layout whose description is wrong: every declared member throws, and what would have been emitted exists, so that nothing else fails to compile.</summary>
/// <param name="Members">The partial members without an implementation, in the order of their names.</param>
/// <param name="HasSurface">Whether the emitted members can be declared: no name of the user's stands in their way.</param>
/// <param name="WriterHeads">Declarations of the writer's properties.</param>
/// <param name="OffsetNames">The escaped names of the fields.</param>
/// <param name="HeaderType">The type of the report header; null when there is none.</param>
/// <param name="EntryType">The type of the report's entries; null when it is no report.</param>
internal sealed record LayoutShellModel(
    EquatableArray<MemberModel> Members,
    bool HasSurface,
    EquatableArray<string> WriterHeads,
    EquatableArray<string> OffsetNames,
    string? HeaderType,
    string? EntryType);
