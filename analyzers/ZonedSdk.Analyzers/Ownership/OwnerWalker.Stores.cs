using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ZonedSdk.Analyzers.Flow;

namespace ZonedSdk.Analyzers.Ownership;

/// <content>Assignments: which variable holds what from now on, and what left the body's hands.</content>
internal sealed partial class OwnerWalker
{
    // Evaluates what leads to a place, not the place.
    private ValueSet<OwnedRef> VisitLocation(IOperation place)
    {
        if (place is IDeclarationExpressionOperation declaration)
        {
            return VisitLocation(declaration.Expression);
        }

        if (place is IMemberReferenceOperation { Instance: { } owner } and not IPropertyReferenceOperation { Arguments.IsEmpty: false })
        {
            Use(Visit(owner), owner);
        }
        else if (place is not (ILocalReferenceOperation or IParameterReferenceOperation or IFlowCaptureReferenceOperation))
        {
            VisitAll(place.ChildOperations);
        }

        return s_nothing;
    }

    private ValueSet<OwnedRef> VisitAssignment(ISimpleAssignmentOperation assignment)
    {
        VisitLocation(assignment.Target);
        ValueSet<OwnedRef> refs = Visit(assignment.Value);
        if (assignment.IsRef)
        {
            return s_nothing;
        }

        if (IsCopy(assignment))
        {
            Use(refs, assignment.Value);
            foreach (OwnedRef copied in refs.Where(static r => !r.IsVerdict))
            {
                State = State.WithFact(new OwnerFact(OwnerFactKind.Copied, copied.Origin, assignment.Value));
            }

            // One finding is enough: what becomes of the two is not followed.
            Change(refs, static v => v with { Is = Holdings.Elsewhere });
            refs = s_nothing;
        }

        Store(assignment.Target, refs, assignment);
        return refs;
    }

    // A struct that one variable holds is put into another: now two can end it.
    private bool IsCopy(ISimpleAssignmentOperation assignment)
    {
        IOperation value = assignment.Value;
        while (value is IConversionOperation { OperatorMethod: null } conversion)
        {
            value = conversion.Operand;
        }

        return value is ILocalReferenceOperation or IParameterReferenceOperation
            && value.Type is { IsValueType: true } type && sdk.Owned.IsOwned(type)
            && assignment.Target is ILocalReferenceOperation or IParameterReferenceOperation;
    }

    private ValueSet<OwnedRef> VisitDeconstruction(IDeconstructionAssignmentOperation deconstruction)
    {
        List<IOperation> targets = LeavesOf(deconstruction.Target).ToList();
        targets.ForEach(t => VisitLocation(t));
        IOperation value = deconstruction.Value is IConversionOperation conversion ? conversion.Operand : deconstruction.Value;
        if (value is ITupleOperation tuple && tuple.Elements.Length == targets.Count)
        {
            List<ValueSet<OwnedRef>> values = tuple.Elements.Select(Visit).ToList();
            for (int i = 0; i < targets.Count; i++)
            {
                Store(targets[i], values[i], deconstruction);
            }

            return s_nothing;
        }

        Change(Visit(value), static v => v with { Is = Holdings.Elsewhere });
        targets.ForEach(t => Store(t, s_nothing, deconstruction));
        return s_nothing;
    }

    private static IEnumerable<IOperation> LeavesOf(IOperation target) => target switch
    {
        ITupleOperation tuple => tuple.Elements.SelectMany(LeavesOf),
        IDeclarationExpressionOperation declaration => LeavesOf(declaration.Expression),
        _ => [target],
    };

    private void Store(IOperation target, ValueSet<OwnedRef> refs, IOperation at)
    {
        switch (target)
        {
            case ILocalReferenceOperation { Local.IsRef: false } local:
                State = State.WithVariable(local.Local, refs);
                break;
            case IParameterReferenceOperation { Parameter.RefKind: RefKind.None } parameter:
                State = State.WithVariable(parameter.Parameter, refs);
                break;
            case IDeclarationExpressionOperation declaration:
                Store(declaration.Expression, refs, at);
                break;
            case IFlowCaptureReferenceOperation capture when body.Shape.TargetOf(capture.Id) is { } place and not IFlowCaptureReferenceOperation:
                Store(place, refs, at);
                break;
            case IDiscardOperation:
                break;
            case IMemberReferenceOperation { Member: IFieldSymbol or IPropertySymbol } member when member is not IPropertyReferenceOperation { Arguments.IsEmpty: false }:
                StoreMember(member, refs, at);
                break;
            default:
                Change(refs, static v => v with { Is = Holdings.Elsewhere });
                break;
        }
    }

    private void StoreMember(IMemberReferenceOperation target, ValueSet<OwnedRef> refs, IOperation at)
    {
        // What a member showed for a while and does not any more is the body's alone again.
        foreach (KeyValuePair<object, Owned> value in State.Open)
        {
            if (value.Value.Is == Holdings.Stored && MemberOf(value.Value.EscapedAt) is { } member && SymbolEqualityComparer.Default.Equals(member, target.Member))
            {
                State = State.WithValue(value.Key, value.Value with { Is = Holdings.Live, EscapedAt = null });
            }
        }

        if (refs.IsEmpty)
        {
            return;
        }

        Use(refs, (at as ISimpleAssignmentOperation)?.Value ?? at);
        if (!sdk.Owned.IsOwner(target.Member))
        {
            foreach (OwnedRef stored in refs.Where(r => !r.IsVerdict && State.Find(r.Origin) is { Is: Holdings.Live }))
            {
                State = State.WithFact(new OwnerFact(OwnerFactKind.StoredForGood, stored.Origin, at));
            }
        }

        Escape(refs, Holdings.Stored, at);
    }

    private static ISymbol? MemberOf(IOperation? store) => ((store as ISimpleAssignmentOperation)?.Target as IMemberReferenceOperation)?.Member;
}
