using System.Collections.Immutable;
using System.Text;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>The loop of analysis and fix, and what it must end in.</summary>
public abstract partial class CodeFixTest<TVerifier>
{
    /// <summary>Fixes until nothing is left to fix; one diagnostic at a time where there is no scope.</summary>
    private async Task VerifyFixAsync(
        FixStart start, SolutionState expected, FixAllScope? scope, IterationLimit limit, string name, CancellationToken cancellationToken)
    {
        var verifier = Verify.PushContext(name);
        var analyzers = GetDiagnosticAnalyzers().ToImmutableArray();
        var solution = start.Project.Solution;
        var iterations = 0;
        Exception? treeFailure = null;
        string? before = null;
        while (iterations <= limit.Count)
        {
            var content = await DescribeAsync(solution, cancellationToken);
            if (start.Settled.Contains(content))
                break;

            var found = iterations == 0 ? start.Found : await GetDiagnosticsAsync(solution, analyzers, cancellationToken);
            var described = string.Join('\n', found.Select(item => item.Describe()));
            if (described == before)
                break;

            before = described;
            var step = await FixAsync(solution, found, scope, isFirst: iterations == 0, verifier, cancellationToken);
            if (step is null)
            {
                start.Settled.Add(content);
                break;
            }

            iterations++;
            treeFailure ??= step.TreeFailure;
            solution = step.After;
            if (!step.IsChange || CodeFixTestBehaviors.HasFlag(CodeFixTestBehaviors.FixOne))
                break;
        }

        await VerifySolutionAsync(solution, start.Project.Id, expected, verifier, cancellationToken);
        if (treeFailure is not null)
            throw new InvalidOperationException(treeFailure.Message, treeFailure);

        limit.Verify(iterations, verifier);
    }

    /// <summary>All files of a solution with their paths: two solutions that are equal here have the same diagnostics and the same fixes.</summary>
    private static async Task<string> DescribeAsync(Solution solution, CancellationToken cancellationToken)
    {
        var content = new StringBuilder();
        foreach (var project in solution.Projects)
        {
            foreach (var document in project.Documents.Concat(project.AdditionalDocuments).Concat(project.AnalyzerConfigDocuments))
                content.Append(project.Name).Append('\0').Append(document.FilePath).Append('\0').Append(await document.GetTextAsync(cancellationToken)).Append('\0');
        }

        return content.ToString();
    }

    /// <summary>Applies the first fix that changes something; null where none is offered.</summary>
    private async Task<FixStep?> FixAsync(
        Solution solution, ImmutableArray<ReportedDiagnostic> found, FixAllScope? scope, bool isFirst, IVerifier verifier, CancellationToken cancellationToken)
    {
        FixStep? idle = null;
        foreach (var item in SelectFixable(solution, found, verifier))
        {
            var (action, provider) = await OfferAsync(solution, item, isFirst, verifier, cancellationToken);
            if (action is null || provider is null)
                continue;

            if (scope is { } wanted)
            {
                var fixAll = await FixAllAsync(solution, item, action, provider, wanted, found, cancellationToken);
                return fixAll is null ? null : await StepAsync(fixAll);
            }

            // A fix that changes nothing stands in nobody's way, but it is counted where no other fix does something.
            var step = await StepAsync(action);
            if (step.IsChange)
                return step;

            idle ??= step;
        }

        return idle;

        async Task<FixStep> StepAsync(CodeAction action)
        {
            var (after, treeFailure) = await ApplyAsync(solution, action, verifier, cancellationToken);
            return new FixStep(after, after.GetChanges(solution).GetProjectChanges().Any(), treeFailure);
        }
    }

    private IEnumerable<ReportedDiagnostic> SelectFixable(Solution solution, ImmutableArray<ReportedDiagnostic> found, IVerifier verifier)
    {
        var ids = GetCodeFixProviders().SelectMany(provider => provider.FixableDiagnosticIds).ToHashSet(StringComparer.Ordinal);
        var fixable = found.Where(item => ids.Contains(item.Diagnostic.Id) && solution.GetDocument(item.Diagnostic.Location.SourceTree) is not null).ToArray();
        if (!CodeFixTestBehaviors.HasFlag(CodeFixTestBehaviors.SkipLocalDiagnosticCheck))
        {
            foreach (var item in fixable.Where(item => !item.IsLocal))
                verifier.Fail($"A fix is stated for '{item.Describe()}', which is reported at the end of the compilation: no editor offers a fix there.");
        }

        if (!CodeFixTestBehaviors.HasFlag(CodeFixTestBehaviors.FixOne))
            return fixable;

        var selected = TrySelectDiagnosticToFix([.. fixable.Select(item => item.Diagnostic)]);
        return fixable.Where(item => item.Diagnostic.Equals(selected)).Take(1);
    }

    private async Task<(CodeAction? action, CodeFixProvider? provider)> OfferAsync(
        Solution solution, ReportedDiagnostic item, bool isFirst, IVerifier verifier, CancellationToken cancellationToken)
    {
        var document = solution.GetDocument(item.Diagnostic.Location.SourceTree)!;
        var offered = new List<(CodeAction Action, CodeFixProvider Provider)>();
        foreach (var provider in GetCodeFixProviders().Where(provider => provider.FixableDiagnosticIds.Contains(item.Diagnostic.Id)))
        {
            var actions = ImmutableArray.CreateBuilder<CodeAction>();
            var context = CreateCodeFixContext(
                document, item.Diagnostic.Location.SourceSpan, [item.Diagnostic], (action, _) => actions.Add(action), cancellationToken);
            await provider.RegisterCodeFixesAsync(context);
            offered.AddRange(FilterCodeActions(actions.ToImmutable()).Select(action => (action, provider)));
        }

        var chosen = Choose([.. offered.Select(offer => offer.Action)], isFirst, verifier);
        return (chosen, offered.FirstOrDefault(offer => offer.Action == chosen).Provider);
    }

    private static async Task<CodeAction?> FixAllAsync(
        Solution solution, ReportedDiagnostic first, CodeAction action, CodeFixProvider provider, FixAllScope scope,
        ImmutableArray<ReportedDiagnostic> found, CancellationToken cancellationToken)
    {
        var fixAll = provider.GetFixAllProvider();
        if (fixAll is null || !fixAll.GetSupportedFixAllScopes().Contains(scope))
            return null;

        var document = solution.GetDocument(first.Diagnostic.Location.SourceTree)!;
        var context = new FixAllContext(
            document, provider, scope, action.EquivalenceKey, fixAll.GetSupportedFixAllDiagnosticIds(provider), new FoundDiagnostics(found), cancellationToken);
        return await fixAll.GetFixAsync(context);
    }

    private async Task VerifySolutionAsync(
        Solution solution, ProjectId primary, SolutionState expected, IVerifier verifier, CancellationToken cancellationToken)
    {
        await VerifyProjectAsync(solution.GetProject(primary)!, expected, verifier, cancellationToken);
        foreach (var (name, state) in expected.AdditionalProjects)
            await VerifyProjectAsync(solution.Projects.Single(project => project.Name == name), state, verifier, cancellationToken);
    }

    private async Task VerifyProjectAsync(Project project, ProjectState expected, IVerifier verifier, CancellationToken cancellationToken)
    {
        await VerifyFilesAsync("sources", expected.Sources, project.Documents);
        await VerifyFilesAsync("additional files", expected.AdditionalFiles, project.AdditionalDocuments);
        await VerifyFilesAsync("analyzer config files", expected.AnalyzerConfigFiles, project.AnalyzerConfigDocuments);

        async Task VerifyFilesAsync(string kind, SourceFileCollection files, IEnumerable<TextDocument> documents)
        {
            var actual = documents.ToArray();
            verifier.Equal(
                files.Count, actual.Length,
                $"Expected {files.Count} {kind} in '{project.Name}', and there are {actual.Length}: {string.Join(", ", actual.Select(document => document.Name))}.");
            foreach (var ((path, content), document) in files.Zip(actual))
            {
                GeneratedSources.Verify(path, content, await document.GetTextAsync(cancellationToken), verifier);
                var (name, folders) = GetNameAndFoldersFromPath(expected.DefaultPrefix, path);
                verifier.Equal(name, document.Name, $"The file '{path}' must have the name '{name}' and has '{document.Name}'.");
                verifier.SequenceEqual(folders, document.Folders, message: $"The file '{path}' stands in other folders.");
            }
        }
    }

    private sealed record FixStep(Solution After, bool IsChange, Exception? TreeFailure);
}
