using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ZonedSdk.CodeFixes.Text;
using ZonedSdk.CodeFixes.Trying;

namespace ZonedSdk.CodeFixes.Locks;

/// <summary>Another instance's gate was taken. Where its region needs that gate for nothing, which the trial tells, the right one is taken in its place.</summary>
internal static class GateSwap
{
    public static Candidate? Of(FixSite site, string gate)
    {
        ExpressionSyntax? taken = site.AdditionalNode(0)?.FirstAncestorOrSelf<SyntaxNode>(static n => n is LockStatementSyntax or UsingStatementSyntax or LocalDeclarationStatementSyntax or BlockSyntax) switch
        {
            LockStatementSyntax statement => statement.Expression,
            UsingStatementSyntax { Expression: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax enter } } => enter.Expression,
            UsingStatementSyntax { Declaration.Variables: { Count: 1 } variables } => Receiver(variables[0]),
            LocalDeclarationStatementSyntax { UsingKeyword.RawKind: not 0, Declaration.Variables: { Count: 1 } variables } => Receiver(variables[0]),
            _ => null,
        };
        if (taken is null)
        {
            return null;
        }

        var edits = new Edits();
        edits.Replace(taken.Span, gate);
        return new Candidate($"Take '{gate}' instead of '{taken}'", edits);
    }

    private static ExpressionSyntax? Receiver(VariableDeclaratorSyntax variable) =>
        variable.Initializer?.Value is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax enter } ? enter.Expression : null;
}
