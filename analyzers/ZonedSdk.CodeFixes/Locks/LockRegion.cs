using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ZonedSdk.CodeFixes.Text;

namespace ZonedSdk.CodeFixes.Locks;

/// <summary>A region that holds a gate, as it is written.</summary>
/// <param name="Body">What is held.</param>
/// <param name="First">The statement that acquires.</param>
/// <param name="Last">The statement that releases; the same one for <c>lock</c> and <c>using</c>.</param>
internal sealed record LockRegion(BlockSyntax Body, StatementSyntax First, StatementSyntax Last)
{
    /// <summary>The innermost region around a node: <c>lock</c>, <c>using</c> of a scope or guard, or a try block between an acquire and its release.</summary>
    public static LockRegion? Around(SyntaxNode node)
    {
        foreach (SyntaxNode ancestor in node.Ancestors())
        {
            switch (ancestor)
            {
                case LockStatementSyntax { Statement: BlockSyntax block } held when block.Span.Contains(node.Span):
                    return Of(block, held, held);
                case UsingStatementSyntax { Statement: BlockSyntax block } held when block.Span.Contains(node.Span):
                    return Of(block, held, held);
                case TryStatementSyntax { Finally.Block.Statements: { Count: 1 } release, Catches.Count: 0 } held when held.Block.Span.Contains(node.Span) && Releases(release[0]) && AcquireBefore(held) is { } acquire:
                    return Of(held.Block, acquire, held);
                case AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or MemberDeclarationSyntax:
                    return null;
            }
        }

        return null;
    }

    private static LockRegion? Of(BlockSyntax body, StatementSyntax first, StatementSyntax last) => Statements.StandsInList(first) ? new LockRegion(body, first, last) : null;

    private static StatementSyntax? AcquireBefore(TryStatementSyntax held)
    {
        if (!Statements.StandsInList(held))
        {
            return null;
        }

        StatementRange range = StatementRange.Of(held);
        StatementSyntax? before = range.From > 0 ? range.List[range.From - 1] : null;
        return before is ExpressionStatementSyntax && before.DescendantNodes().OfType<SimpleNameSyntax>().Any(static n => IsAcquire(n.Identifier.ValueText)) ? before : null;
    }

    private static bool IsAcquire(string name) =>
        name is "Wait" or "WaitAsync" or "Take" or "Acquire" || name.StartsWith("Enter", StringComparison.Ordinal);

    private static bool Releases(StatementSyntax statement) =>
        statement is ExpressionStatementSyntax { Expression: InvocationExpressionSyntax call } && call.Expression.DescendantNodesAndSelf().OfType<SimpleNameSyntax>().LastOrDefault()?.Identifier.ValueText is { } name
        && (name is "Release" or "Give" || name.StartsWith("Exit", StringComparison.Ordinal));
}
