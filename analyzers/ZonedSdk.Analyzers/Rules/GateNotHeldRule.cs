using Microsoft.CodeAnalysis;
using ZonedSdk.Analyzers.Flow;

namespace ZonedSdk.Analyzers.Rules;

/// <summary>ZSDK4001: a guarded member is touched and no path holds its gate.</summary>
internal sealed class GateNotHeldRule : Rule
{
    public const string Id = "ZSDK4001";

    public static readonly DiagnosticDescriptor Diagnosed = new(
        Id,
        "A guarded member is touched without its gate",
        "'{0}' is guarded by '{1}', which is {2} here",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "A member marked GuardedBy is touched only while its gate is held.",
        helpLinkUri: HelpOf(Id));

    public override DiagnosticDescriptor Descriptor => Diagnosed;

    public override void CheckBody(BodyAnalysis analysis, Reporter reporter)
    {
        foreach (FlowBody body in analysis.Bodies)
        {
            foreach (GuardedAccess access in GuardedAccess.In(analysis.Sdk, body))
            {
                if (access.Check.Verdict is GateVerdict.NotHeld or GateVerdict.ReadOnly)
                {
                    string how = access.Check.Verdict == GateVerdict.ReadOnly ? "held for reading only" : "not held";
                    reporter.Report(
                        Diagnosed, access.Point.Operation.Syntax.GetLocation(), FixHints.ForGate(analysis.Sdk, access), access.Check.Site, access.Path, access.Member.Name, GateNames.Of(access.Point, access.Path), how);
                }
            }
        }
    }
}
