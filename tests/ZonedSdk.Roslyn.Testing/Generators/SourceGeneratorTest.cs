using Microsoft.CodeAnalysis.Diagnostics;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>
/// A test of generators. What they write must be <see cref="ProjectState.GeneratedSources"/>, the same in any order of files; what they
/// report must be expected, and the sources must compile with what they wrote.
/// </summary>
public abstract class SourceGeneratorTest<TVerifier> : AnalyzerTest<TVerifier>
    where TVerifier : IVerifier, new()
{
    protected override IEnumerable<DiagnosticAnalyzer> GetDiagnosticAnalyzers() => [];

    protected abstract override IEnumerable<Type> GetSourceGenerators();
}
