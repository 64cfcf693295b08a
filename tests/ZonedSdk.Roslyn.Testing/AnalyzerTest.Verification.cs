using System.Collections.Immutable;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>The runs over one state, and what each must give.</summary>
public abstract partial class AnalyzerTest<TVerifier>
{
    private protected async Task VerifyDiagnosticsAsync(
        SolutionState state, ImmutableArray<DiagnosticAnalyzer> analyzers, IVerifier verifier, CancellationToken cancellationToken)
    {
        var project = CreateProject(state);
        var expected = state.ExpectedDiagnostics.ToImmutableArray();
        var compiled = await CompileAsync(project.Solution, cancellationToken);
        var reported = await RunAsync(compiled, analyzers, concurrently: false, cancellationToken);
        new DiagnosticComparer(verifier, DiagnosticVerifier).Verify(expected, reported);

        await VerifyRepeatableAsync(compiled, analyzers, reported, verifier, cancellationToken);
        await VerifyGeneratedCodeAsync(project, state, analyzers, expected, verifier, cancellationToken);
        await VerifySuppressionAsync(project, state, analyzers, expected, verifier, cancellationToken);
    }

    /// <summary>All diagnostics of a solution that the test must expect, in the order of their places.</summary>
    private protected async Task<ImmutableArray<ReportedDiagnostic>> GetDiagnosticsAsync(
        Solution solution, ImmutableArray<DiagnosticAnalyzer> analyzers, CancellationToken cancellationToken)
        => await RunAsync(await CompileAsync(solution, cancellationToken), analyzers, concurrently: false, cancellationToken);

    private static ImmutableArray<ReportedDiagnostic> Sort(IEnumerable<ReportedDiagnostic> reported) => [.. reported
        .OrderBy(item => item.Diagnostic.Location.GetLineSpan().Path, StringComparer.Ordinal)
        .ThenBy(item => item.Diagnostic.Location.SourceSpan.Start)
        .ThenBy(item => item.Diagnostic.Location.SourceSpan.End)
        .ThenBy(item => item.Diagnostic.Id, StringComparer.Ordinal)
        .ThenBy(item => item.Describe(), StringComparer.Ordinal)];

    private async Task<ImmutableArray<CompiledProject>> CompileAsync(Solution solution, CancellationToken cancellationToken)
    {
        var compiled = ImmutableArray.CreateBuilder<CompiledProject>();
        foreach (var project in solution.Projects)
        {
            var (generated, generatorDiagnostics) = await ApplySourceGeneratorsAsync(project, cancellationToken);
            var compilation = await generated.GetCompilationAsync(cancellationToken);
            compiled.Add(new CompiledProject(project, compilation!, GetAnalyzerOptions(generated), generatorDiagnostics));
        }

        return compiled.ToImmutable();
    }

    private async Task<ImmutableArray<ReportedDiagnostic>> RunAsync(
        ImmutableArray<CompiledProject> compiled, ImmutableArray<DiagnosticAnalyzer> analyzers, bool concurrently, CancellationToken cancellationToken,
        bool withCompiler = true)
    {
        var reported = new List<ReportedDiagnostic>();
        foreach (var (project, compilation, options, generatorDiagnostics) in compiled)
        {
            var run = new AnalyzerRun(project, compilation, analyzers, options);
            var compiler = withCompiler ? await run.CompileAsync(cancellationToken) : [];
            reported.AddRange(generatorDiagnostics.Select(diagnostic => new ReportedDiagnostic(project, diagnostic, IsLocal: true)));
            reported.AddRange(compiler.Where(item => !item.IsFromCompiler || IsCompilerDiagnosticIncluded(item.Diagnostic, CompilerDiagnostics)));
            reported.AddRange(await run.AnalyzeAsync(concurrently, cancellationToken));
        }

        return Sort(reported);
    }

    private static async Task VerifyRepeatableAsync(
        ImmutableArray<CompiledProject> compiled, ImmutableArray<DiagnosticAnalyzer> analyzers,
        ImmutableArray<ReportedDiagnostic> reported, IVerifier verifier, CancellationToken cancellationToken)
    {
        if (analyzers.IsEmpty)
            return;

        foreach (var (project, compilation, options, generatorDiagnostics) in compiled)
        {
            var first = Describe(reported.Where(
                item => item.Project.Id == project.Id && !item.IsFromCompiler && !generatorDiagnostics.Contains(item.Diagnostic)));
            foreach (var (order, reorder) in FileOrder.For(compilation.SyntaxTrees.Count()))
            {
                var run = new AnalyzerRun(project, reorder(compilation), analyzers, options);
                var again = Describe(await run.AnalyzeAsync(concurrently: true, cancellationToken));
                verifier.EqualOrDiff(
                    first, again, $"The project '{project.Name}' gives other diagnostics when it is analyzed concurrently, with {order}:");
            }
        }

        static string Describe(IEnumerable<ReportedDiagnostic> diagnostics)
            => string.Join('\n', diagnostics.Select(item => item.Describe()).Order(StringComparer.Ordinal));
    }

    private async Task VerifyGeneratedCodeAsync(
        Project project, SolutionState state, ImmutableArray<DiagnosticAnalyzer> analyzers, ImmutableArray<DiagnosticResult> expected,
        IVerifier verifier, CancellationToken cancellationToken)
    {
        var exclusion = new SourceExclusion(state, analyzers);
        if (TestBehaviors.HasFlag(TestBehaviors.SkipGeneratedCodeCheck) || !expected.Any(exclusion.Covers))
            return;

        // What the compiler says of generated code is another matter: it has no nullable context, for one. So it is not asked.
        var marked = await AddFirstLineAsync(project, state, "// <auto-generated>", cancellationToken);
        var compiled = await CompileAsync(marked, cancellationToken);
        var reported = await RunAsync(compiled, analyzers, concurrently: false, cancellationToken, withCompiler: false);
        var remaining = expected.Where(item => !exclusion.Covers(item) && !SourceExclusion.IsFromCompiler(item)).Select(exclusion.MoveDown);
        new DiagnosticComparer(verifier.PushContext("The sources under an <auto-generated> header"), DiagnosticVerifier)
            .Verify([.. remaining], reported);
    }

    private async Task VerifySuppressionAsync(
        Project project, SolutionState state, ImmutableArray<DiagnosticAnalyzer> analyzers, ImmutableArray<DiagnosticResult> expected,
        IVerifier verifier, CancellationToken cancellationToken)
    {
        var exclusion = new SourceExclusion(state, analyzers);
        if (TestBehaviors.HasFlag(TestBehaviors.SkipSuppressionCheck) || !expected.Any(exclusion.Covers))
            return;

        // The pragma names no diagnostic of the compiler's, which has spoken already.
        var ids = string.Join(", ", expected.Where(exclusion.Covers).Select(item => item.Id).Distinct());
        var marked = await AddFirstLineAsync(project, state, $"#pragma warning disable {ids}", cancellationToken);
        var compiled = await CompileAsync(marked, cancellationToken);
        var reported = (await RunAsync(compiled, analyzers, concurrently: false, cancellationToken, withCompiler: false)).Where(item => !item.Diagnostic.IsSuppressed);
        var remaining = expected
            .Where(item => !exclusion.CoversByPragma(item) && !SourceExclusion.IsFromCompiler(item) && item.IsSuppressed != true).Select(exclusion.MoveDown);
        new DiagnosticComparer(verifier.PushContext($"The sources under '#pragma warning disable {ids}'"), DiagnosticVerifier)
            .Verify([.. remaining], [.. reported]);
    }

    private static async Task<Solution> AddFirstLineAsync(Project project, SolutionState state, string line, CancellationToken cancellationToken)
    {
        var solution = project.Solution;
        var paths = state.Sources.Select(source => source.filename).ToHashSet(StringComparer.Ordinal);
        foreach (var document in project.Documents.Where(document => paths.Contains(document.FilePath!)))
        {
            var text = await document.GetTextAsync(cancellationToken);
            solution = solution.WithDocumentText(document.Id, text.Replace(new TextSpan(0, 0), line + "\n"));
        }

        return solution;
    }

    private sealed record CompiledProject(
        Project Project, Compilation Compilation, AnalyzerOptions Options, ImmutableArray<Diagnostic> GeneratorDiagnostics);
}
