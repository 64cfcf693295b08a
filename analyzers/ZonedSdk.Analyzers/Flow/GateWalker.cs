using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ZonedSdk.Analyzers.Flow;

/// <summary>
/// Walks one operation in the order of evaluation: gives the value of each expression as an access path and keeps the state. This part reads
/// expressions; its others do calls (<c>.Calls.cs</c>), assignments (<c>.Stores.cs</c>) and conditions (<c>.Conditions.cs</c>).
/// </summary>
internal sealed partial class GateWalker(SdkContext sdk, BodyInfo body)
{
    private BasicBlock _block = null!;
    private List<FlowPoint>? _points;

    public LockState State { get; private set; } = LockState.Empty;

    /// <summary>Walks and gives the state after.</summary>
    /// <param name="operation">A top operation of a block, or its branch value.</param>
    /// <param name="block">The block.</param>
    /// <param name="before">What holds before.</param>
    /// <param name="points">Receives the points for rules; null while the fixpoint is sought.</param>
    public LockState Walk(IOperation operation, BasicBlock block, LockState before, List<FlowPoint>? points)
    {
        _block = block;
        _points = points;
        State = before;
        if (body.Shape.HasBareLocks)
        {
            LeaveBareLocks(operation.Syntax);
        }

        Visit(operation);
        return State;
    }

    private AccessPath Visit(IOperation operation)
    {
        switch (operation)
        {
            case ILiteralOperation or IDefaultValueOperation:
                return new AccessPath(AccessRoot.Constant(operation.ConstantValue is { HasValue: true, Value: { } constant } ? constant : null));
            case IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance }:
                return AccessPath.This;
            case ILocalReferenceOperation local:
                return VisitVariable(local, local.Local);
            case IParameterReferenceOperation parameter:
                return VisitParameter(parameter);
            case IFlowCaptureReferenceOperation reference:
                return VisitCaptureReference(reference);
            case IFieldReferenceOperation field:
                return VisitMember(field, field.Instance, field.Field);
            case IEventReferenceOperation @event:
                return VisitMember(@event, @event.Instance, @event.Event);
            case IPropertyReferenceOperation property:
                return VisitProperty(property);
            case IArrayElementReferenceOperation element:
                return VisitElement(element);
            case IConversionOperation conversion:
                return VisitConversion(conversion);
            case IFlowCaptureOperation capture:
                return VisitCapture(capture);
            case IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } not:
                return VisitNot(not);
            case IBinaryOperation { OperatorMethod: not null } binary:
                return VisitOperator(binary);
            case ISimpleAssignmentOperation assignment:
                return VisitAssignment(assignment);
            case ICompoundAssignmentOperation compound:
                return VisitModification(compound, compound.Target, compound.Value);
            case IIncrementOrDecrementOperation increment:
                return VisitModification(increment, increment.Target, null);
            case IDeconstructionAssignmentOperation deconstruction:
                return VisitDeconstruction(deconstruction);
            case IInvocationOperation call:
                return VisitInvocation(call);
            case IObjectCreationOperation creation:
                return VisitCreation(creation);
            case IAwaitOperation await:
                return VisitAwait(await);
            case IFlowAnonymousFunctionOperation lambda:
                return VisitLambda(lambda);
            case IMethodReferenceOperation reference:
                return VisitMethodReference(reference);
            case IDelegateCreationOperation { Target: { } target }:
                Visit(target);
                return Fresh(operation);
            case IInvalidOperation when body.Shape.IsBareLock(operation):
                return VisitBareLock(operation);
            case INameOfOperation or ITypeOfOperation or ISizeOfOperation:
                return Fresh(operation);
            default:
                return VisitOther(operation);
        }
    }

    // An operation of a kind that says nothing about gates still evaluates its operands.
    private AccessPath VisitOther(IOperation operation)
    {
        foreach (IOperation child in operation.ChildOperations)
        {
            Visit(child);
        }

        if (operation is IDynamicInvocationOperation or IFunctionPointerInvocationOperation or IUsingOperation)
        {
            State = State.WithForeignCode(operation);
        }

        if (operation is IReturnOperation { Kind: OperationKind.YieldReturn or OperationKind.YieldBreak })
        {
            Record(operation);
            LeaveCaller();
        }
        else if (operation is IThrowOperation or IReturnOperation or IInvalidOperation or IDynamicInvocationOperation or IBinaryOperation or IIsPatternOperation)
        {
            Record(operation);
        }

        return operation is IExpressionStatementOperation ? AccessPath.Static : Fresh(operation);
    }

    private AccessPath VisitVariable(IOperation reference, ISymbol variable)
    {
        var location = AccessRoot.Variable(variable);
        AccessPath value = State.ValueOf(location) ?? new AccessPath(location);
        Record(new FlowPoint(reference, _block, State) { Value = value, Touch = Touches.Of(reference) });
        return value;
    }

    // A primary constructor's parameter is a member of the instance everywhere else.
    private AccessPath VisitParameter(IParameterReferenceOperation reference)
    {
        if (reference.Parameter.ContainingSymbol is IMethodSymbol { MethodKind: MethodKind.Constructor } constructor
            && !SymbolEqualityComparer.Default.Equals(constructor, body.Member))
        {
            AccessPath value = AccessPath.This.Append(new PathLink(reference.Parameter.OriginalDefinition, null, null));
            Record(new FlowPoint(reference, _block, State) { Receiver = AccessPath.This, Value = value, Touch = Touches.Of(reference) });
            return value;
        }

        return VisitVariable(reference, reference.Parameter);
    }

    private AccessPath VisitCaptureReference(IFlowCaptureReferenceOperation reference)
    {
        var location = AccessRoot.Capture(reference.Id);
        return State.ValueOf(location) ?? new AccessPath(location);
    }

    private AccessPath VisitCapture(IFlowCaptureOperation capture)
    {
        AccessPath value;
        if (body.Shape.IsTargetOnly(capture.Id))
        {
            // What will be written is only located here; it is touched where it is written.
            VisitTarget(capture.Value);
            value = Fresh(capture);
        }
        else
        {
            value = Visit(capture.Value);
        }

        State = State.WithValue(AccessRoot.Capture(capture.Id), value);
        return value;
    }

    private AccessPath VisitMember(IMemberReferenceOperation reference, IOperation? instance, ISymbol member)
    {
        AccessPath receiver = VisitTarget(reference);
        AccessPath value = ValueOfMember(receiver, member, reference);
        Record(new FlowPoint(reference, _block, State) { Receiver = instance is null ? null : receiver, Value = value, Touch = Touches.Of(reference) });
        return value;
    }

    private AccessPath VisitProperty(IPropertyReferenceOperation reference)
    {
        if (reference.Property.IsIndexer || !reference.Arguments.IsEmpty)
        {
            AccessPath receiver = VisitTarget(reference);
            Record(new FlowPoint(reference, _block, State) { Receiver = receiver, Touch = Touches.Of(reference) });
            ReachForeignCode(reference.Property, reference);
            return Fresh(reference);
        }

        AccessPath result = VisitMember(reference, reference.Instance, reference.Property);
        if (sdk.Calls.TestedBy(reference) is { } mode && reference.Instance is { } tested)
        {
            BindTest(result, PeekValue(tested), mode);
        }

        if (reference.Property.Name == "Result" && reference.Instance is { } task && State.BindingOf(PeekValue(task)) is { Form: BindingForm.Task or BindingForm.ConditionTask or BindingForm.GuardTask })
        {
            return Complete(PeekValue(task), reference);
        }

        return result;
    }

    private AccessPath VisitElement(IArrayElementReferenceOperation element)
    {
        AccessPath array = Visit(element.ArrayReference);
        AccessPath? index = null;
        foreach (IOperation part in element.Indices)
        {
            index = Visit(part);
        }

        AccessPath value = index is not null && element.Indices.Length == 1
            ? ValueAt(array, array.Append(new PathLink(null, index, State.Heap)), element)
            : Fresh(element);
        Record(new FlowPoint(element, _block, State) { Receiver = array, Value = value, Touch = Touches.Of(element) });
        return value;
    }

    private AccessPath VisitConversion(IConversionOperation conversion)
    {
        AccessPath value = Visit(conversion.Operand);
        return conversion.OperatorMethod is null && !conversion.Conversion.IsNumeric ? value : Fresh(conversion);
    }

    // An operator of the user's own is a method with two arguments.
    private AccessPath VisitOperator(IBinaryOperation binary)
    {
        AccessPath left = Visit(binary.LeftOperand);
        AccessPath right = Visit(binary.RightOperand);
        AccessPath value = Fresh(binary);
        Record(new FlowPoint(binary, _block, State) { Arguments = ImmutableArray.Create<AccessPath?>(left, right), Value = value });
        ReachForeignCode(binary.OperatorMethod, binary);
        return value;
    }

    private AccessPath VisitNot(IUnaryOperation not)
    {
        AccessPath value = Visit(not.Operand);
        AccessPath negated = Fresh(not);
        if (State.BindingOf(value) is { Form: BindingForm.Condition } binding)
        {
            State = State.WithBinding(negated.Root, binding with { IsNegated = !binding.IsNegated });
        }

        return negated;
    }

    private AccessPath VisitLambda(IFlowAnonymousFunctionOperation lambda)
    {
        Record(lambda);
        foreach (ISymbol variable in body.Shape.MentionedIn(lambda.Syntax, _block.Ordinal))
        {
            if (State.ValueOf(AccessRoot.Variable(variable)) is { } value)
            {
                Publish(value);
            }
        }

        return Fresh(lambda);
    }

    private AccessPath VisitMethodReference(IMethodReferenceOperation reference)
    {
        AccessPath? receiver = reference.Instance is { } instance ? Visit(instance) : null;
        Record(new FlowPoint(reference, _block, State) { Receiver = receiver });
        return Fresh(reference);
    }

    // A value that nothing is known of but where it came from. In a loop the one of the round before must not be taken for it.
    private AccessPath Fresh(IOperation operation) => Define(AccessRoot.Result(operation));

    private AccessPath Define(AccessRoot root)
    {
        if (body.Shape.IsInLoop(_block) && !root.Equals(AccessRoot.This))
        {
            State = State.Retire(root);
        }

        return new AccessPath(root);
    }

    private void Record(IOperation operation) => Record(new FlowPoint(operation, _block, State));

    private void Record(FlowPoint point) => _points?.Add(point);
}
