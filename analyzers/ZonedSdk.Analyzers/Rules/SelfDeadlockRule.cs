using Microsoft.CodeAnalysis;
using ZonedSdk.Analyzers.Flow;
using ZonedSdk.Analyzers.Protocol;

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
            bool isExclusive = kind == GateKind.Spin || (kind == GateKind.Semaphore && HeldGateInfo.AdmitsOne(analysis.Sdk, effect.Gate.Path.LastMember));
            if (isExclusive && effect.Kind == LockEffectKind.Acquire)
            {
                reporter.Report(Diagnosed, point.Operation.Syntax.GetLocation(), held, null, GateNames.Of(point, effect.Gate.Path));
            }
        }
    }
}
