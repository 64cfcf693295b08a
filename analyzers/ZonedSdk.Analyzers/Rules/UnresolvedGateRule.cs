using Microsoft.CodeAnalysis;
using ZonedSdk.Analyzers.Flow;

namespace ZonedSdk.Analyzers.Rules;

/// <summary>ZSDK4007: a guarded member is touched under a lock that cannot be told from its gate.</summary>
internal sealed class UnresolvedGateRule : Rule
{
    public const string Id = "ZSDK4007";

    public static readonly DiagnosticDescriptor Diagnosed = new(
        Id,
        "The lock that is held cannot be resolved",
        "'{0}' is guarded by '{1}'; whether '{2}', which is held, is that gate cannot be told: lock the gate by its path, or mark what returns it with ReturnsLock",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "The region's lock comes from a call or from several places. Lock the gate by its path, put the object into a local first, or annotate the method with ReturnsLock.",
        helpLinkUri: HelpOf(Id));

    public override DiagnosticDescriptor Descriptor => Diagnosed;

    public override void CheckBody(BodyAnalysis analysis, Reporter reporter)
    {
        foreach (FlowBody body in analysis.Bodies)
        {
            foreach (GuardedAccess access in GuardedAccess.In(analysis.Sdk, body))
            {
                if (access.Check is { Verdict: GateVerdict.Unresolved, Near: { } near })
                {
                    reporter.Report(
                        Diagnosed,
                        access.Point.Operation.Syntax.GetLocation(),
                        access.Check.Site,
                        access.Path,
                        access.Member.Name,
                        GateNames.Of(access.Point, access.Path),
                        GateNames.Of(near));
                }
            }
        }
    }
}
