using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ZonedSdk.Analyzers.Flow;

namespace ZonedSdk.Analyzers.Rules;

/// <summary>ZSDK4063: a lock that is not re-entrant is taken again by a path that holds it.</summary>
internal sealed class SelfDeadlockRule : Rule
{
    public const string Id = "ZSDK4063";

    public static readonly DiagnosticDescriptor Diagnosed = new(
        Id,
        "A semaphore is taken twice on a path",
        "'{0}' is taken by a path that holds it already: it waits for itself",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "SemaphoreSlim and SpinLock do not know their holder: who takes one twice waits for himself for ever.",
        helpLinkUri: HelpOf(Id));

    public override DiagnosticDescriptor Descriptor => Diagnosed;

    public override void CheckBody(BodyAnalysis analysis, Reporter reporter)
    {
        foreach ((FlowPoint point, LockEffect effect, AcquireSite held) in TakenTwiceRule.Reacquired(analysis))
        {
            GateKind kind = TakenTwiceRule.KindOf(analysis.Sdk, effect);
            bool isExclusive = kind == GateKind.Spin || (kind == GateKind.Semaphore && AdmitsOne(analysis.Sdk, effect.Gate.Path.LastMember));
            if (isExclusive && effect.Kind == LockEffectKind.Acquire)
            {
                reporter.Report(Diagnosed, point.Operation.Syntax.GetLocation(), held, null, GateNames.Of(effect.Gate.Path));
            }
        }
    }

    // A semaphore that counts to more than one may be taken twice. One that guards something, or begins with one, is a lock.
    private static bool AdmitsOne(SdkContext sdk, ISymbol? gate)
    {
        if (gate is null)
        {
            return false;
        }

        foreach (SyntaxReference reference in gate.DeclaringSyntaxReferences)
        {
            ExpressionSyntax? value = reference.GetSyntax() switch
            {
                VariableDeclaratorSyntax { Initializer.Value: { } initial } => initial,
                PropertyDeclarationSyntax { Initializer.Value: { } initial } => initial,
                _ => null,
            };
            if (value is BaseObjectCreationExpressionSyntax { ArgumentList.Arguments: { Count: > 0 } arguments } && arguments[0].Expression is LiteralExpressionSyntax literal)
            {
                return literal.IsKind(SyntaxKind.NumericLiteralExpression) && literal.Token.Value is 1;
            }
        }

        return sdk.Contracts.IsKnownGate(gate);
    }
}
