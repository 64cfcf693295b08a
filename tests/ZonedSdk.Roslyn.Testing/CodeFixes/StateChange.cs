namespace Microsoft.CodeAnalysis.Testing;

/// <summary>Where two states have other files.</summary>
internal static class StateChange
{
    public static bool IsAny(SolutionState from, SolutionState to) => CountProjects(from, to) > 0;

    /// <summary>Whether the test's own project changes.</summary>
    public static bool IsInProject(ProjectState from, ProjectState to)
        => !FileComparer.Equal(from.Sources, to.Sources)
            || !FileComparer.Equal(from.GeneratedSources, to.GeneratedSources)
            || !FileComparer.Equal(from.AdditionalFiles, to.AdditionalFiles)
            || !FileComparer.Equal(from.AnalyzerConfigFiles, to.AnalyzerConfigFiles);

    public static int CountProjects(SolutionState from, SolutionState to)
        => (IsInProject(from, to) ? 1 : 0)
            + from.AdditionalProjects.Count(pair => !to.AdditionalProjects.TryGetValue(pair.Key, out var other) || IsInProject(pair.Value, other));
}
