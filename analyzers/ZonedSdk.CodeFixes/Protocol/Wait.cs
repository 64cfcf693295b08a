using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ZonedSdk.CodeFixes.Locks;
using ZonedSdk.CodeFixes.Text;
using ZonedSdk.CodeFixes.Trying;

namespace ZonedSdk.CodeFixes.Protocol;

/// <summary>A wait for a task, and the call that gave the task, where it is waited for at once.</summary>
/// <param name="Whole">The wait.</param>
/// <param name="Issue">The call; null where the task was made before.</param>
internal sealed record Wait(ExpressionSyntax Whole, InvocationExpressionSyntax? Issue)
{
    /// <summary>The wait that a node is: <c>await</c>, <c>Wait()</c>, <c>Result</c>, <c>GetAwaiter().GetResult()</c>; null for anything else.</summary>
    public static Wait? Of(SyntaxNode node)
    {
        ExpressionSyntax? task = node switch
        {
            AwaitExpressionSyntax await => await.Expression,
            MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Result" } result => result.Expression,
            InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Wait" or "GetResult" } wait } => wait.Expression,
            _ => null,
        };
        while (task is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "GetAwaiter" or "ConfigureAwait" or "AsTask" } same })
        {
            task = same.Expression;
        }

        return task is null ? null : new Wait((ExpressionSyntax)node, task as InvocationExpressionSyntax);
    }

    /// <summary>Parts a statement that issues and waits: a declaration for the task, the issuing statement, and the statement that waits.</summary>
    public (string Declaration, string Issuing, string Waiting)? Split(FixSite site, StatementSyntax statement)
    {
        if (Issue is null || site.Model.GetTypeInfo(Issue).Type is not { } type || Hoist.TypeOf(site, type, null, null) is not { } written)
        {
            return null;
        }

        string name = Names.TaskOf(site, Issue);
        string waiting = statement.ToString();
        int at = Issue.SpanStart - statement.SpanStart;
        return ($"{written} {name}", $"{name} = {Issue};", waiting.Substring(0, at) + name + waiting.Substring(at + Issue.Span.Length));
    }
}
