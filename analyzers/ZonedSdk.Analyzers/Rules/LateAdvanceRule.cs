using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using ZonedSdk.Analyzers.Flow;
using ZonedSdk.Analyzers.Protocol;

namespace ZonedSdk.Analyzers.Rules;

/// <summary>ZSDK4020: a write pointer moves after the lock region in which the I/O was issued, or after that I/O was awaited.</summary>
internal sealed class LateAdvanceRule : Rule
{
    public const string Id = "ZSDK4020";

    public static readonly DiagnosticDescriptor Diagnosed = new(
        Id,
        "A write pointer is advanced late",
        "'{0}' is advanced {1} the region of '{2}' in which '{3}' was issued: writes issued meanwhile get the same offset; advance it where it is issued",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "The write pointer moves when I/O is issued, on the assumption that it succeeds: advance and issue belong into one region of its gate.",
        helpLinkUri: HelpOf(Id));

    public override DiagnosticDescriptor Descriptor => Diagnosed;

    public override void CheckBody(BodyAnalysis analysis, Reporter reporter)
    {
        foreach (FlowBody body in analysis.Bodies.Where(b => !IsRecovery(analysis, b)))
        {
            foreach (PointerEvent happened in analysis.Pointers.EventsOf(body))
            {
                if (analysis.Pointers.LateFor(happened) is { } issue)
                {
                    ImmutableArray<Location> additional = new[] { issue.Issue.Syntax.GetLocation(), happened.Region?.Location }.Where(static l => l is not null).Select(static l => l!).ToImmutableArray();
                    reporter.Report(
                        Diagnosed,
                        happened.Operation.Syntax.GetLocation(),
                        additional,
                        issue.Pointer.Member.Name,
                        issue.IsLeft ? "after" : "after an await in",
                        GateNames.Of(issue.Pointer.Gate),
                        issue.Io.Name);
                }
            }
        }
    }

    /// <summary>The blessed recovery may do with a pointer what the report says.</summary>
    public static bool IsRecovery(BodyAnalysis analysis, FlowBody body) =>
        analysis.Sdk.Contracts.Of(body.Info.Symbol).Resynchronizes || analysis.Sdk.Contracts.Of(analysis.Member).Resynchronizes;
}
