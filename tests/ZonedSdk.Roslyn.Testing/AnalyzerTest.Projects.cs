using System.Collections.Immutable;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>How a state becomes a solution.</summary>
public abstract partial class AnalyzerTest<TVerifier>
{
    /// <summary>Switches the analyzers' diagnostics on, and makes a crash of an analyzer an error.</summary>
    protected virtual Project ApplyCompilationOptions(Project project)
    {
        var options = new Dictionary<string, ReportDiagnostic>(StringComparer.Ordinal) { ["AD0001"] = ReportDiagnostic.Error };
        foreach (var descriptor in GetDiagnosticAnalyzers().SelectMany(analyzer => analyzer.SupportedDiagnostics))
            options[descriptor.Id] = descriptor.IsEnabledByDefault ? ReportDiagnostic.Default : ToReport(descriptor.DefaultSeverity);

        foreach (var id in DisabledDiagnostics)
            options[id] = ReportDiagnostic.Suppress;

        // What the test's own transforms set wins.
        var compilationOptions = project.CompilationOptions!;
        var merged = options.ToImmutableDictionary().SetItems(compilationOptions.SpecificDiagnosticOptions);
        return project.WithCompilationOptions(compilationOptions.WithSpecificDiagnosticOptions(merged));
    }

    private protected Project CreateProject(SolutionState state)
    {
        var ids = new Dictionary<string, ProjectId>(StringComparer.Ordinal);
        var solution = AddProject(SharedWorkspace.EmptySolution, state, ids);
        foreach (var additional in state.AdditionalProjects.Values)
            solution = AddProject(solution, additional, ids);

        solution = AddProjectReferences(solution, state, ids);
        foreach (var additional in state.AdditionalProjects.Values)
            solution = AddProjectReferences(solution, additional, ids);

        var primary = ids[state.Name];
        foreach (var transform in SolutionTransforms)
            solution = transform(solution, primary);

        foreach (var id in ids.Values)
            solution = ApplyCompilationOptions(solution.GetProject(id)!).Solution;

        return solution.GetProject(primary)!;
    }

    /// <summary>The name and the folders that a file has in its project.</summary>
    protected (string fileName, IEnumerable<string> folders) GetNameAndFoldersFromPath(string projectPathPrefix, string path)
    {
        var root = projectPathPrefix[..(projectPathPrefix.LastIndexOf('/') + 1)];
        if (root.Length == 0 || !path.StartsWith(root, StringComparison.Ordinal))
            return (path.StartsWith('/') ? path : Path.GetFileName(path), []);

        var parts = path[root.Length..].Split('/');
        return (parts[^1], parts[..^1]);
    }

    private Solution AddProject(Solution solution, ProjectState state, Dictionary<string, ProjectId> ids)
    {
        var id = ProjectId.CreateNewId(state.Name);
        ids.Add(state.Name, id);
        var references = (state.ReferenceAssemblies ?? ReferenceAssemblies).Resolve().AddRange(state.AdditionalReferences);
        SharedWorkspace.KeepSymbols(references);
        var info = ProjectInfo.Create(
            id, VersionStamp.Default, state.Name, state.AssemblyName, state.Language,
            compilationOptions: CreateCompilationOptions().WithOutputKind(state.OutputKind ?? OutputKind.DynamicallyLinkedLibrary),
            parseOptions: CreateParseOptions().WithDocumentationMode(state.DocumentationMode ?? DocumentationMode.Diagnose),
            metadataReferences: references,
            documents: Documents(state.Sources),
            additionalDocuments: Documents(state.AllAdditionalFiles));
        return solution.AddProject(info.WithAnalyzerConfigDocuments(Documents(state.AnalyzerConfigFiles)));

        IEnumerable<DocumentInfo> Documents(IEnumerable<(string filename, SourceText content)> files) => files.Select(file =>
        {
            var (name, folders) = GetNameAndFoldersFromPath(state.DefaultPrefix, file.filename);
            var loader = TextLoader.From(TextAndVersion.Create(file.content, VersionStamp.Default, file.filename));
            return DocumentInfo.Create(DocumentId.CreateNewId(id, file.filename), name, folders, loader: loader, filePath: file.filename);
        });
    }

    private static Solution AddProjectReferences(Solution solution, ProjectState state, Dictionary<string, ProjectId> ids)
        => solution.AddProjectReferences(ids[state.Name], state.AdditionalProjectReferences.Select(name => new ProjectReference(ids[name])));

    private static ReportDiagnostic ToReport(DiagnosticSeverity severity) => severity switch
    {
        DiagnosticSeverity.Hidden => ReportDiagnostic.Hidden,
        DiagnosticSeverity.Info => ReportDiagnostic.Info,
        DiagnosticSeverity.Warning => ReportDiagnostic.Warn,
        _ => ReportDiagnostic.Error,
    };
}
