using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using ZonedSdk.CodeFixes.Trying;

namespace ZonedSdk.CodeFixes.Text;

/// <summary>Puts statements into a file, and takes them out.</summary>
internal static class Statements
{
    /// <summary>Takes a statement out, and its line where nothing else stands on it. A comment behind it stays.</summary>
    public static void Delete(Edits edits, FixSite site, StatementSyntax first, StatementSyntax? last = null)
    {
        last ??= first;
        Layout layout = site.Layout;
        SourceText text = site.Source.Text;
        bool isWholeLine = layout.StartsLine(first.SpanStart) && layout.EndsLine(last) && layout.EndOf(last) == last.Span.End;
        if (!isWholeLine)
        {
            int end = last.Span.End;
            while (end < text.Length && text[end] == ' ')
            {
                end++;
            }

            edits.Delete(first.SpanStart, end);
            return;
        }

        int from = text.Lines.GetLineFromPosition(first.SpanStart).LineNumber;
        int to = text.Lines.GetLineFromPosition(last.Span.End).LineNumber;
        bool isLastOfBlock = last.GetLastToken().GetNextToken().IsKind(SyntaxKind.CloseBraceToken);
        bool isBlankBehind = to + 1 < text.Lines.Count && string.IsNullOrWhiteSpace(text.Lines[to + 1].ToString());
        bool isBlankBefore = from > 0 && string.IsNullOrWhiteSpace(text.Lines[from - 1].ToString());

        // Not two blank lines in a row, none before or behind a brace, and none that only set off the brace that is gone.
        bool isBlankForNothing = isBlankBehind && !isBlankBefore && (to > from || OpensBlock(first));
        from = isBlankBefore && (isLastOfBlock || isBlankBehind) ? from - 1 : from;
        to = isBlankForNothing ? to + 1 : to;
        edits.Delete(text.Lines[from].Start, text.Lines[to].EndIncludingLineBreak);
    }

    /// <summary>Adds a statement at the beginning of a block.</summary>
    public static void InsertFirst(Edits edits, FixSite site, BlockSyntax block, string statement)
    {
        Layout layout = site.Layout;
        if (layout.Line(block.OpenBraceToken.SpanStart) == layout.Line(block.CloseBraceToken.SpanStart))
        {
            edits.Insert(block.OpenBraceToken.Span.End, " " + statement);
            return;
        }

        // Behind a comment on the brace's own line.
        int end = site.Source.Text.Lines.GetLineFromPosition(block.OpenBraceToken.SpanStart).End;
        string indent = block.Statements.FirstOrDefault() is { } first && layout.StartsLine(first.SpanStart) ? layout.IndentAt(first.SpanStart) : layout.IndentAt(block.CloseBraceToken.SpanStart) + layout.Unit;
        edits.Insert(end, layout.NewLine + indent + statement);
    }

    /// <summary>Adds a statement on the line behind another one.</summary>
    public static void InsertBehind(Edits edits, FixSite site, StatementSyntax statement, string added)
    {
        bool isInline = !site.Layout.StartsLine(statement.SpanStart) || !site.Layout.EndsLine(statement);
        edits.Insert(isInline ? statement.Span.End : site.Layout.EndOf(statement), isInline ? " " + added : site.Layout.NewLine + site.Layout.IndentAt(statement.SpanStart) + added);
    }

    /// <summary>Adds a statement on the line before another one.</summary>
    public static void InsertBefore(Edits edits, FixSite site, StatementSyntax statement, string added) =>
        edits.Insert(statement.SpanStart, added + (site.Layout.StartsLine(statement.SpanStart) ? site.Layout.NewLine + site.Layout.IndentAt(statement.SpanStart) : " "));

    /// <summary>The list that a statement stands in has a place for others.</summary>
    public static bool StandsInList(StatementSyntax statement) => statement.Parent is BlockSyntax or SwitchSectionSyntax or GlobalStatementSyntax;

    private static bool OpensBlock(StatementSyntax statement) => statement.GetFirstToken().GetPreviousToken().IsKind(SyntaxKind.OpenBraceToken);
}
