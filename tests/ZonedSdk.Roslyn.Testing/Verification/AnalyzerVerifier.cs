using Microsoft.CodeAnalysis.Diagnostics;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>Short forms for tests that are one source.</summary>
public class AnalyzerVerifier<TAnalyzer, TTest, TVerifier>
    where TAnalyzer : DiagnosticAnalyzer, new()
    where TTest : AnalyzerTest<TVerifier>, new()
    where TVerifier : IVerifier, new()
{
    /// <summary>A diagnostic of the analyzer's only descriptor.</summary>
    public static DiagnosticResult Diagnostic() => Only(_ => true, "one descriptor");

    /// <summary>A diagnostic of the analyzer's only descriptor with this id.</summary>
    public static DiagnosticResult Diagnostic(string diagnosticId) => Only(descriptor => descriptor.Id == diagnosticId, $"one descriptor of the id '{diagnosticId}'");

    public static DiagnosticResult Diagnostic(DiagnosticDescriptor descriptor) => new(descriptor);

    public static Task VerifyAnalyzerAsync(string source, params DiagnosticResult[] expected)
    {
        var test = new TTest { TestCode = source };
        test.ExpectedDiagnostics.AddRange(expected);
        return test.RunAsync();
    }

    private static DiagnosticResult Only(Func<DiagnosticDescriptor, bool> isMeant, string condition)
    {
        var found = new TAnalyzer().SupportedDiagnostics.Where(isMeant).ToArray();
        return found.Length == 1
            ? new DiagnosticResult(found[0])
            : throw new InvalidOperationException($"{typeof(TAnalyzer).Name} must have {condition} and has {found.Length}: state the descriptor.");
    }
}
