using Microsoft.CodeAnalysis;
using ZonedSdk.Analyzers.Flow;

namespace ZonedSdk.Analyzers.Rules;

/// <summary>ZSDK4002: a guarded member is touched and only some paths hold its gate.</summary>
internal sealed class GateHeldOnSomePathsRule : Rule
{
    public const string Id = "ZSDK4002";

    public static readonly DiagnosticDescriptor Diagnosed = new(
        Id,
        "A guarded member's gate is held on some paths only",
        "'{0}' is guarded by '{1}', which is held on some of the paths to here only",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "The gate must be held on every path that leads to a guarded member.",
        helpLinkUri: HelpOf(Id));

    public override DiagnosticDescriptor Descriptor => Diagnosed;

    public override void CheckBody(BodyAnalysis analysis, Reporter reporter)
    {
        foreach (FlowBody body in analysis.Bodies)
        {
            foreach (GuardedAccess access in GuardedAccess.In(analysis.Sdk, body))
            {
                if (access.Check.Verdict == GateVerdict.SomePaths)
                {
                    reporter.Report(
                        Diagnosed, access.Point.Operation.Syntax.GetLocation(), FixHints.ForGate(analysis.Sdk, access), access.Check.Site, access.Path, access.Member.Name, GateNames.Of(access.Point, access.Path));
                }
            }
        }
    }
}
