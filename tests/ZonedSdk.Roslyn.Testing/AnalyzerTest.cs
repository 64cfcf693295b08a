using System.Collections.Immutable;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>
/// A test of analyzers: the sources, what is expected, and <see cref="RunAsync"/>. The diagnostics must be the expected ones, the same
/// with and without concurrency and in any order of files, and none in generated code or under a pragma.
/// </summary>
public abstract partial class AnalyzerTest<TVerifier>
    where TVerifier : IVerifier, new()
{
    protected AnalyzerTest() => TestState = CreateState();

    public abstract string Language { get; }

    /// <summary>Adds a source to the test's project.</summary>
    public string TestCode
    {
        set => TestState.Sources.Add(value);
    }

    public SolutionState TestState { get; }

    /// <summary>What the sources must give beside what their marks say.</summary>
    public List<DiagnosticResult> ExpectedDiagnostics => TestState.ExpectedDiagnostics;

    /// <summary>The least severity at which compiler diagnostics count; the default is errors.</summary>
    public CompilerDiagnostics CompilerDiagnostics { get; set; } = CompilerDiagnostics.Errors;

    public MarkupOptions MarkupOptions { get; set; }

    public TestBehaviors TestBehaviors { get; set; }

    /// <summary>Ids that are switched off in the compilation's options.</summary>
    public List<string> DisabledDiagnostics { get; } = [];

    /// <summary>The framework of every project that states none.</summary>
    public ReferenceAssemblies ReferenceAssemblies { get; set; } = ReferenceAssemblies.Default;

    /// <summary>A further comparison of each diagnostic with the expected one.</summary>
    public Action<Diagnostic, DiagnosticResult, IVerifier>? DiagnosticVerifier { get; set; }

    /// <summary>Changes to the solution before it is compiled, with the id of the test's project.</summary>
    public List<Func<Solution, ProjectId, Solution>> SolutionTransforms { get; } = [];

    protected static TVerifier Verify { get; } = new();

    protected virtual string DefaultFilePathPrefix => "/0/Test";

    protected virtual string DefaultTestProjectName => "TestProject";

    protected virtual string DefaultFilePath => $"{DefaultFilePathPrefix}0.{DefaultFileExt}";

    protected abstract string DefaultFileExt { get; }

    public Task RunAsync(CancellationToken cancellationToken = default) => RunImplAsync(cancellationToken);

    protected abstract CompilationOptions CreateCompilationOptions();

    protected abstract ParseOptions CreateParseOptions();

    protected abstract IEnumerable<DiagnosticAnalyzer> GetDiagnosticAnalyzers();

    protected virtual IEnumerable<Type> GetSourceGenerators() => [];

    protected virtual AnalyzerOptions GetAnalyzerOptions(Project project) => project.AnalyzerOptions;

    /// <summary>The descriptor that a mark without an id means, or null where there is no such.</summary>
    protected internal virtual DiagnosticDescriptor? GetDefaultDiagnostic(DiagnosticAnalyzer[] analyzers)
    {
        if (MarkupOptions.HasFlag(MarkupOptions.UseFirstDescriptor))
            return analyzers.SelectMany(analyzer => analyzer.SupportedDiagnostics).FirstOrDefault();

        return analyzers is [{ SupportedDiagnostics: [var only] }, ..] ? only : null;
    }

    protected virtual bool IsCompilerDiagnosticIncluded(Diagnostic diagnostic, CompilerDiagnostics compilerDiagnostics) => compilerDiagnostics switch
    {
        CompilerDiagnostics.Errors => diagnostic.Severity >= DiagnosticSeverity.Error,
        CompilerDiagnostics.Warnings => diagnostic.Severity >= DiagnosticSeverity.Warning,
        CompilerDiagnostics.Suggestions => diagnostic.Severity >= DiagnosticSeverity.Info,
        CompilerDiagnostics.All => true,
        _ => false,
    };

    protected virtual async Task RunImplAsync(CancellationToken cancellationToken)
    {
        if (TestState.GeneratedSources.Count == 0)
            Verify.NotEmpty("TestState.Sources", TestState.Sources);

        var analyzers = GetDiagnosticAnalyzers().ToImmutableArray();
        var state = ReadMarkup(StateInheritance.Apply(TestState, before: null, []), analyzers, fixableIds: []);
        await VerifyGeneratedSourcesAsync(state, Verify, cancellationToken);
        await VerifyDiagnosticsAsync(state, analyzers, Verify, cancellationToken);
    }

    private protected SolutionState CreateState() => new(DefaultTestProjectName, Language, DefaultFilePathPrefix, DefaultFileExt);

    private protected SolutionState ReadMarkup(SolutionState state, ImmutableArray<DiagnosticAnalyzer> analyzers, ImmutableArray<string> fixableIds)
    {
        var descriptors = analyzers.SelectMany(analyzer => analyzer.SupportedDiagnostics).ToImmutableArray();
        return new MarkupProcessor(MarkupOptions, GetDefaultDiagnostic([.. analyzers]), descriptors, fixableIds, DefaultFilePath).Process(state);
    }
}
