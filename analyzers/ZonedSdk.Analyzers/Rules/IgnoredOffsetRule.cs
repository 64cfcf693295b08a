using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ZonedSdk.Analyzers.Flow;
using ZonedSdk.Analyzers.Ownership;

namespace ZonedSdk.Analyzers.Rules;

/// <summary>ZSDK4050: the offset that the device assigned is ignored.</summary>
internal sealed class IgnoredOffsetRule : Rule
{
    public const string Id = "ZSDK4050";

    public static readonly DiagnosticDescriptor Diagnosed = new(
        Id,
        "An assigned offset is ignored",
        "Nobody reads the offset that '{0}' was assigned: its data cannot be found again; use it, or discard it with '_ ='",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "An append's address is known only from its result. The write pointer, before or after, is another append's.",
        helpLinkUri: HelpOf(Id));

    public override DiagnosticDescriptor Descriptor => Diagnosed;

    public override void CheckBody(BodyAnalysis analysis, Reporter reporter)
    {
        foreach (FlowBody body in analysis.Bodies)
        {
            if (!body.Points.Any(p => p.Operation is IInvocationOperation call && analysis.Sdk.Contracts.Of(call.TargetMethod).ReturnsAssignedOffset))
            {
                continue;
            }

            var walker = new OffsetWalker(analysis.Sdk, body.Info);
            if (ForwardSolver<OffsetState>.Solve(body.Info.Graph, walker, OffsetState.Empty, analysis.CancellationToken) is null)
            {
                continue;
            }

            foreach (IInvocationOperation call in walker.Calls.Where(c => !walker.Read.Contains(c)))
            {
                reporter.Report(Diagnosed, call.Syntax.GetLocation(), null, null, call.TargetMethod.Name);
            }
        }
    }
}
