using System.Collections.Immutable;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>Which expected diagnostics must vanish where a source is generated, or where a pragma disables them.</summary>
internal sealed class SourceExclusion(SolutionState state, ImmutableArray<DiagnosticAnalyzer> analyzers)
{
    private readonly HashSet<string> _paths = state.Sources.Select(source => source.filename).ToHashSet(StringComparer.Ordinal);

    private readonly ILookup<string, DiagnosticDescriptor> _descriptors =
        analyzers.SelectMany(analyzer => analyzer.SupportedDiagnostics).ToLookup(descriptor => descriptor.Id, StringComparer.Ordinal);

    public static bool IsFromCompiler(DiagnosticResult expected) => expected.Id.StartsWith("CS", StringComparison.Ordinal);

    /// <summary>An analyzer under test reports it in a source of the test's own project.</summary>
    public bool Covers(DiagnosticResult expected) => IsInSource(expected) && !IsFromCompiler(expected) && _descriptors.Contains(expected.Id);

    public bool CoversByPragma(DiagnosticResult expected)
        => Covers(expected) && _descriptors[expected.Id].All(descriptor => !descriptor.CustomTags.Contains(WellKnownDiagnosticTags.NotConfigurable));

    /// <summary>Follows the sources, which have one line more.</summary>
    public DiagnosticResult MoveDown(DiagnosticResult expected) => IsInSource(expected) ? expected.WithLineOffset(1) : expected;

    private bool IsInSource(DiagnosticResult expected) => expected.HasLocation && _paths.Contains(expected.Spans[0].Span.Path);
}
