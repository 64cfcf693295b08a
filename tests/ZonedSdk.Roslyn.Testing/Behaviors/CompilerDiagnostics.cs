namespace Microsoft.CodeAnalysis.Testing;

/// <summary>The least severity at which a compiler's diagnostic must be expected by the test.</summary>
public enum CompilerDiagnostics
{
    None = 0,
    Errors = 1,
    Warnings = 2,
    Suggestions = 3,
    All = 4,
}
