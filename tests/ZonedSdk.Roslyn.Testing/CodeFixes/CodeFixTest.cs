using System.Collections.Immutable;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>
/// A test of code fixes. The diagnostics are tested first, as in every test of an analyzer; then the fixes, one diagnostic at a time and
/// all at once in a document, a project and the solution; then the diagnostics of what the fixes made.
/// </summary>
public abstract partial class CodeFixTest<TVerifier> : CodeActionTest<TVerifier>
    where TVerifier : IVerifier, new()
{
    protected CodeFixTest()
    {
        FixedState = CreateState();
        BatchFixedState = CreateState();
    }

    /// <summary>Adds a source to the fixed state.</summary>
    public string FixedCode
    {
        set => FixedState.Sources.Add(value);
    }

    /// <summary>What fixing one diagnostic after the other makes. What it does not state is as in the test state.</summary>
    public SolutionState FixedState { get; }

    /// <summary>Adds a source to the batch-fixed state.</summary>
    public string BatchFixedCode
    {
        set => BatchFixedState.Sources.Add(value);
    }

    /// <summary>What fixing all at once makes. What it does not state is as in the fixed state.</summary>
    public SolutionState BatchFixedState { get; }

    /// <summary>How many fixes are applied one by one: exactly as many, or at most as many with a minus sign. Null: at most one for each diagnostic.</summary>
    public int? NumberOfIncrementalIterations { get; set; }

    /// <summary>How often all are fixed, in any scope: exactly as often, or at most as often with a minus sign. Null: once.</summary>
    public int? NumberOfFixAllIterations { get; set; }

    /// <summary>The same in a document; null: at most once for each document.</summary>
    public int? NumberOfFixAllInDocumentIterations { get; set; }

    /// <summary>The same in a project; null: at most once for each project.</summary>
    public int? NumberOfFixAllInProjectIterations { get; set; }

    public CodeFixTestBehaviors CodeFixTestBehaviors { get; set; }

    protected abstract IEnumerable<CodeFixProvider> GetCodeFixProviders();

    protected virtual CodeFixContext CreateCodeFixContext(
        Document document, Microsoft.CodeAnalysis.Text.TextSpan span, ImmutableArray<Diagnostic> diagnostics,
        Action<CodeAction, ImmutableArray<Diagnostic>> registerCodeFix, CancellationToken cancellationToken)
        => new(document, span, diagnostics, registerCodeFix, cancellationToken);

    /// <summary>Which diagnostic is fixed where <see cref="CodeFixTestBehaviors.FixOne"/> is set.</summary>
    protected virtual Diagnostic? TrySelectDiagnosticToFix(ImmutableArray<Diagnostic> fixableDiagnostics) => fixableDiagnostics.FirstOrDefault();

    /// <summary>A compiler diagnostic that is to be fixed counts at any severity.</summary>
    protected override bool IsCompilerDiagnosticIncluded(Diagnostic diagnostic, CompilerDiagnostics compilerDiagnostics)
        => base.IsCompilerDiagnosticIncluded(diagnostic, compilerDiagnostics)
            || GetCodeFixProviders().Any(provider => provider.FixableDiagnosticIds.Contains(diagnostic.Id));

    protected override async Task RunImplAsync(CancellationToken cancellationToken)
    {
        Verify.NotEmpty("TestState.Sources", TestState.Sources);
        var analyzers = GetDiagnosticAnalyzers().ToImmutableArray();
        var fixableIds = GetCodeFixProviders().SelectMany(provider => provider.FixableDiagnosticIds).ToImmutableArray();
        var rawTest = StateInheritance.Apply(TestState, before: null, fixableIds);
        var rawFixed = StateInheritance.Apply(FixedState, rawTest, fixableIds);
        var rawBatch = StateInheritance.Apply(BatchFixedState, rawFixed, fixableIds);
        var test = ReadMarkup(rawTest, analyzers, fixableIds);
        var fixedState = ReadMarkup(rawFixed, analyzers, fixableIds);
        var batch = ReadMarkup(rawBatch, analyzers, fixableIds);

        await VerifyGeneratedSourcesAsync(test, Verify.PushContext("Test state"), cancellationToken);
        await VerifyDiagnosticsAsync(test, analyzers, Verify.PushContext("Test state"), cancellationToken);
        if (!FixedState.IsStated && !BatchFixedState.IsStated)
            return;

        await VerifyFixesAsync(test, fixedState, batch, cancellationToken);
        await VerifyDiagnosticsAsync(fixedState, analyzers, Verify.PushContext("Fixed state"), cancellationToken);
        if (BatchFixedState.IsStated && !CodeFixTestBehaviors.HasFlag(CodeFixTestBehaviors.SkipFixAllCheck))
            await VerifyDiagnosticsAsync(batch, analyzers, Verify.PushContext("Batch-fixed state"), cancellationToken);
    }

    private async Task VerifyFixesAsync(SolutionState test, SolutionState fixedState, SolutionState batch, CancellationToken cancellationToken)
    {
        var project = CreateProject(test);
        var found = await GetDiagnosticsAsync(project.Solution, [.. GetDiagnosticAnalyzers()], cancellationToken);
        var start = new FixStart(project, found, []);
        await VerifyFixAsync(start, fixedState, scope: null, IncrementalLimit(test, fixedState), "Fixes one by one", cancellationToken);
        if (GetCodeFixProviders().All(provider => provider.GetFixAllProvider() is null))
            return;

        if (!CodeFixTestBehaviors.HasFlag(CodeFixTestBehaviors.SkipFixAllInDocumentCheck))
            await VerifyFixAsync(start, batch, FixAllScope.Document, DocumentLimit(test, batch), "Fix all in document", cancellationToken);

        if (!CodeFixTestBehaviors.HasFlag(CodeFixTestBehaviors.SkipFixAllInProjectCheck))
            await VerifyFixAsync(start, batch, FixAllScope.Project, ProjectLimit(test, batch), "Fix all in project", cancellationToken);

        if (!CodeFixTestBehaviors.HasFlag(CodeFixTestBehaviors.SkipFixAllInSolutionCheck))
            await VerifyFixAsync(start, batch, FixAllScope.Solution, SolutionLimit(test, batch), "Fix all in solution", cancellationToken);
    }

    private IterationLimit IncrementalLimit(SolutionState test, SolutionState fixedState)
        => Stated(NumberOfIncrementalIterations)
            ?? IterationLimit.AtMost(StateChange.IsAny(test, fixedState) ? Fixable(test).Length : 0);

    private IterationLimit DocumentLimit(SolutionState test, SolutionState batch)
        => Stated(NumberOfFixAllInDocumentIterations ?? NumberOfFixAllIterations)
            ?? IterationLimit.AtMost(StateChange.IsInProject(test, batch) ? Fixable(test).DistinctBy(item => item.Spans.FirstOrDefault().Span.Path).Count() : 0);

    private IterationLimit ProjectLimit(SolutionState test, SolutionState batch)
        => Stated(NumberOfFixAllInProjectIterations ?? NumberOfFixAllIterations) ?? IterationLimit.AtMost(StateChange.CountProjects(test, batch));

    private IterationLimit SolutionLimit(SolutionState test, SolutionState batch)
        => Stated(NumberOfFixAllIterations) ?? IterationLimit.AtMost(StateChange.IsAny(test, batch) ? 1 : 0);

    private static IterationLimit? Stated(int? number) => number switch
    {
        null => null,
        < 0 => IterationLimit.AtMost(-number.Value),
        _ => IterationLimit.Exactly(number.Value),
    };

    private DiagnosticResult[] Fixable(SolutionState state)
    {
        var ids = GetCodeFixProviders().SelectMany(provider => provider.FixableDiagnosticIds).ToHashSet(StringComparer.Ordinal);
        return [.. state.ExpectedDiagnostics.Where(expected => ids.Contains(expected.Id))];
    }

    /// <summary>What all ways of fixing begin with, and the contents for which no fix is offered any more.</summary>
    private sealed record FixStart(Project Project, ImmutableArray<ReportedDiagnostic> Found, HashSet<string> Settled);
}
