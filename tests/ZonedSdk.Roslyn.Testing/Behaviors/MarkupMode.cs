namespace Microsoft.CodeAnalysis.Testing;

/// <summary>What becomes of markup in the sources of one state.</summary>
public enum MarkupMode
{
    /// <summary>There is none: what looks like it is code.</summary>
    None = 0,

    /// <summary>It is removed and expects nothing.</summary>
    Ignore = 1,

    /// <summary>It is removed, and expects only what the code fixes under test do not fix.</summary>
    IgnoreFixable = 2,

    /// <summary>It is removed, and each mark expects a diagnostic.</summary>
    Allow = 3,
}
