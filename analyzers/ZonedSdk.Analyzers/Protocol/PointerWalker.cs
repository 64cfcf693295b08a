using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ZonedSdk.Analyzers.Flow;

namespace ZonedSdk.Analyzers.Protocol;

/// <summary>
/// Walks one operation in the order of evaluation: gives what its value has from write pointers, and keeps the state. This part reads
/// expressions; <c>.Writes.cs</c> does assignments, <c>.Calls.cs</c> calls.
/// </summary>
internal sealed partial class PointerWalker(SdkContext sdk, FlowBody body)
{
    private readonly PointerPlaces _places = new(sdk, body);
    private List<PointerEvent>? _events;

    /// <summary>What is known where each lambda may begin to run, by its symbol.</summary>
    public Dictionary<ISymbol, PointerState> Lambdas { get; } = new(SymbolEqualityComparer.Default);

    public PointerState State { get; private set; } = PointerState.Empty;

    /// <summary>Walks and gives the state after.</summary>
    public PointerState Walk(IOperation operation, PointerState before, List<PointerEvent>? events)
    {
        State = before;
        _events = events;
        Visit(operation);
        return State;
    }

    /// <summary>What a condition that was evaluated before has from write pointers.</summary>
    public ImmutableHashSet<PointerCopy> Peek(IOperation condition, PointerState state)
    {
        State = state;
        _events = null;
        return Visit(condition);
    }

    private ImmutableHashSet<PointerCopy> Visit(IOperation operation)
    {
        switch (operation)
        {
            case INameOfOperation or ITypeOfOperation or ISizeOfOperation or ILiteralOperation:
                return PointerState.NoCopies;
            case ILocalReferenceOperation local:
                return VisitVariable(local, local.Local);
            case IParameterReferenceOperation parameter:
                return VisitVariable(parameter, parameter.Parameter);
            case IFlowCaptureReferenceOperation reference:
                return State.CopiesIn(reference.Id);
            case IFlowCaptureOperation capture:
                return VisitCapture(capture);
            case IMemberReferenceOperation member and (IFieldReferenceOperation or IPropertyReferenceOperation):
                return VisitMember(member);
            case IBinaryOperation binary:
                return VisitBinary(binary);
            case IIsPatternOperation pattern:
                return Compare(Visit(pattern.Value), PointerState.NoCopies, pattern, null);
            case IAwaitOperation await:
                return VisitAwait(await);
            case ISimpleAssignmentOperation assignment:
                return VisitAssignment(assignment);
            case ICompoundAssignmentOperation compound:
                return VisitModification(compound, compound.Target, compound.Value, compound.OperatorKind);
            case IIncrementOrDecrementOperation step:
                return VisitModification(step, step.Target, null, step.Kind == OperationKind.Increment ? BinaryOperatorKind.Add : BinaryOperatorKind.Subtract);
            case IDeconstructionAssignmentOperation deconstruction:
                return VisitDeconstruction(deconstruction);
            case IInvocationOperation call:
                return VisitInvocation(call);
            case IFlowAnonymousFunctionOperation lambda:
                Lambdas[lambda.Symbol] = Lambdas.TryGetValue(lambda.Symbol, out PointerState? known) ? known.Join(State) : State;
                return PointerState.NoCopies;
            case IObjectCreationOperation or IAnonymousObjectCreationOperation or IInterpolatedStringOperation or IIsNullOperation:
                VisitChildren(operation);
                return PointerState.NoCopies;
            default:
                return VisitChildren(operation);
        }
    }

    private ImmutableHashSet<PointerCopy> VisitChildren(IOperation operation)
    {
        ImmutableHashSet<PointerCopy> copies = PointerState.NoCopies;
        foreach (IOperation child in operation.ChildOperations)
        {
            copies = copies.Union(Visit(child));
        }

        Settle(operation);
        return copies;
    }

    // What the locks say at an operation whose operands are evaluated.
    private FlowPoint? Settle(IOperation operation)
    {
        FlowPoint? point = body.PointOf(operation);
        State = point is null ? State : State.Under(point.State);
        return point;
    }

    private ImmutableHashSet<PointerCopy> VisitVariable(IOperation reference, ISymbol variable)
    {
        Settle(reference);
        return State.CopiesIn(variable);
    }

    private ImmutableHashSet<PointerCopy> VisitCapture(IFlowCaptureOperation capture)
    {
        // What will be written is only located here.
        ImmutableHashSet<PointerCopy> copies = body.Info.Shape.IsTargetOnly(capture.Id) ? VisitLocation(capture.Value) : Visit(capture.Value);
        State = State.WithVariable(capture.Id, copies);
        return copies;
    }

    // Evaluates what leads to a place, not the place.
    private ImmutableHashSet<PointerCopy> VisitLocation(IOperation place)
    {
        switch (place)
        {
            case ILocalReferenceOperation or IParameterReferenceOperation or IFlowCaptureReferenceOperation or IDiscardOperation:
                break;
            case IDeclarationExpressionOperation declaration:
                VisitLocation(declaration.Expression);
                break;
            default:
                foreach (IOperation child in place.ChildOperations)
                {
                    Visit(child);
                }

                break;
        }

        return PointerState.NoCopies;
    }

    private ImmutableHashSet<PointerCopy> VisitMember(IMemberReferenceOperation member)
    {
        ImmutableHashSet<PointerCopy> copies = VisitChildren(member);
        FlowPoint? point = body.PointOf(member);
        if (WritePointers.Named(sdk, member) is not null)
        {
            return _places.KeyOf(member) is { } pointer && PointerPlaces.RegionAt(point, pointer) is { } region ? Read(pointer, region) : PointerState.NoCopies;
        }

        if (member is IPropertyReferenceOperation { Property: { GetMethod: { } getter, Type.SpecialType: SpecialType.System_Boolean } } && point is not null)
        {
            return VerdictsOf(member, point, sdk.Callees.Of(getter, Depth).Compares);
        }

        // A member of a struct that contains a copy, or of an object that was given one.
        ImmutableHashSet<PointerCopy> own = member.Instance?.Type is { IsValueType: true } ? copies : PointerState.NoCopies;
        return point?.Receiver is { } receiver ? own.Union(State.CarriedBy(receiver.Root)) : own;
    }

    private ImmutableHashSet<PointerCopy> Read(PointerKey pointer, AcquireSite region)
    {
        State = State with { Seen = State.Seen.Add(pointer) };
        return ImmutableHashSet.Create(new PointerCopy(pointer, region, CopyForm.Value, IsStale: false, IsPast: State.Moved.Contains(pointer)));
    }

    private ImmutableHashSet<PointerCopy> VisitBinary(IBinaryOperation binary)
    {
        ImmutableHashSet<PointerCopy> left = Visit(binary.LeftOperand);
        ImmutableHashSet<PointerCopy> right = Visit(binary.RightOperand);
        Settle(binary);
        bool isComparison = binary.OperatorKind is BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals or BinaryOperatorKind.LessThan or BinaryOperatorKind.LessThanOrEqual
            or BinaryOperatorKind.GreaterThan or BinaryOperatorKind.GreaterThanOrEqual;
        if (!isComparison)
        {
            return left.Union(right);
        }

        return left.Count > 0
            ? Compare(left, right, binary.LeftOperand, binary.RightOperand)
            : Compare(right, left, binary.RightOperand, binary.LeftOperand);
    }

    // What a comparison says, and what it proves: a copy that is compared with the pointer itself is up to date again, or known not to be.
    private ImmutableHashSet<PointerCopy> Compare(ImmutableHashSet<PointerCopy> copies, ImmutableHashSet<PointerCopy> others, IOperation operand, IOperation? other)
    {
        ImmutableHashSet<PointerCopy> all = copies.Union(others);
        if (all.IsEmpty)
        {
            return all;
        }

        foreach (PointerCopy live in all.Where(static c => !c.IsStale))
        {
            State = State with { Tested = State.Tested.Add(live.Pointer) };
            if (all.Any(c => c.IsStale && c.Pointer.Equals(live.Pointer)))
            {
                Refresh(operand, live);
                Refresh(other, live);
                all = all.Except(all.Where(c => c.IsStale && c.Pointer.Equals(live.Pointer)));
            }
        }

        if (other is not null && (IsReport(other) || IsReport(operand)))
        {
            return PointerState.NoCopies;
        }

        return all.Select(static c => c.Form != CopyForm.Value ? c : c with { Form = c.IsStale ? CopyForm.StaleVerdict : CopyForm.Verdict }).ToImmutableHashSet();
    }

    private void Refresh(IOperation? operand, PointerCopy live)
    {
        foreach (object variable in (operand?.DescendantsAndSelf() ?? []).Select(VariableOf).OfType<object>())
        {
            ImmutableHashSet<PointerCopy> copies = State.CopiesIn(variable);
            State = State.WithVariable(variable, copies.Select(c => c.Pointer.Equals(live.Pointer) ? c with { Region = live.Region, IsStale = false } : c).ToImmutableHashSet());
        }
    }

    /// <summary>A value that comes from what I/O returned: a report.</summary>
    public bool IsReport(IOperation value)
    {
        foreach (IOperation operation in value.DescendantsAndSelf())
        {
            IOperation? origin = operation is IInvocationOperation or IAwaitOperation ? operation : body.PointOf(operation)?.Value?.Root.Origin as IOperation;
            origin = origin is IAwaitOperation await ? OriginOf(await.Operation) : origin;
            if (origin is IInvocationOperation call && (DeviceIoReader.MomentOf(sdk, call.TargetMethod) != IoMoment.None || sdk.Callees.Of(call.TargetMethod, Depth).AwaitsIo is not null))
            {
                return true;
            }
        }

        return false;
    }

    private IOperation? OriginOf(IOperation task)
    {
        IOperation inner = DeviceIoReader.Unwrap(task);
        return inner is IInvocationOperation ? inner : body.PointOf(inner)?.Value?.Root.Origin as IOperation;
    }

    private ImmutableHashSet<PointerCopy> VisitAwait(IAwaitOperation await)
    {
        Visit(await.Operation);
        if (Settle(await) is not { Effects.IsEmpty: true })
        {
            return PointerState.NoCopies;
        }

        State = State with { Pending = State.Pending.Select(static p => p with { IsAwaited = true }).ToImmutableHashSet() };
        IOperation task = DeviceIoReader.Unwrap(await.Operation);
        task = task is IFlowCaptureReferenceOperation reference && body.Info.Shape.ValueOf(reference.Id) is { } captured ? DeviceIoReader.Unwrap(captured) : task;
        return task is IInvocationOperation ? PointerState.NoCopies : State.CarriedBy(body.PointOf(task)?.Value?.Root);
    }

    private static object? VariableOf(IOperation operation) => operation switch
    {
        ILocalReferenceOperation local => local.Local,
        IParameterReferenceOperation parameter => parameter.Parameter,
        IFlowCaptureReferenceOperation capture => capture.Id,
        _ => null,
    };

    private void Record(PointerEvent happened) => _events?.Add(happened);
}
