using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using ZonedSdk.CodeFixes.Text;

namespace ZonedSdk.CodeFixes.Trying;

/// <summary>A finding in a file, as a fix sees it.</summary>
/// <param name="source">The file.</param>
/// <param name="diagnostic">The finding.</param>
/// <param name="together">All findings that are to be fixed with it.</param>
internal sealed class FixSite(TriedSource source, Diagnostic diagnostic, ImmutableArray<Diagnostic> together)
{
    public TriedSource Source => source;

    public Diagnostic Diagnostic => diagnostic;

    public ImmutableArray<Diagnostic> Together => together;

    public SemanticModel Model => source.Model;

    public SyntaxNode Root { get; } = source.Tree.GetRoot();

    public Layout Layout { get; } = new(source);

    public SyntaxNode Node => NodeOf(diagnostic);

    public SyntaxNode NodeOf(Diagnostic other) => NodeAt(other.Location.SourceSpan);

    /// <summary>The innermost node with a span: a call rather than its statement.</summary>
    public SyntaxNode NodeAt(TextSpan span) => Root.FindNode(span, getInnermostNodeForTie: true);

    /// <summary>Where else the finding points, in this file; null where it does not.</summary>
    public SyntaxNode? AdditionalNode(int index) =>
        diagnostic.AdditionalLocations.Count > index && diagnostic.AdditionalLocations[index] is { SourceTree: { } tree } location && tree == source.Tree ? NodeAt(location.SourceSpan) : null;

    /// <summary>What the rule has said for the fix: see <c>FixHints</c>.</summary>
    public string? Hint(string name) => HintOf(diagnostic, name);

    public static string? HintOf(Diagnostic diagnostic, string name) => diagnostic.Properties.TryGetValue(name, out string? value) ? value : null;

    public bool HasHint(string name) => diagnostic.Properties.ContainsKey(name);
}
