using ZonedSdk.Generators.Models;

namespace ZonedSdk.Generators.Layouts.Models;

/// <summary>One layout: either whole, or a shell that makes the user's declarations compile while the diagnostics say what is wrong.</summary>
/// <param name="Type">Where the members go.</param>
/// <param name="Shell">What a shell consists of; null for a whole layout.</param>
/// <param name="Body">What a whole layout consists of; null for a shell.</param>
internal sealed record LayoutModel(DeclaredTypeModel Type, LayoutShellModel? Shell, LayoutBodyModel? Body);
