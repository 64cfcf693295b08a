using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using ZonedSdk.Analyzers.Flow;
using ZonedSdk.Analyzers.Ownership;

namespace ZonedSdk.Analyzers.Rules;

/// <summary>ZSDK4041: a guard or reservation is copied, or disposed twice.</summary>
internal sealed class EndedTwiceRule : Rule
{
    public const string Id = "ZSDK4041";

    public static readonly DiagnosticDescriptor Diagnosed = new(
        Id,
        "A guard or reservation is copied or disposed twice",
        "'{0}' {1}",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "One owner ends it, once: a second release lets go of a lock, or a resource, that somebody else has by then.",
        helpLinkUri: HelpOf(Id));

    public override DiagnosticDescriptor Descriptor => Diagnosed;

    public override void CheckBody(BodyAnalysis analysis, Reporter reporter)
    {
        foreach (OwnerFact fact in analysis.Owners.Of(OwnerFactKind.Copied))
        {
            reporter.Report(Diagnosed, fact.At!.Syntax.GetLocation(), ImmutableArray.Create(fact.Location), fact.NameIn(analysis.Sdk.Owned), "is copied here: both can be disposed; pass it by reference, or move it by returning it");
        }

        foreach (OwnerFact fact in analysis.Owners.Of(OwnerFactKind.EndedTwice))
        {
            // The second time may be the using's own: then the first is the one that is too many.
            bool isOfUsing = fact.At!.IsImplicit && fact.Before is not null;
            if (!isOfUsing && IsConditionalCleanUp(fact))
            {
                continue;
            }

            IOperation at = isOfUsing ? fact.Before! : fact.At;
            string what = isOfUsing ? "is ended here and again by its using" : "was disposed, completed or given away before";
            ImmutableArray<Location> first = isOfUsing || fact.Before is null ? ImmutableArray.Create(fact.Location) : ImmutableArray.Create(fact.Before.Syntax.GetLocation());
            reporter.Report(Diagnosed, at.Syntax.GetLocation(), first, fact.NameIn(analysis.Sdk.Owned), what);
        }
    }

    // A handler that asks first whether there is anything left to dispose: the paths on which there is are those that threw before the release.
    // Whether the variable is null tells nothing of that, where a path that disposed left it as it was.
    private static bool IsConditionalCleanUp(OwnerFact fact)
    {
        SyntaxNode? before = fact.Before?.Syntax;
        bool wasGiven = fact.Before is not IInvocationOperation;
        string ended = (fact.At as IInvocationOperation)?.Instance?.Syntax.ToString() ?? "";
        bool asks = false;
        for (SyntaxNode? node = fact.At!.Syntax; node is not null; node = node.Parent)
        {
            asks |= node switch
            {
                ConditionalAccessExpressionSyntax => wasGiven,
                IfStatementSyntax asking => wasGiven || !IsNullCheck(asking.Condition, ended),
                SwitchStatementSyntax or ConditionalExpressionSyntax or SwitchExpressionSyntax => true,
                _ => false,
            };
            if (node is FinallyClauseSyntax or CatchClauseSyntax && node.Parent is TryStatementSyntax attempt)
            {
                return asks && before is not null && attempt.Block.Span.Contains(before.Span);
            }
        }

        return false;
    }

    private static bool IsNullCheck(ExpressionSyntax condition, string variable) => condition switch
    {
        BinaryExpressionSyntax comparison when comparison.IsKind(SyntaxKind.NotEqualsExpression) =>
            (comparison.Right.IsKind(SyntaxKind.NullLiteralExpression) && comparison.Left.ToString() == variable)
            || (comparison.Left.IsKind(SyntaxKind.NullLiteralExpression) && comparison.Right.ToString() == variable),
        IsPatternExpressionSyntax { Pattern: UnaryPatternSyntax { Pattern: ConstantPatternSyntax constant } } match =>
            constant.Expression.IsKind(SyntaxKind.NullLiteralExpression) && match.Expression.ToString() == variable,
        IsPatternExpressionSyntax { Pattern: RecursivePatternSyntax { Type: null, Designation: null, PropertyPatternClause.Subpatterns.Count: 0 } } match => match.Expression.ToString() == variable,
        _ => false,
    };
}
