using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ZonedSdk.Analyzers.Rules;
using ZonedSdk.CodeFixes.Locks;
using ZonedSdk.CodeFixes.Text;
using ZonedSdk.CodeFixes.Trying;

namespace ZonedSdk.CodeFixes.Protocol;

/// <summary>ZSDK4020: advances the write pointer where the I/O is issued.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AdvanceAtIssueFix)), Shared]
public sealed class AdvanceAtIssueFix : TriedFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(LateAdvanceRule.Id);

    internal override string Key => "ZonedSdk.AdvanceAtIssue";

    internal override IEnumerable<Candidate> CandidatesFor(FixSite site)
    {
        if (Functions.UnitOf(site.Node) is not ExpressionStatementSyntax advance || advance.Expression.Span != site.Node.Span || site.AdditionalNode(0) is not { } call
            || Functions.UnitOf(call) is not StatementSyntax issue || Functions.Around(call) != Functions.Around(advance) || !Statements.StandsInList(issue)
            || !RunsWhenever(advance, issue) || !IsKnownAt(site, advance, issue))
        {
            yield break;
        }

        var edits = new Edits();
        if (issue.DescendantNodes().OfType<AwaitExpressionSyntax>().FirstOrDefault(a => a.Span.Contains(call.Span)) is { } await)
        {
            if (Wait.Of(await)?.Split(site, issue) is not { } split)
            {
                yield break;
            }

            string line = site.Layout.StartsLine(issue.SpanStart) ? site.Layout.NewLine + site.Layout.IndentAt(issue.SpanStart) : " ";
            edits.Replace(issue.Span, $"{split.Declaration} = {split.Issuing.Substring(split.Issuing.IndexOf('=') + 2)}{line}{advance}{line}{split.Waiting}");
        }
        else if (issue is ReturnStatementSyntax)
        {
            yield break;
        }
        else
        {
            Statements.InsertBehind(edits, site, issue, advance.ToString());
        }

        Remove(edits, site, advance);
        yield return new Candidate($"Advance where '{NameOf(call)}' is issued", edits);
    }

    // With the region that was there for nothing else.
    private static void Remove(Edits edits, FixSite site, ExpressionStatementSyntax advance)
    {
        if (LockRegion.Around(advance) is { } region && region.Body.Statements.Count == 1 && region.Body.Statements[0] == advance && !region.Body.DescendantTrivia().Any(static t => t.IsDirective))
        {
            Statements.Delete(edits, site, region.First, region.Last);
        }
        else
        {
            Statements.Delete(edits, site, advance);
        }
    }

    // Each of the two is reached where the other is: no branch, loop or handler stands around one of them only.
    private static bool RunsWhenever(StatementSyntax advance, StatementSyntax issue)
    {
        HashSet<SyntaxNode> around = [.. issue.Ancestors()];
        return IsStraight(advance, around.Contains) && IsStraight(issue, new HashSet<SyntaxNode>(advance.Ancestors()).Contains);
    }

    private static bool IsStraight(StatementSyntax statement, Func<SyntaxNode, bool> isCommon)
    {
        foreach (SyntaxNode ancestor in statement.Ancestors().TakeWhile(a => !isCommon(a)))
        {
            if (ancestor is not (BlockSyntax or LockStatementSyntax or UsingStatementSyntax or TryStatementSyntax))
            {
                return false;
            }
        }

        return true;
    }

    // What it is computed from is there when the I/O is issued, and does not change until now.
    private static bool IsKnownAt(FixSite site, ExpressionStatementSyntax advance, StatementSyntax issue)
    {
        if (advance.DescendantNodes().Any(static n => n is InvocationExpressionSyntax or AwaitExpressionSyntax or AnonymousFunctionExpressionSyntax))
        {
            return false;
        }

        SyntaxNode function = Functions.Around(advance)!;
        foreach (IdentifierNameSyntax name in advance.DescendantNodes().OfType<IdentifierNameSyntax>())
        {
            ISymbol? symbol = site.Model.GetSymbolInfo(name).Symbol;
            if (symbol is ILocalSymbol or IParameterSymbol
                && (!site.Model.LookupSymbols(issue.SpanStart, name: symbol.Name).Contains(symbol, SymbolEqualityComparer.Default)
                    || symbol.Locations.FirstOrDefault()?.SourceSpan.Start > issue.SpanStart
                    || function.DescendantNodes().OfType<IdentifierNameSyntax>().Any(n => n.Identifier.ValueText == symbol.Name && n.SpanStart > issue.SpanStart && IsWritten(n))))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsWritten(IdentifierNameSyntax name) => name.Parent switch
    {
        AssignmentExpressionSyntax assignment => assignment.Left == name,
        PrefixUnaryExpressionSyntax step => step.Kind() is SyntaxKind.PreIncrementExpression or SyntaxKind.PreDecrementExpression,
        PostfixUnaryExpressionSyntax step => step.Kind() is SyntaxKind.PostIncrementExpression or SyntaxKind.PostDecrementExpression,
        ArgumentSyntax argument => !argument.RefKindKeyword.IsKind(SyntaxKind.None),
        _ => false,
    };

    private static string NameOf(SyntaxNode call) =>
        call is InvocationExpressionSyntax { Expression: var called } ? called.DescendantNodesAndSelf().OfType<SimpleNameSyntax>().Last().Identifier.ValueText : call.ToString();
}
