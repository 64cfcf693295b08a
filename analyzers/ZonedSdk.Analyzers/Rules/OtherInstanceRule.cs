using Microsoft.CodeAnalysis;
using ZonedSdk.Analyzers.Flow;

namespace ZonedSdk.Analyzers.Rules;

/// <summary>ZSDK4003: a guarded member is touched under the gate of another instance.</summary>
internal sealed class OtherInstanceRule : Rule
{
    public const string Id = "ZSDK4003";

    public static readonly DiagnosticDescriptor Diagnosed = new(
        Id,
        "Another instance's gate is held",
        "'{0}' is guarded by '{1}', but '{2}' is held: the same gate of another instance",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "A gate guards the members of its own instance only.",
        helpLinkUri: HelpOf(Id));

    public override DiagnosticDescriptor Descriptor => Diagnosed;

    public override void CheckBody(BodyAnalysis analysis, Reporter reporter)
    {
        foreach (FlowBody body in analysis.Bodies)
        {
            foreach (GuardedAccess access in GuardedAccess.In(analysis.Sdk, body))
            {
                if (access.Check is { Verdict: GateVerdict.OtherInstance, Near: { } near })
                {
                    reporter.Report(
                        Diagnosed,
                        access.Point.Operation.Syntax.GetLocation(),
                        FixHints.ForGate(analysis.Sdk, access),
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
