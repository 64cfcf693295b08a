namespace Microsoft.CodeAnalysis.Testing;

/// <summary>Which of the checks of a code fix are left out.</summary>
[Flags]
public enum CodeFixTestBehaviors
{
    None = 0,
    SkipFixAllInDocumentCheck = 1,
    SkipFixAllInProjectCheck = 2,
    SkipFixAllInSolutionCheck = 4,
    SkipFixAllCheck = SkipFixAllInDocumentCheck | SkipFixAllInProjectCheck | SkipFixAllInSolutionCheck,

    /// <summary>Only one diagnostic is fixed.</summary>
    FixOne = 8,

    /// <summary>For fixes of diagnostics that are reported at the end of the compilation: no editor offers those.</summary>
    SkipLocalDiagnosticCheck = 16,
}
