using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ZonedSdk.Analyzers.Flow;

/// <content>Assignments: what a variable or field contains from now on.</content>
internal sealed partial class GateWalker
{
    // Evaluates what stands left of an assignment up to, but without, the place itself. Gives the object that the place belongs to.
    private AccessPath VisitTarget(IOperation target)
    {
        switch (target)
        {
            case IPropertyReferenceOperation property:
                AccessPath owner = property.Instance is { } on ? Visit(on) : AccessPath.Static;
                foreach (IArgumentOperation argument in property.Arguments)
                {
                    Visit(argument.Value);
                }

                return owner;
            case IMemberReferenceOperation member:
                return member.Instance is { } instance ? Visit(instance) : AccessPath.Static;
            case IArrayElementReferenceOperation element:
                AccessPath array = Visit(element.ArrayReference);
                foreach (IOperation index in element.Indices)
                {
                    Visit(index);
                }

                return array;
            case ILocalReferenceOperation or IParameterReferenceOperation or IFlowCaptureReferenceOperation or IDiscardOperation:
                return AccessPath.Static;
            case IDeclarationExpressionOperation declaration:
                return VisitTarget(declaration.Expression);
            default:
                return Visit(target);
        }
    }

    private AccessPath VisitAssignment(ISimpleAssignmentOperation assignment)
    {
        if (assignment.IsRef)
        {
            return VisitRefAssignment(assignment);
        }

        AccessPath receiver = VisitTarget(assignment.Target);
        AccessPath value = Visit(assignment.Value);
        Store(assignment.Target, receiver, value, Touch.Write);
        return value;
    }

    private AccessPath VisitRefAssignment(ISimpleAssignmentOperation assignment)
    {
        AccessPath value = Visit(assignment.Value);
        if (assignment.Target is ILocalReferenceOperation local)
        {
            GuardedRef? target = RefTo(assignment.Value);
            State = State.WithRef(local.Local, target is not null && State.Holds(target.Gate, LockMode.Read) ? target : null);
            State = State.WithValue(AccessRoot.Variable(local.Local), value);
        }
        else
        {
            VisitTarget(assignment.Target);
        }

        return value;
    }

    // What a reference points into, if a gate guards it.
    private GuardedRef? RefTo(IOperation operation)
    {
        switch (operation)
        {
            case ILocalReferenceOperation local:
                return State.RefOf(local.Local);
            case IMemberReferenceOperation member when sdk.Contracts.Of(member.Member).GuardedBy is { IsUsable: true } guard:
                return new GuardedRef(member.Member, Instantiate(guard, member.Instance is { } owner ? PeekValue(owner) : null, default));
            case IMemberReferenceOperation { Instance: { } instance } member:
                return State.BindingOf(PeekValue(instance)) is { Form: BindingForm.Guard, Gates.IsEmpty: false } guarded
                    ? new GuardedRef(member.Member, guarded.Gates[0].Path)
                    : instance.Type is { IsValueType: true } || instance is IArrayElementReferenceOperation ? RefTo(instance) : null;
            case IInvocationOperation { Instance: { } instance } call when State.BindingOf(PeekValue(instance)) is { Form: BindingForm.Guard, Gates.IsEmpty: false } binding:
                return new GuardedRef(call.TargetMethod, binding.Gates[0].Path);
            case IInvocationOperation call when sdk.Contracts.Of(call.TargetMethod).Requires.FirstOrDefault() is { IsUsable: true, Root: not GatePathRoot.Parameter } required:
                return new GuardedRef(call.TargetMethod, Instantiate(required, call.Instance is { } on ? PeekValue(on) : null, default));
            case IAddressOfOperation address:
                return RefTo(address.Reference);
            case IConversionOperation conversion:
                return RefTo(conversion.Operand);
            case { Kind: OperationKind.None, ChildOperations.Count: 1 }:
                // The initializer of a fixed statement has no kind of its own.
                return RefTo(operation.ChildOperations.First());
            default:
                return null;
        }
    }

    private AccessPath VisitModification(IOperation operation, IOperation target, IOperation? operand)
    {
        AccessPath receiver = VisitTarget(target);
        if (operand is not null)
        {
            Visit(operand);
        }

        AccessPath value = Fresh(operation);
        Store(target, receiver, value, Touch.ReadWrite);
        Record(operation);
        return value;
    }

    private AccessPath VisitDeconstruction(IDeconstructionAssignmentOperation deconstruction)
    {
        IReadOnlyList<IOperation> targets = LeavesOf(deconstruction.Target).ToList();
        List<AccessPath> receivers = targets.Select(VisitTarget).ToList();
        ITupleOperation? tuple = deconstruction.Value as ITupleOperation ?? (deconstruction.Value as IConversionOperation)?.Operand as ITupleOperation;
        List<AccessPath> values = tuple is not null ? tuple.Elements.Select(Visit).ToList() : [];
        if (tuple is null)
        {
            Visit(deconstruction.Value);
        }

        for (int i = 0; i < targets.Count; i++)
        {
            bool isPaired = values.Count == targets.Count;
            Store(targets[i], receivers[i], isPaired ? values[i] : Fresh(targets[i]), Touch.Write);
        }

        return Fresh(deconstruction);
    }

    private static IEnumerable<IOperation> LeavesOf(IOperation target) => target switch
    {
        ITupleOperation tuple => tuple.Elements.SelectMany(LeavesOf),
        IDeclarationExpressionOperation declaration => LeavesOf(declaration.Expression),
        _ => [target],
    };

    private void Store(IOperation target, AccessPath receiver, AccessPath value, Touch touch)
    {
        switch (target)
        {
            case ILocalReferenceOperation local:
                RecordStore(target, null, value, touch);
                State = State.WithValue(AccessRoot.Variable(local.Local), value);
                if (local.Type is IPointerTypeSymbol)
                {
                    BindPointer(local);
                }

                break;
            case IParameterReferenceOperation parameter:
                RecordStore(target, null, value, touch);
                State = State.WithValue(AccessRoot.Variable(parameter.Parameter), value);
                break;
            case IFlowCaptureReferenceOperation capture when body.Shape.TargetOf(capture.Id) is { } place and not IFlowCaptureReferenceOperation:
                Store(place, Peek(() => VisitTarget(place)), value, touch | (Touches.Of(capture) & Touch.Address));
                break;
            case IDeclarationExpressionOperation declaration:
                Store(declaration.Expression, receiver, value, touch);
                break;
            case IPropertyReferenceOperation { Arguments.IsEmpty: false }:
                RecordStore(target, receiver, value, touch);
                PublishInto(receiver, value);
                break;
            case IMemberReferenceOperation member:
                RecordStore(target, member.Instance is null ? null : receiver, value, touch);
                StoreMember(receiver, member, value);
                break;
            case IArrayElementReferenceOperation:
                RecordStore(target, receiver, value, touch);
                PublishInto(receiver, value);
                break;
        }
    }

    private void StoreMember(AccessPath receiver, IMemberReferenceOperation member, AccessPath value)
    {
        PublishInto(receiver, value);
        ISymbol symbol = member.Member.OriginalDefinition;
        if (IsFixed(symbol))
        {
            return;
        }

        State = State.WithStored(receiver, symbol, value);
    }

    private void RecordStore(IOperation target, AccessPath? receiver, AccessPath value, Touch touch) =>
        Record(new FlowPoint(target, _block, State) { Receiver = receiver, Value = value, Touch = touch });

    // fixed (T* p = &_field), p = &_field: the pointer lives as long as its variable.
    private void BindPointer(ILocalReferenceOperation local)
    {
        IOperation? source = (local.Parent as ISimpleAssignmentOperation)?.Value;
        GuardedRef? target = source is null ? null : RefTo(source);
        State = State.WithRef(local.Local, target is not null && State.Holds(target.Gate, LockMode.Read) ? target : null);
    }

    private void PublishInto(AccessPath receiver, AccessPath value)
    {
        if (!State.IsFresh(receiver))
        {
            Publish(value);
        }
    }

    private void Publish(AccessPath value)
    {
        if (value is { IsRoot: true, Root.Kind: AccessRootKind.Created })
        {
            State = State.WithPublished(value.Root);
        }
    }
}
