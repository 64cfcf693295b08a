using Microsoft.CodeAnalysis.Text;

namespace ZonedSdk.CodeFixes.Text;

/// <summary>Changes of a text. What nobody changes stays as it is, to the last blank: comments, directives, the author's own layout.</summary>
internal sealed class Edits
{
    private readonly List<TextChange> _changes = [];

    public void Insert(int position, string text) => _changes.Add(new TextChange(new TextSpan(position, 0), text));

    public void Delete(int start, int end) => Replace(TextSpan.FromBounds(start, end), "");

    public void Replace(TextSpan span, string text) => _changes.Add(new TextChange(span, text));

    /// <summary>In the order of the text; insertions at one place in the order in which they were made, and before a deletion there.</summary>
    public IReadOnlyList<TextChange> ToChanges() => [.. _changes.OrderBy(static c => c.Span.Start).ThenBy(static c => c.Span.Length > 0)];
}
