using System.Collections.Immutable;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>Fills what a state leaves out from the state before it: test, fixed, batch-fixed.</summary>
internal static class StateInheritance
{
    public static SolutionState Apply(SolutionState state, SolutionState? before, ImmutableArray<string> fixableIds)
    {
        var changes = before is not null && ChangesContent(state, before);
        var mode = state.InheritanceMode
            ?? (before is null ? StateInheritanceMode.Explicit : changes ? StateInheritanceMode.AutoInherit : StateInheritanceMode.AutoInheritAll);
        var markup = state.MarkupHandling ?? (changes ? MarkupMode.IgnoreFixable : before?.MarkupHandling ?? MarkupMode.Allow);

        var result = new SolutionState(state.Name, state.Language, state.DefaultPrefix, state.DefaultExtension)
        {
            InheritanceMode = StateInheritanceMode.Explicit,
            MarkupHandling = markup,
        };
        CopySettings(state, result);
        Copy(state, result, onlyMissing: false);
        result.ExpectedDiagnostics.AddRange(state.ExpectedDiagnostics);

        if (mode != StateInheritanceMode.Explicit && before is not null)
        {
            CopySettings(before, result);
            Copy(before, result, onlyMissing: true);
            if (state.ExpectedDiagnostics.Count == 0)
            {
                result.ExpectedDiagnostics.AddRange(before.ExpectedDiagnostics.Where(
                    expected => mode == StateInheritanceMode.AutoInheritAll || !fixableIds.Contains(expected.Id)));
            }
        }

        return result;
    }

    /// <summary>Copies what the target does not state yet.</summary>
    public static void CopySettings(ProjectState from, ProjectState to)
    {
        to.ReferenceAssemblies ??= from.ReferenceAssemblies;
        to.OutputKind ??= from.OutputKind;
        to.DocumentationMode ??= from.DocumentationMode;
    }

    private static void Copy(SolutionState from, SolutionState to, bool onlyMissing)
    {
        Add(from.Sources, to.Sources);
        Add(from.GeneratedSources, to.GeneratedSources);
        Add([.. from.AllAdditionalFiles], to.AdditionalFiles);
        Add(from.AnalyzerConfigFiles, to.AnalyzerConfigFiles);
        Add(from.AdditionalProjectReferences, to.AdditionalProjectReferences);
        Add(from.AdditionalReferences, to.AdditionalReferences);
        if (to.AdditionalProjects.Count == 0 || !onlyMissing)
        {
            foreach (var (name, project) in from.AdditionalProjects)
                to.AdditionalProjects.Add(name, project);
        }

        void Add<T>(List<T> source, List<T> target)
        {
            if (target.Count == 0 || !onlyMissing)
                target.AddRange(source);
        }
    }

    private static bool ChangesContent(SolutionState state, SolutionState before)
    {
        var inherits = state.InheritanceMode != StateInheritanceMode.Explicit;
        return Differ(state.Sources, before.Sources)
            || Differ(state.GeneratedSources, before.GeneratedSources)
            || Differ(state.AdditionalFiles, before.AdditionalFiles)
            || Differ(state.AnalyzerConfigFiles, before.AnalyzerConfigFiles)
            || ((!inherits || state.AdditionalReferences.Count > 0) && !state.AdditionalReferences.SequenceEqual(before.AdditionalReferences));

        bool Differ(SourceFileCollection files, SourceFileCollection earlier)
            => (!inherits || files.Count > 0) && !FileComparer.Equal(files, earlier);
    }
}
