namespace Microsoft.CodeAnalysis.Testing;

/// <summary>Which of the checks of every test are left out.</summary>
[Flags]
public enum TestBehaviors
{
    None = 0,

    /// <summary>For rules that report in generated code on purpose.</summary>
    SkipGeneratedCodeCheck = 1,

    /// <summary>For diagnostics that a pragma cannot suppress.</summary>
    SkipSuppressionCheck = 2,

    /// <summary>For tests that look at the diagnostics of a generator and not at its sources.</summary>
    SkipGeneratedSourcesCheck = 4,
}
