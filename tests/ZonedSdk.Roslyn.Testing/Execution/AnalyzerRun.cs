using System.Collections.Immutable;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>One run of analyzers over one compilation.</summary>
internal sealed class AnalyzerRun(Project project, Compilation compilation, ImmutableArray<DiagnosticAnalyzer> analyzers, AnalyzerOptions options)
{
    /// <summary>What the analyzers report. Suppressed by a suppressor it stays, suppressed in the source it is gone.</summary>
    public async Task<ImmutableArray<ReportedDiagnostic>> AnalyzeAsync(bool concurrently, CancellationToken cancellationToken)
    {
        if (analyzers.IsEmpty)
            return [];

        var result = await Attach(analyzers, concurrently).GetAnalysisResultAsync(cancellationToken);
        var atEnd = result.CompilationDiagnostics.Values.SelectMany(diagnostics => diagnostics).ToHashSet(ReferenceEqualityComparer.Instance);
        return Keep(result.GetAllDiagnostics(), diagnostic => !atEnd.Contains(diagnostic));
    }

    /// <summary>What the compiler reports, after those of the analyzers that suppress something of it.</summary>
    public async Task<ImmutableArray<ReportedDiagnostic>> CompileAsync(CancellationToken cancellationToken)
    {
        var suppressors = analyzers.Where(SuppressesCompiler).ToImmutableArray();
        return suppressors.IsEmpty
            ? Keep(compilation.GetDiagnostics(cancellationToken), _ => true)
            : Keep(await Attach(suppressors, concurrently: false).GetAllDiagnosticsAsync(cancellationToken), _ => true);
    }

    private static bool SuppressesCompiler(DiagnosticAnalyzer analyzer)
        => analyzer is DiagnosticSuppressor suppressor
            && suppressor.SupportedSuppressions.Any(suppression => suppression.SuppressedDiagnosticId.StartsWith("CS", StringComparison.Ordinal));

    private CompilationWithAnalyzers Attach(ImmutableArray<DiagnosticAnalyzer> attached, bool concurrently)
        => compilation.WithAnalyzers(attached, new CompilationWithAnalyzersOptions(
            options, onAnalyzerException: null, concurrentAnalysis: concurrently, logAnalyzerExecutionTime: false, reportSuppressedDiagnostics: true));

    private ImmutableArray<ReportedDiagnostic> Keep(IEnumerable<Diagnostic> diagnostics, Func<Diagnostic, bool> isLocal)
    {
        return [.. diagnostics.Where(IsVisible).Select(diagnostic => new ReportedDiagnostic(project, diagnostic, isLocal(diagnostic)))];

        bool IsVisible(Diagnostic diagnostic)
            => !diagnostic.IsSuppressed || diagnostic.GetSuppressionInfo(compilation) is { ProgrammaticSuppressions.IsEmpty: false };
    }
}
