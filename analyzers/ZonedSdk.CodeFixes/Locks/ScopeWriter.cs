using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ZonedSdk.CodeFixes.Text;
using ZonedSdk.CodeFixes.Trying;

namespace ZonedSdk.CodeFixes.Locks;

/// <summary>Writes a scope around what is there already. What is there is pushed to the right and not touched otherwise.</summary>
internal sealed class ScopeWriter(FixSite site, GateScope scope)
{
    private readonly Layout _layout = site.Layout;

    /// <summary>Around neighbouring statements, with declarations before it that have to live on.</summary>
    public Edits Around(StatementSyntax first, StatementSyntax last, Hoist hoist)
    {
        var edits = new Edits();
        int start = first.SpanStart;
        int end = _layout.EndOf(last);
        bool isEmbedded = first.Parent is not (BlockSyntax or SwitchSectionSyntax or GlobalStatementSyntax);
        bool needsBraces = isEmbedded && !(scope.IsOneStatement && hoist.Declarations.Count == 0);
        hoist.Write(edits);
        if (!_layout.StartsLine(start) && first.Parent is not ElseClauseSyntax)
        {
            edits.Insert(start, (needsBraces ? "{ " : "") + string.Concat(hoist.Declarations.Select(static d => d + " ")) + OpenInline());
            edits.Insert(last.Span.End, CloseInline() + (needsBraces ? " }" : ""));
            return edits;
        }

        string outer = first.Parent is ElseClauseSyntax ? _layout.IndentAt(first.Parent.SpanStart) : _layout.IndentAt(start);
        if (isEmbedded && first.Parent is not ElseClauseSyntax)
        {
            outer = needsBraces ? _layout.IndentAt(first.Parent!.SpanStart) : outer;
        }

        string indent = needsBraces || (first.Parent is ElseClauseSyntax && !_layout.StartsLine(start)) ? outer + _layout.Unit : outer;
        string lead = "";
        if (indent != outer)
        {
            // The braces take the place of the blank or the indentation that stood before the statement.
            int blank = first.GetFirstToken().GetPreviousToken().Span.End;
            edits.Delete(blank, start);
            lead = Brace(outer) + indent;
        }

        edits.Insert(start, lead + string.Concat(hoist.Declarations.Select(d => d + _layout.NewLine + indent)) + Open(indent) + indent + _layout.Unit);
        _layout.Indent(edits, start, end, Rest(_layout.IndentAt(start), indent + _layout.Unit));
        edits.Insert(end, Close(indent) + (indent != outer ? _layout.NewLine + outer + "}" : "") + BlankBehind(last, indent != outer));
        return edits;
    }

    /// <summary>In the place of an expression body.</summary>
    public Edits InPlaceOf(ArrowExpressionClauseSyntax arrow, bool isValue)
    {
        var edits = new Edits();
        SyntaxNode owner = arrow.Parent!;
        bool isProperty = owner is PropertyDeclarationSyntax or IndexerDeclarationSyntax;
        SyntaxToken semicolon = arrow.GetLastToken().GetNextToken();
        int head = arrow.ArrowToken.GetPreviousToken().Span.End;
        int expression = arrow.Expression.SpanStart;
        string give = isValue ? "return " : "";
        if (!_layout.StartsLine(owner.SpanStart))
        {
            edits.Delete(head, expression);
            edits.Insert(head, (isProperty ? " { get { " : " { ") + OpenInline() + give);
            edits.Insert(semicolon.Span.End, CloseInline() + (isProperty ? " } }" : " }"));
            return edits;
        }

        string outer = _layout.IndentAt(owner.SpanStart);
        string level = isProperty ? outer + _layout.Unit : outer;
        string body = level + _layout.Unit;
        string line = _layout.NewLine;
        int end = _layout.EndOf(owner);
        int comment = arrow.ArrowToken.TrailingTrivia.FirstOrDefault(static t => !t.IsKind(SyntaxKind.WhitespaceTrivia) && !t.IsKind(SyntaxKind.EndOfLineTrivia)) is { } kept && kept != default ? kept.SpanStart : expression;
        edits.Delete(head, comment);
        edits.Insert(head, (isProperty ? Brace(outer) + outer + _layout.Unit + "get" + Brace(level) : Brace(level)) + body + Open(body) + body + _layout.Unit + give);
        _layout.Indent(edits, expression, end, Rest(_layout.IndentAt(expression), body + _layout.Unit));
        edits.Insert(end, Close(body) + line + level + "}" + (isProperty ? line + outer + "}" : ""));
        return edits;
    }

    /// <summary>In the place of a lambda's expression.</summary>
    public Edits InPlaceOf(ExpressionSyntax body, bool isValue)
    {
        var edits = new Edits();
        edits.Insert(body.SpanStart, "{ " + OpenInline() + (isValue ? "return " : ""));
        edits.Insert(body.Span.End, ";" + CloseInline() + " }");
        return edits;
    }

    /// <summary>A scope of its own before a statement.</summary>
    public string With(string statement, string indent) =>
        Open(indent) + indent + _layout.Unit + statement + Close(indent) + _layout.NewLine + _layout.NewLine + indent;

    // What is missing to a deeper indentation.
    private string Rest(string from, string to) => to.StartsWith(from, StringComparison.Ordinal) ? to.Substring(from.Length) : _layout.Unit;

    private string Brace(string indent) => _layout.BraceOnOwnLine ? _layout.NewLine + indent + "{" + _layout.NewLine : " {" + _layout.NewLine;

    private string Open(string indent) =>
        string.Concat(scope.Before.Select(s => s + _layout.NewLine + indent)) + scope.Header + Brace(indent)
        + string.Concat(scope.First.Select(s => indent + _layout.Unit + s + _layout.NewLine));

    private string Close(string indent)
    {
        string line = _layout.NewLine + indent;
        return line + "}" + (scope.Finally.Count == 0 ? ""
            : (_layout.BraceOnOwnLine ? line : " ") + "finally" + Brace(indent) + string.Concat(scope.Finally.Select(s => indent + _layout.Unit + s)) + line + "}");
    }

    private string OpenInline() => string.Concat(scope.Before.Select(static s => s + " ")) + scope.Header + " { " + string.Concat(scope.First.Select(static s => s + " "));

    private string CloseInline() => " }" + (scope.Finally.Count == 0 ? "" : " finally { " + string.Join(" ", scope.Finally) + " }");

    // A statement behind a brace is set off by a blank line, as the next one would be.
    private string BlankBehind(StatementSyntax last, bool isWrapped)
    {
        SyntaxToken next = last.GetLastToken().GetNextToken();
        bool isStatement = !isWrapped && !next.IsKind(SyntaxKind.CloseBraceToken) && !next.IsKind(SyntaxKind.ElseKeyword) && !next.IsKind(SyntaxKind.WhileKeyword)
            && !next.IsKind(SyntaxKind.None) && !next.IsKind(SyntaxKind.EndOfFileToken) && next.Parent?.FirstAncestorOrSelf<SwitchLabelSyntax>() is null;
        bool isDirective = next.LeadingTrivia.Any(static t => t.IsDirective);
        return isStatement && !isDirective && _layout.Line(next.FullSpan.Start + LeadingLines(next)) == _layout.Line(last.Span.End) + 1 ? _layout.NewLine : "";
    }

    private static int LeadingLines(SyntaxToken token)
    {
        int offset = 0;
        foreach (SyntaxTrivia trivia in token.LeadingTrivia)
        {
            if (trivia.IsKind(SyntaxKind.EndOfLineTrivia))
            {
                return offset + trivia.FullSpan.Length;
            }

            if (!trivia.IsKind(SyntaxKind.WhitespaceTrivia))
            {
                return offset;
            }

            offset += trivia.FullSpan.Length;
        }

        return offset;
    }
}
