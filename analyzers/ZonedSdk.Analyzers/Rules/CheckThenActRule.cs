using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using ZonedSdk.Analyzers.Flow;
using ZonedSdk.Analyzers.Protocol;

namespace ZonedSdk.Analyzers.Rules;

/// <summary>ZSDK4021: a write pointer is checked in one lock region and acted upon in another.</summary>
internal sealed class CheckThenActRule : Rule
{
    public const string Id = "ZSDK4021";

    public static readonly DiagnosticDescriptor Diagnosed = new(
        Id,
        "A write pointer is checked in one region and acted upon in another",
        "'{0}' is {1} here on the strength of a check in an earlier region of '{2}': it may have moved since; check it in the region that acts",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "What a check of a write pointer found is true as long as the gate is held. Check, issue and advance belong into one region; or the acting region tests the pointer again.",
        helpLinkUri: HelpOf(Id));

    public override DiagnosticDescriptor Descriptor => Diagnosed;

    public override void CheckBody(BodyAnalysis analysis, Reporter reporter)
    {
        foreach (FlowBody body in analysis.Bodies.Where(b => !LateAdvanceRule.IsRecovery(analysis, b)))
        {
            HashSet<(IOperation Check, AcquireSite Region)> told = [];
            foreach (PointerEvent act in analysis.Pointers.EventsOf(body).OrderBy(static e => e.Operation.Syntax.SpanStart))
            {
                if (RegionOf(act) is not ({ } region, { } what))
                {
                    continue;
                }

                foreach (PointerCheck check in act.Before.Checks.Values.Where(c => c.IsOver && IsOn(act, c.Pointer) && !act.Before.Tested.Contains(c.Pointer)).OrderByDescending(static c => c.Condition.Syntax.SpanStart))
                {
                    if (told.Add((check.Condition, region)))
                    {
                        ImmutableArray<Location> additional = new[] { check.Condition.Syntax.GetLocation(), region.Location }.Where(static l => l is not null).Select(static l => l!).ToImmutableArray();
                        reporter.Report(Diagnosed, act.Operation.Syntax.GetLocation(), additional, check.Pointer.Member.Name, what, GateNames.Of(check.Pointer.Gate));
                    }
                }
            }
        }
    }

    // What a report says, or a reset to the zone's start, rests on no check.
    private static (AcquireSite? Region, string What) RegionOf(PointerEvent act) => act.Kind switch
    {
        PointerEventKind.Advance => (act.Region, "advanced"),
        PointerEventKind.Write when !act.IsGiven => (act.Region, "set"),
        PointerEventKind.Issue => (act.Copies.Where(static c => c is { Form: CopyForm.Value, IsStale: false }).Select(static c => c.Region).FirstOrDefault(), "written at"),
        _ => (null, ""),
    };

    private static bool IsOn(PointerEvent act, PointerKey pointer) =>
        act.Kind == PointerEventKind.Issue ? act.Copies.Any(c => c is { Form: CopyForm.Value, IsStale: false } && c.Pointer.Equals(pointer)) : pointer.Equals(act.Pointer);
}
