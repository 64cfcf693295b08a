using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ZonedSdk.Analyzers.Flow;

namespace ZonedSdk.Analyzers.Protocol;

/// <content>Assignments: to write pointers, and of what was read from them.</content>
internal sealed partial class PointerWalker
{
    private ImmutableHashSet<PointerCopy> VisitAssignment(ISimpleAssignmentOperation assignment)
    {
        VisitLocation(assignment.Target);
        ImmutableHashSet<PointerCopy> copies = Visit(assignment.Value);
        if (!assignment.IsRef)
        {
            Assign(assignment.Target, copies, assignment, assignment.Value);
        }

        return copies;
    }

    private ImmutableHashSet<PointerCopy> VisitDeconstruction(IDeconstructionAssignmentOperation deconstruction)
    {
        ITupleOperation? tuple = deconstruction.Value as ITupleOperation ?? (deconstruction.Value as IConversionOperation)?.Operand as ITupleOperation;
        ITupleOperation? targets = deconstruction.Target as ITupleOperation ?? (deconstruction.Target as IDeclarationExpressionOperation)?.Expression as ITupleOperation;
        if (tuple is null || targets is null || tuple.Elements.Length != targets.Elements.Length)
        {
            return VisitChildren(deconstruction);
        }

        List<ImmutableHashSet<PointerCopy>> values = tuple.Elements.Select(Visit).ToList();
        for (int i = 0; i < values.Count; i++)
        {
            Assign(targets.Elements[i], values[i], deconstruction, tuple.Elements[i]);
        }

        return PointerState.NoCopies;
    }

    private ImmutableHashSet<PointerCopy> VisitModification(IOperation operation, IOperation target, IOperation? operand, BinaryOperatorKind kind)
    {
        IOperation place = PlaceOf(target);
        ImmutableHashSet<PointerCopy> added = PointerState.NoCopies;
        VisitLocation(target);
        added = operand is null ? added : Visit(operand);
        Settle(place);
        if (_places.KeyOf(place) is { } pointer)
        {
            PointerEventKind what = kind switch
            {
                BinaryOperatorKind.Add => PointerEventKind.Advance,
                BinaryOperatorKind.Subtract => PointerEventKind.WindBack,
                _ => PointerEventKind.Write,
            };
            RecordWrite(what, operation, place, pointer, added, operand);
        }
        else if (VariableOf(place) is { } variable)
        {
            State = State.WithVariable(variable, State.CopiesIn(variable).Union(added));
        }

        return PointerState.NoCopies;
    }

    private void Assign(IOperation target, ImmutableHashSet<PointerCopy> copies, IOperation operation, IOperation value)
    {
        IOperation place = PlaceOf(target);
        FlowPoint? point = Settle(place);
        if (_places.KeyOf(place) is { } pointer)
        {
            RecordWrite(KindOf(pointer, copies, value), operation, place, pointer, copies, value);
            return;
        }

        switch (place)
        {
            case IMemberReferenceOperation member:
                StoreInMember(member, point, copies, operation, value);
                break;
            default:
                if (VariableOf(place) is { } variable)
                {
                    State = State.WithVariable(variable, copies);
                }

                break;
        }
    }

    private void StoreInMember(IMemberReferenceOperation member, FlowPoint? point, ImmutableHashSet<PointerCopy> copies, IOperation operation, IOperation value)
    {
        ImmutableHashSet<PointerCopy> values = copies.Where(static c => c.Form == CopyForm.Value).ToImmutableHashSet();
        if (values.IsEmpty || point is null)
        {
            return;
        }

        if (member.Instance is ILocalReferenceOperation { Local: { RefKind: RefKind.None, Type.IsValueType: true } local })
        {
            State = State.WithVariable(local, State.CopiesIn(local).Union(values));
            return;
        }

        bool isKnown = point.Receiver is not null && point.State.IsFresh(point.Receiver);
        AccessPath? gate = _places.GateOf(member);
        ImmutableHashSet<PointerCopy> unguarded = values.Where(c => gate is null || !gate.Equals(c.Pointer.Gate)).ToImmutableHashSet();
        bool isOfState = member.Instance is IParameterReferenceOperation { Parameter.RefKind: not RefKind.None } or IInstanceReferenceOperation { Type.IsValueType: true };
        if (!isKnown && !isOfState && !unguarded.IsEmpty && !sdk.Contracts.Of(member.Member).IsWritePointer)
        {
            Record(new PointerEvent(PointerEventKind.Store, operation, unguarded, State) { Target = member.Member, Value = value });
        }

        if (point.Receiver is { Root: { Kind: not AccessRootKind.This and not AccessRootKind.Static } root })
        {
            State = State.WithCarrier(root, values);
        }
    }

    private void RecordWrite(PointerEventKind kind, IOperation operation, IOperation place, PointerKey pointer, ImmutableHashSet<PointerCopy> copies, IOperation? value)
    {
        AcquireSite? region = PointerPlaces.RegionAt(body.PointOf(place), pointer);
        Record(new PointerEvent(kind, operation, copies, State) { Pointer = pointer, Region = region, Value = value, IsGiven = value is not null && (IsReport(value) || IsFixed(value)) });
        State = State.WithMoved(pointer, region);
    }

    // Constants and what never changes about the object: a zone's start and end.
    private static bool IsFixed(IOperation value) => value.DescendantsAndSelf().All(static o => o switch
    {
        IFieldReferenceOperation field => field.Field.IsReadOnly || field.Field.IsConst || field.Instance is not null,
        IPropertyReferenceOperation property => property.Property.SetMethod is null or { IsInitOnly: true } && property.Instance is not null,
        ILocalReferenceOperation or IParameterReferenceOperation or IInvocationOperation or IAwaitOperation or IFlowCaptureReferenceOperation => false,
        _ => true,
    });

    private static PointerEventKind KindOf(PointerKey pointer, ImmutableHashSet<PointerCopy> copies, IOperation value)
    {
        List<PointerCopy> own = copies.Where(c => c.Form == CopyForm.Value && SymbolEqualityComparer.Default.Equals(c.Pointer.Member, pointer.Member)).ToList();
        if (own.Count == 0)
        {
            return PointerEventKind.Write;
        }

        IOperation inner = value;
        while (inner is IConversionOperation conversion)
        {
            inner = conversion.Operand;
        }

        return inner switch
        {
            IBinaryOperation { OperatorKind: BinaryOperatorKind.Subtract } => PointerEventKind.WindBack,
            IBinaryOperation or IInvocationOperation or IAwaitOperation or IFlowCaptureReferenceOperation => PointerEventKind.Advance,
            _ => own.Any(static c => c.IsPast) ? PointerEventKind.WindBack : PointerEventKind.Write,
        };
    }

    // What a capture stands for where it is written.
    private IOperation PlaceOf(IOperation target) => target switch
    {
        IFlowCaptureReferenceOperation reference when body.Info.Shape.TargetOf(reference.Id) is { } place and not IFlowCaptureReferenceOperation => place,
        IDeclarationExpressionOperation declaration => declaration.Expression,
        _ => target,
    };
}
