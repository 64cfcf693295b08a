namespace Microsoft.CodeAnalysis.Testing;

/// <summary>The content of a solution, and what is expected of it: its own project and the others.</summary>
public class SolutionState(string name, string language, string defaultPrefix, string defaultExtension)
    : ProjectState(name, language, defaultPrefix, defaultExtension)
{
    public StateInheritanceMode? InheritanceMode { get; set; }

    public ProjectCollection AdditionalProjects { get; } = new(language, defaultExtension);

    public List<DiagnosticResult> ExpectedDiagnostics { get; } = [];

    public MarkupMode? MarkupHandling { get; set; }

    /// <summary>Whether the test says anything about this state, so that a fix is expected at all.</summary>
    internal bool IsStated => InheritanceMode is not null || MarkupHandling is not null
        || Sources.Count + GeneratedSources.Count + AdditionalFiles.Count + AnalyzerConfigFiles.Count + AdditionalFilesFactories.Count > 0;
}
