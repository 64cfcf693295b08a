using System.Collections.Immutable;
using Microsoft.CodeAnalysis.CodeActions;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>A test that applies code actions: which of those that are offered, and how far its result is checked.</summary>
public abstract class CodeActionTest<TVerifier> : AnalyzerTest<TVerifier>
    where TVerifier : IVerifier, new()
{
    /// <summary>Which of the offered actions is applied, by its place; the default is the first.</summary>
    public int? CodeActionIndex { get; set; }

    /// <summary>Which of the offered actions is applied, by its key.</summary>
    public string? CodeActionEquivalenceKey { get; set; }

    /// <summary>A further look at the action before it is applied, at its title for one.</summary>
    public Action<CodeAction, IVerifier>? CodeActionVerifier { get; set; }

    public CodeActionValidationMode CodeActionValidationMode { get; set; } = CodeActionValidationMode.SemanticStructure;

    public abstract Type SyntaxKindType { get; }

    /// <summary>The actions to choose from: those that contain others are replaced by what they contain.</summary>
    protected virtual ImmutableArray<CodeAction> FilterCodeActions(ImmutableArray<CodeAction> actions)
        => [.. actions.SelectMany(action => action.NestedActions.IsEmpty ? [action] : FilterCodeActions(action.NestedActions))];

    private protected CodeAction? Choose(ImmutableArray<CodeAction> offered, bool isFirst, IVerifier verifier)
    {
        var chosen = CodeActionEquivalenceKey is null
            ? offered.ElementAtOrDefault(CodeActionIndex ?? 0)
            : offered.FirstOrDefault(action => action.EquivalenceKey == CodeActionEquivalenceKey);

        // In later iterations the diagnostic that is left may be another one, with other actions.
        if (CodeActionIndex is { } index && CodeActionEquivalenceKey is { } key && (chosen is not null || isFirst))
        {
            verifier.True(offered.Length > index, $"No code action has the index {index}: {offered.Length} are offered.");
            verifier.Equal(key, offered[index].EquivalenceKey, $"The code action at index {index} has the key '{offered[index].EquivalenceKey}', not '{key}'.");
            chosen = offered[index];
        }

        if (chosen is not null)
            CodeActionVerifier?.Invoke(chosen, verifier);

        return chosen;
    }

    /// <summary>
    /// The solution that the action makes, read again from its text: what the next analysis sees is what a user would save. The second
    /// value says where a fixed tree is not the one that its text parses to.
    /// </summary>
    private protected async Task<(Solution solution, Exception? treeFailure)> ApplyAsync(
        Solution before, CodeAction action, IVerifier verifier, CancellationToken cancellationToken)
    {
        var operations = await action.GetOperationsAsync(cancellationToken);
        var changed = operations.OfType<ApplyChangesOperation>().ToArray();
        verifier.Equal(1, changed.Length, $"The code action '{action.Title}' must change the solution in one operation and has {changed.Length}.");
        var solution = changed[0].ChangedSolution;
        Exception? failure = null;
        foreach (var projectChanges in solution.GetChanges(before).GetProjectChanges())
        {
            foreach (var id in projectChanges.GetChangedDocuments().Concat(projectChanges.GetAddedDocuments()))
            {
                var document = solution.GetDocument(id)!;
                var fixedRoot = await document.GetSyntaxRootAsync(cancellationToken);
                var text = await document.GetTextAsync(cancellationToken);
                solution = solution.WithDocumentText(id, Microsoft.CodeAnalysis.Text.SourceText.From(text.ToString(), text.Encoding, text.ChecksumAlgorithm));
                var parsedRoot = await solution.GetDocument(id)!.GetSyntaxRootAsync(cancellationToken);
                failure ??= Compare(document.FilePath, parsedRoot!, fixedRoot!, verifier);
            }
        }

        return (solution, failure);
    }

    private Exception? Compare(string? path, SyntaxNode parsed, SyntaxNode changed, IVerifier verifier)
    {
        if (CodeActionValidationMode == CodeActionValidationMode.None)
            return null;

        var tree = new TreeText(SyntaxKindType, CodeActionValidationMode == CodeActionValidationMode.Full);
        try
        {
            verifier.EqualOrDiff(tree.Render(parsed), tree.Render(changed), $"The fixed tree of '{path}' is not the tree that its text parses to:");
            return null;
        }
        catch (Exception failure)
        {
            // A wrong text says more than a wrong tree: the caller compares the texts first.
            return failure;
        }
    }
}
