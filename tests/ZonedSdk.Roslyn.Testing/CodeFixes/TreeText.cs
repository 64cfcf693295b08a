using System.Text;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>A syntax tree as text, one node or token a line, so that two trees can be compared and their difference read.</summary>
internal sealed class TreeText(Type syntaxKindType, bool withTrivia)
{
    public string Render(SyntaxNode root)
    {
        var text = new StringBuilder();
        Append(text, root, depth: 0);
        return text.ToString();
    }

    private void Append(StringBuilder text, SyntaxNodeOrToken item, int depth)
    {
        text.Append(' ', depth * 2).Append(Kind(item.RawKind));
        if (item.IsToken)
            text.Append(' ').Append(Escape(item.AsToken().Text));

        text.Append('\n');
        if (item.IsToken && withTrivia)
        {
            Append(text, "before", item.GetLeadingTrivia(), depth + 1);
            Append(text, "after", item.GetTrailingTrivia(), depth + 1);
        }

        foreach (var child in item.ChildNodesAndTokens())
            Append(text, child, depth + 1);
    }

    private void Append(StringBuilder text, string place, SyntaxTriviaList list, int depth)
    {
        foreach (var trivia in list)
            text.Append(' ', depth * 2).Append(place).Append(' ').Append(Kind(trivia.RawKind)).Append(' ').Append(Escape(trivia.ToFullString())).Append('\n');
    }

    private static string Escape(string text) => text.Replace("\r", "\\r", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);

    private string Kind(int rawKind) => Enum.GetName(syntaxKindType, (ushort)rawKind) ?? $"{rawKind}";
}
