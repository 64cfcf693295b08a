using Microsoft.CodeAnalysis;
using ZonedSdk.Analyzers.Flow;
using ZonedSdk.Analyzers.Protocol;

namespace ZonedSdk.Analyzers.Rules;

/// <summary>ZSDK4060: a re-entrant lock is taken again by a path that holds it already.</summary>
internal sealed class TakenTwiceRule : Rule
{
    public const string Id = "ZSDK4060";

    public static readonly DiagnosticDescriptor Diagnosed = new(
        Id,
        "A lock is taken twice on a path",
        "'{0}' is taken again by a path that holds it: call a method that requires the lock instead",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "A re-entrant lock lets its holder in again in the middle of its own changes. Split off a method that requires the lock.",
        helpLinkUri: HelpOf(Id));

    public override DiagnosticDescriptor Descriptor => Diagnosed;

    public override void CheckBody(BodyAnalysis analysis, Reporter reporter)
    {
        foreach ((FlowPoint point, LockEffect effect, AcquireSite held) in Reacquired(analysis))
        {
            // Whether somebody means to come in again where nothing says what the lock is for, only its author knows. A reader-writer lock lets nobody in again.
            GateKind kind = KindOf(analysis.Sdk, effect);
            if (kind is not (GateKind.Semaphore or GateKind.Spin) && (kind == GateKind.ReaderWriter || held.IsContract || HeldGateInfo.IsGate(analysis, effect.Gate.Path)))
            {
                reporter.Report(Diagnosed, point.Operation.Syntax.GetLocation(), held, null, GateNames.Of(point, effect.Gate.Path));
            }
        }
    }

    /// <summary>Acquires of a gate that is held on every path, in a mode that does not go with the first.</summary>
    public static IEnumerable<(FlowPoint Point, LockEffect Effect, AcquireSite Held)> Reacquired(BodyAnalysis analysis)
    {
        foreach (FlowBody body in analysis.Bodies)
        {
            foreach (FlowPoint point in body.Points)
            {
                foreach (LockEffect effect in point.Effects.Where(static e => e.Kind != LockEffectKind.Release))
                {
                    // Upgradeable to write is what an upgradeable lock is for; reading under it or under the write lock is what its owner may do too.
                    LockMode first = effect.Gate.Mode;
                    bool isTwice = point.State.Held.TryGetValue(effect.Gate, out HeldGate? held) && held.Must > 0;
                    if (!isTwice && first == LockMode.Exclusive)
                    {
                        isTwice = point.State.Held.TryGetValue(effect.Gate with { Mode = LockMode.Read }, out held) && held.Must > 0;
                    }

                    if (isTwice)
                    {
                        yield return (point, effect, held!.Sites[0]);
                    }
                }
            }
        }
    }

    /// <summary>By the site, or by the gate's own type where a contract acquires it.</summary>
    public static GateKind KindOf(SdkContext sdk, LockEffect effect)
    {
        ITypeSymbol? type = effect.Gate.Path.LastMember switch
        {
            IFieldSymbol field => field.Type,
            IPropertySymbol property => property.Type,
            IParameterSymbol parameter => parameter.Type,
            _ => null,
        };
        return effect.Site.Kind == GateKind.Custom && type is not null ? sdk.LockTypes.KindOf(type) : effect.Site.Kind;
    }
}
