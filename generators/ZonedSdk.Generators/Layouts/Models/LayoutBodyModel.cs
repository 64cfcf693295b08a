using ZonedSdk.Generators.Models;

namespace ZonedSdk.Generators.Layouts.Models;

/// <summary>A layout that can be written: every bit is owned once.</summary>
/// <param name="SizeBytes">Its length.</param>
/// <param name="Fields">Fields and reserved ranges in the order of their first bit.</param>
/// <param name="HeaderType">The type of the report header that a view is read with; null when there is none.</param>
/// <param name="Entries">The entries that follow, when it is a report's header.</param>
internal sealed record LayoutBodyModel(int SizeBytes, EquatableArray<LayoutFieldModel> Fields, string? HeaderType, LayoutEntriesModel? Entries);
