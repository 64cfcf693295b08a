using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ZonedSdk.Analyzers.Flow;
using ZonedSdk.Analyzers.Protocol;

namespace ZonedSdk.Analyzers.Rules;

/// <summary>ZSDK4070: a copy of a write pointer is believed after the region in which it was taken, or is kept where its gate does not guard it.</summary>
internal sealed class StaleCopyRule : Rule
{
    public const string Id = "ZSDK4070";

    public static readonly DiagnosticDescriptor Diagnosed = new(
        Id,
        "A stale copy of a write pointer is used",
        "A copy of '{0}' {1}: the pointer may have moved since '{2}' was released; read it again inside the lock",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "What was read of a write pointer is true as long as its gate is held. Read again inside the lock, or move the pointer in the region that read it.",
        helpLinkUri: HelpOf(Id));

    public override DiagnosticDescriptor Descriptor => Diagnosed;

    public override void CheckBody(BodyAnalysis analysis, Reporter reporter)
    {
        foreach (FlowBody body in analysis.Bodies.Where(b => !LateAdvanceRule.IsRecovery(analysis, b)))
        {
            foreach (PointerEvent happened in analysis.Pointers.EventsOf(body))
            {
                if (Judge(analysis.Pointers, happened) is ({ } copy, { } use))
                {
                    reporter.Report(
                        Diagnosed,
                        happened.Operation.Syntax.GetLocation(),
                        copy.Region.Location is { } at ? ImmutableArray.Create(at) : ImmutableArray<Location>.Empty,
                        copy.Pointer.Member.Name,
                        use,
                        GateNames.Of(copy.Pointer.Gate));
                }
            }
        }
    }

    private static (PointerCopy? Copy, string Use) Judge(PointerFlow flow, PointerEvent happened)
    {
        switch (happened.Kind)
        {
            case PointerEventKind.Decide:
                return (Stale(flow, happened, static c => c.IsStale && c.Form != CopyForm.Verdict), "decides here");
            case PointerEventKind.Issue:
                return (Stale(flow, happened, static c => c.IsStale && c.Form == CopyForm.Value), $"is the address of '{happened.Io!.Name}'");
            case PointerEventKind.Advance or PointerEventKind.Write when happened.Operation is ISimpleAssignmentOperation or IDeconstructionAssignmentOperation && flow.LateFor(happened) is null:
                return (Stale(flow, happened, c => c.IsStale && c.Form == CopyForm.Value && c.Pointer.Equals(happened.Pointer)), "is written back");
            case PointerEventKind.Store:
                return (Stale(flow, happened, static c => !c.Region.IsEntry), $"is kept in '{happened.Target!.Name}', which the gate does not guard");
            default:
                return default;
        }
    }

    // What the same region moved past is a reservation: nobody else can be there.
    private static PointerCopy? Stale(PointerFlow flow, PointerEvent happened, Func<PointerCopy, bool> isUsed) =>
        happened.Copies
            .Where(isUsed)
            .Where(c => !happened.Copies.Any(d => d.IsPast && d.Pointer.Equals(c.Pointer) && d.Region.Equals(c.Region)) && !flow.Moves(c.Pointer, c.Region))
            .OrderBy(static c => c.Region.Operation?.Syntax.SpanStart ?? -1)
            .FirstOrDefault();
}
