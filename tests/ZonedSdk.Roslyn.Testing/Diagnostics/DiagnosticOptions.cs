namespace Microsoft.CodeAnalysis.Testing;

/// <summary>What of a diagnostic is not compared.</summary>
[Flags]
public enum DiagnosticOptions
{
    None = 0,
    IgnoreAdditionalLocations = 1,
    IgnoreSeverity = 2,
}
