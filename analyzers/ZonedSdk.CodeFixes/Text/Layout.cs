using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using ZonedSdk.CodeFixes.Trying;

namespace ZonedSdk.CodeFixes.Text;

/// <summary>How a file is laid out, so that what a fix writes looks like what stands around it.</summary>
internal sealed class Layout
{
    private readonly SourceText _text;
    private readonly SyntaxNode _root;

    public Layout(TriedSource source)
    {
        _text = source.Text;
        _root = source.Tree.GetRoot();
        NewLine = _text.Lines.Count > 1 && _text.ToString(TextSpan.FromBounds(_text.Lines[0].End, _text.Lines[0].EndIncludingLineBreak)) is { Length: > 0 } first ? first : "\n";
        bool isTab = string.Equals(source.OptionOf("indent_style"), "tab", StringComparison.OrdinalIgnoreCase) || (source.OptionOf("indent_style") is null && FirstIndent() == '\t');
        Unit = isTab ? "\t" : new string(' ', int.TryParse(source.OptionOf("indent_size"), out int size) && size is > 0 and <= 16 ? size : 4);
        BraceOnOwnLine = source.OptionOf("csharp_new_line_before_open_brace") is { } option
            ? option.IndexOf("all", StringComparison.OrdinalIgnoreCase) >= 0 || option.IndexOf("control_blocks", StringComparison.OrdinalIgnoreCase) >= 0
            : _root.DescendantNodes().OfType<BlockSyntax>().FirstOrDefault(b => Line(b.SpanStart) != Line(b.CloseBraceToken.SpanStart)) is not { } block || StartsLine(block.SpanStart);
    }

    public string NewLine { get; }

    /// <summary>One step of indentation.</summary>
    public string Unit { get; }

    /// <summary>Opening braces stand on lines of their own.</summary>
    public bool BraceOnOwnLine { get; }

    /// <summary>The white space that a line begins with.</summary>
    public string IndentAt(int position)
    {
        string line = _text.Lines.GetLineFromPosition(position).ToString();
        return line.Substring(0, line.Length - line.TrimStart().Length);
    }

    /// <summary>Nothing but white space stands before it on its line.</summary>
    public bool StartsLine(int position)
    {
        TextLine line = _text.Lines.GetLineFromPosition(position);
        return string.IsNullOrWhiteSpace(_text.ToString(TextSpan.FromBounds(line.Start, position)));
    }

    /// <summary>Nothing but white space or a comment stands behind it on its line.</summary>
    public bool EndsLine(SyntaxNode node)
    {
        SyntaxToken next = node.GetLastToken().GetNextToken();
        return next.IsKind(SyntaxKind.None) || Line(next.SpanStart) > Line(node.Span.End);
    }

    public int Line(int position) => _text.Lines.GetLineFromPosition(position).LineNumber;

    /// <summary>Where a node ends, with the comment that stands behind it on its line.</summary>
    public int EndOf(SyntaxNode node)
    {
        SyntaxToken last = node.GetLastToken();
        SyntaxTrivia comment = last.TrailingTrivia.LastOrDefault(static t => t.IsKind(SyntaxKind.SingleLineCommentTrivia) || t.IsKind(SyntaxKind.MultiLineCommentTrivia));
        return EndsLine(node) && comment != default ? comment.Span.End : node.Span.End;
    }

    /// <summary>The whole lines of statements, with the comments directly above them and the line break behind.</summary>
    public TextSpan LinesOf(SyntaxNode first, SyntaxNode last)
    {
        int start = _text.Lines.GetLineFromPosition(first.SpanStart).Start;
        int end = _text.Lines.GetLineFromPosition(EndOf(last)).EndIncludingLineBreak;
        return TextSpan.FromBounds(start, end);
    }

    /// <summary>Pushes the lines that begin in a span to the right. The inside of strings and the lines of directives stay where they are.</summary>
    public void Indent(Edits edits, int start, int end, string by)
    {
        for (int line = Line(start) + 1; line < _text.Lines.Count && _text.Lines[line].Start < end; line++)
        {
            TextLine at = _text.Lines[line];
            string content = at.ToString();
            if (content.Trim().Length > 0 && !content.TrimStart().StartsWith("#", StringComparison.Ordinal) && !IsInString(at.Start))
            {
                edits.Insert(at.Start, by);
            }
        }
    }

    /// <summary>Text that is to stand elsewhere, with its lines moved from one indentation to another.</summary>
    public string Moved(TextSpan span, string from, string to)
    {
        var result = new System.Text.StringBuilder(_text.ToString(TextSpan.FromBounds(span.Start, Math.Min(span.End, _text.Lines.GetLineFromPosition(span.Start).EndIncludingLineBreak))));
        for (int line = Line(span.Start) + 1; line < _text.Lines.Count && _text.Lines[line].Start < span.End; line++)
        {
            TextLine at = _text.Lines[line];
            string content = _text.ToString(TextSpan.FromBounds(at.Start, Math.Min(span.End, at.EndIncludingLineBreak)));
            bool isOurs = content.StartsWith(from, StringComparison.Ordinal) && content.Trim().Length > 0 && !IsInString(at.Start);
            result.Append(isOurs ? to + content.Substring(from.Length) : content);
        }

        return result.ToString();
    }

    // A line that begins inside a token begins inside a string: nothing else spans lines.
    private bool IsInString(int position)
    {
        SyntaxToken token = _root.FindToken(position);
        return token.SpanStart < position && position < token.Span.End || (token.SpanStart <= position && token.IsKind(SyntaxKind.InterpolatedStringTextToken));
    }

    private char FirstIndent()
    {
        foreach (TextLine line in _text.Lines)
        {
            if (line.Span.Length > 0 && char.IsWhiteSpace(_text[line.Start]))
            {
                return _text[line.Start];
            }
        }

        return ' ';
    }
}
