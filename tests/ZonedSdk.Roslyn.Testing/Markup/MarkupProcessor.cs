using System.Collections.Immutable;
using Microsoft.CodeAnalysis.Text;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>Turns the marks in the sources of a state into expected diagnostics.</summary>
internal sealed class MarkupProcessor(
    MarkupOptions options, DiagnosticDescriptor? defaultDescriptor, ImmutableArray<DiagnosticDescriptor> descriptors,
    ImmutableArray<string> fixableIds, string defaultPath)
{
    /// <summary>The state with plain sources, and all that it expects in <see cref="SolutionState.ExpectedDiagnostics"/>.</summary>
    public SolutionState Process(SolutionState state)
    {
        var mode = state.MarkupHandling ?? MarkupMode.Allow;
        var marks = new Dictionary<string, FileLinePositionSpan>(StringComparer.Ordinal);
        var result = new SolutionState(state.Name, state.Language, state.DefaultPrefix, state.DefaultExtension)
        {
            MarkupHandling = MarkupMode.None,
            InheritanceMode = StateInheritanceMode.Explicit,
        };

        result.ExpectedDiagnostics.AddRange(state.ExpectedDiagnostics.Select(expected => expected.WithDefaultPath(defaultPath)));
        ProcessProject(state, result, mode, marks, result.ExpectedDiagnostics);
        foreach (var (name, project) in state.AdditionalProjects)
        {
            var processed = new ProjectState(project.Name, project.Language, project.DefaultPrefix, project.DefaultExtension);
            ProcessProject(project, processed, mode, marks, result.ExpectedDiagnostics);
            result.AdditionalProjects.Add(name, processed);
        }

        for (var i = 0; i < result.ExpectedDiagnostics.Count; i++)
            result.ExpectedDiagnostics[i] = result.ExpectedDiagnostics[i].WithMarkupLocations(marks);

        return result;
    }

    private void ProcessProject(
        ProjectState from, ProjectState to, MarkupMode mode, Dictionary<string, FileLinePositionSpan> marks, List<DiagnosticResult> expected)
    {
        StateInheritance.CopySettings(from, to);
        ProcessFiles(from.Sources, to.Sources);
        ProcessFiles(from.GeneratedSources, to.GeneratedSources);
        ProcessFiles(from.AllAdditionalFiles, to.AdditionalFiles);
        ProcessFiles(from.AnalyzerConfigFiles, to.AnalyzerConfigFiles);
        to.AdditionalProjectReferences.AddRange(from.AdditionalProjectReferences);
        to.AdditionalReferences.AddRange(from.AdditionalReferences);

        void ProcessFiles(IEnumerable<(string filename, SourceText content)> files, SourceFileCollection target)
        {
            foreach (var (path, content) in files)
                target.Add((path, mode == MarkupMode.None ? content : ProcessFile(path, content, mode, marks, expected)));
        }
    }

    private SourceText ProcessFile(
        string path, SourceText content, MarkupMode mode, Dictionary<string, FileLinePositionSpan> marks, List<DiagnosticResult> expected)
    {
        var source = MarkupReader.Read(content.ToString(), options.HasFlag(MarkupOptions.TreatPositionIndicatorsAsCode));
        var text = SourceText.From(source.Text, content.Encoding, content.ChecksumAlgorithm);
        if (mode == MarkupMode.Ignore)
            return text;

        foreach (var position in source.Positions)
        {
            if (Expect("", mode) is { } diagnostic)
                expected.Add(diagnostic.WithLocation(path, text.Lines.GetLinePosition(position)));
        }

        foreach (var (name, span) in source.Spans)
        {
            var place = new FileLinePositionSpan(path, text.Lines.GetLinePositionSpan(span));
            if (name.StartsWith('#'))
            {
                if (!marks.TryAdd(name, place))
                    throw new InvalidOperationException($"The mark '{name}' stands in '{marks[name].Path}' and again in '{path}': a number is for one place.");
            }
            else if (Expect(name, mode) is { } diagnostic)
            {
                expected.Add(diagnostic.WithSpan(place));
            }
        }

        return text;
    }

    private DiagnosticResult? Expect(string id, MarkupMode mode)
    {
        var descriptor = id.Length == 0 ? defaultDescriptor : Find(id);
        if (id.Length == 0 && descriptor is null)
        {
            throw new InvalidOperationException(
                "A mark without an id needs an analyzer with one descriptor. Write the id as in '{|ID:...|}', or set MarkupOptions.UseFirstDescriptor.");
        }

        if (mode == MarkupMode.IgnoreFixable && fixableIds.Contains(descriptor?.Id ?? id))
            return null;

        // An id that no analyzer has belongs to the compiler.
        var result = descriptor is null ? DiagnosticResult.CompilerError(id) : new DiagnosticResult(descriptor);
        return result.WithMessage(null).WithOptions(DiagnosticOptions.IgnoreAdditionalLocations | DiagnosticOptions.IgnoreSeverity);
    }

    private DiagnosticDescriptor? Find(string id)
    {
        var found = descriptors.Where(descriptor => descriptor.Id == id).ToArray();
        if (found.Length > 1 && !options.HasFlag(MarkupOptions.UseFirstDescriptor))
        {
            throw new InvalidOperationException(
                $"{found.Length} descriptors have the id '{id}' of a mark. State the diagnostic in the test, or set MarkupOptions.UseFirstDescriptor.");
        }

        return found.FirstOrDefault();
    }
}
