using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ZonedSdk.Analyzers.Flow;

namespace ZonedSdk.Analyzers.Rules;

/// <summary>ZSDK4005: a member is called while a gate is held that its caller must not hold.</summary>
internal sealed class ExcludedGateRule : Rule
{
    public const string Id = "ZSDK4005";

    public static readonly DiagnosticDescriptor Diagnosed = new(
        Id,
        "A member is called with a gate held that it excludes",
        "'{0}' must not be called with '{1}' held: leave the lock first",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "An ExcludesLock member takes the gate itself, calls back, or waits for somebody who needs the gate.",
        helpLinkUri: HelpOf(Id));

    public override DiagnosticDescriptor Descriptor => Diagnosed;

    public override void CheckBody(BodyAnalysis analysis, Reporter reporter)
    {
        foreach (FlowBody body in analysis.Bodies)
        {
            foreach (FlowPoint point in body.Points)
            {
                ISymbol? called = point.Operation switch
                {
                    IInvocationOperation call => call.TargetMethod,
                    IObjectCreationOperation creation => creation.Constructor,
                    IPropertyReferenceOperation property => property.Property,
                    IBinaryOperation binary => binary.OperatorMethod,
                    _ => null,
                };
                foreach (GatePath path in analysis.Sdk.Contracts.Of(called).Excludes)
                {
                    if (path.IsUsable && point.State.Find(body.GateAt(point, path), LockMode.Read) is { Must: > 0 } held)
                    {
                        reporter.Report(Diagnosed, point.Operation.Syntax.GetLocation(), held.Sites[0], path, called!.Name, GateNames.Of(point, path));
                    }
                }
            }
        }
    }
}
