namespace Microsoft.CodeAnalysis.Testing;

/// <summary>How an expected location is read.</summary>
[Flags]
public enum DiagnosticLocationOptions
{
    None = 0,

    /// <summary>Only the start counts.</summary>
    IgnoreLength = 1,

    /// <summary>The location is the number of a mark <c>{|#n:...|}</c>.</summary>
    InterpretAsMarkupKey = 2,

    /// <summary>The additional location is shown as unnecessary code.</summary>
    UnnecessaryCode = 4,
}
