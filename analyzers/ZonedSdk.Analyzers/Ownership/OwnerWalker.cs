using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ZonedSdk.Analyzers.Flow;

namespace ZonedSdk.Analyzers.Ownership;

/// <summary>
/// Walks one operation in the order of evaluation: gives the owned values that its value may be, and keeps the state. This part reads
/// expressions; <c>.Calls.cs</c> does calls, <c>.Stores.cs</c> assignments, <c>.Lambdas.cs</c> what code that runs elsewhere takes along.
/// </summary>
internal sealed partial class OwnerWalker(SdkContext sdk, BodyInfo body)
{
    private static readonly ValueSet<OwnedRef> s_nothing = OwnerState.Nothing;

    private List<OwnerFact>? _uses;

    /// <summary>Values that are ended under a condition that also told whether they were ended before.</summary>
    public HashSet<object> Unsure { get; } = [];

    public OwnerState State { get; private set; } = OwnerState.Empty;

    /// <summary>Walks and gives the state after.</summary>
    /// <param name="operation">A top operation of a block, or its branch value.</param>
    /// <param name="block">The block.</param>
    /// <param name="before">What holds before.</param>
    /// <param name="uses">Receives uses after the end; null while the fixpoint is sought.</param>
    public OwnerState Walk(IOperation operation, BasicBlock block, OwnerState before, List<OwnerFact>? uses)
    {
        _uses = uses;
        State = before;
        ValueSet<OwnedRef> refs = Visit(operation);
        if (operation == block.BranchValue && block.FallThroughSuccessor?.Semantics == ControlFlowBranchSemantics.Return)
        {
            Use(refs, operation);
            EscapeElements(operation);
            Escape(refs, Holdings.Returned, operation);
        }

        return State.Sweep();
    }

    /// <summary>The owned values that a condition, evaluated before, speaks of.</summary>
    public ValueSet<OwnedRef> Peek(IOperation operation, OwnerState state) => operation switch
    {
        ILocalReferenceOperation local => state.In(local.Local),
        IParameterReferenceOperation parameter => state.In(parameter.Parameter),
        IFlowCaptureReferenceOperation capture => state.In(capture.Id),
        IConversionOperation conversion => Peek(conversion.Operand, state),
        ISimpleAssignmentOperation assignment => Peek(assignment.Target, state),
        IAwaitOperation await => Peek(await.Operation, state),
        IInvocationOperation call when IsTransparent(call) => Peek(call.Instance ?? call.Arguments[0].Value, state),
        IInvocationOperation call when state.Find(call) is not null => ValueSet<OwnedRef>.Of(new OwnedRef(call, false)),
        IInvocationOperation call => VerdictOf(call),
        _ => s_nothing,
    };

    private ValueSet<OwnedRef> Visit(IOperation operation)
    {
        switch (operation)
        {
            case INameOfOperation or ITypeOfOperation or ISizeOfOperation or ILiteralOperation:
                return s_nothing;
            case ILocalReferenceOperation local:
                return State.In(local.Local);
            case IParameterReferenceOperation parameter:
                return State.In(parameter.Parameter);
            case IFlowCaptureReferenceOperation capture:
                return State.In(capture.Id);
            case IFlowCaptureOperation capture:
                ValueSet<OwnedRef> captured = body.Shape.IsTargetOnly(capture.Id) ? VisitLocation(capture.Value) : Visit(capture.Value);
                State = State.WithVariable(capture.Id, captured);
                return captured;
            case IConversionOperation { OperatorMethod: null } conversion:
                return Visit(conversion.Operand);
            case IExpressionStatementOperation statement:
                Visit(statement.Operation);
                return s_nothing;
            case ISimpleAssignmentOperation assignment:
                return VisitAssignment(assignment);
            case IDeconstructionAssignmentOperation deconstruction:
                return VisitDeconstruction(deconstruction);
            case IInvocationOperation call:
                return VisitInvocation(call);
            case IObjectCreationOperation creation:
                return VisitCreation(creation);
            case IAwaitOperation await:
                ValueSet<OwnedRef> awaited = Visit(await.Operation);
                LoseNameless(await, awaited);
                return Complete(awaited);
            case IPropertyReferenceOperation { Property.Name: "Result", Instance: { } task } when OwnedTypes.IsTask(task.Type):
                return Complete(Visit(task));
            case ITupleOperation tuple:
                return VisitAll(tuple.Elements);
            case IIsPatternOperation match:
                return VisitPattern(match);
            case IFlowAnonymousFunctionOperation lambda:
                VisitLambda(lambda);
                return s_nothing;
            case IMethodReferenceOperation reference:
                VisitMethodReference(reference);
                return s_nothing;
            case IMemberReferenceOperation member:
                return VisitMember(member);
            case IIsNullOperation or IBinaryOperation:
                VisitAll(operation.ChildOperations);
                return s_nothing;
            case IArrayInitializerOperation or ICollectionExpressionOperation or IReturnOperation or IAnonymousObjectCreationOperation:
                Change(VisitAll(operation.ChildOperations), static v => v with { Is = Holdings.Elsewhere });
                return s_nothing;
            default:
                VisitAll(operation.ChildOperations);
                return s_nothing;
        }
    }

    private ValueSet<OwnedRef> VisitAll(IEnumerable<IOperation> operations)
    {
        ValueSet<OwnedRef> all = s_nothing;
        foreach (IOperation operation in operations)
        {
            all = all.Union(Visit(operation));
        }

        return all;
    }

    private ValueSet<OwnedRef> VisitMember(IMemberReferenceOperation member)
    {
        if (member.Instance is { } instance)
        {
            ValueSet<OwnedRef> owner = Visit(instance);
            if (instance.Type is { IsTupleType: true })
            {
                return owner;
            }

            Use(owner, instance);
        }

        if (member is IPropertyReferenceOperation indexer)
        {
            VisitAll(indexer.Arguments.Select(static a => a.Value));
        }

        return s_nothing;
    }

    private ValueSet<OwnedRef> VisitPattern(IIsPatternOperation match)
    {
        ValueSet<OwnedRef> refs = Visit(match.Value);
        IPatternOperation pattern = match.Pattern;
        while (pattern is INegatedPatternOperation negated)
        {
            pattern = negated.Pattern;
        }

        if (pattern is IListPatternOperation or IRecursivePatternOperation { PropertySubpatterns.IsEmpty: false } or IRecursivePatternOperation { DeconstructionSubpatterns.IsEmpty: false })
        {
            Use(refs, match.Value);
        }

        ISymbol? declared = (pattern as IDeclarationPatternOperation)?.DeclaredSymbol ?? (pattern as IRecursivePatternOperation)?.DeclaredSymbol;
        State = declared is null ? State : State.WithVariable(declared, refs);
        return s_nothing;
    }

    // The task is awaited: what it promised is there.
    private ValueSet<OwnedRef> Complete(ValueSet<OwnedRef> refs)
    {
        foreach (OwnedRef awaited in refs)
        {
            if (State.Find(awaited.Origin) is { } value && (value.Is & Holdings.Pending) != 0)
            {
                State = State.WithValue(awaited.Origin, value with { Is = (value.Is & ~Holdings.Pending) | Holdings.Live });
            }
        }

        return refs;
    }

    private void Use(ValueSet<OwnedRef> refs, IOperation at)
    {
        if (_uses is not null && !refs.IsEmpty && refs.All(r => !r.IsVerdict && State.Find(r.Origin) is { IsOver: true }))
        {
            OwnedRef first = refs.First();
            _uses.Add(new OwnerFact(OwnerFactKind.UsedAfterEnd, first.Origin, at, State.Find(first.Origin)!.EndedAt));
        }
    }

    // Of a tuple, the element is the place to show.
    private void EscapeElements(IOperation returned)
    {
        IOperation value = returned is IConversionOperation conversion ? conversion.Operand : returned;
        foreach (IOperation element in (value as ITupleOperation)?.Elements ?? ImmutableArray<IOperation>.Empty)
        {
            Escape(Peek(element, State), Holdings.Returned, element);
        }
    }

    // What leaves the body's hands is out of its care; what had been ended before, stays so.
    private void Escape(ValueSet<OwnedRef> refs, Holdings how, IOperation at) =>
        Change(refs, v => (v.Is & (Holdings.Live | Holdings.Pending)) == 0 ? v : v with { Is = (v.Is & ~(Holdings.Live | Holdings.Pending)) | how, EscapedAt = at });

    private void Change(ValueSet<OwnedRef> refs, Func<Owned, Owned> change)
    {
        foreach (OwnedRef changed in refs)
        {
            if (!changed.IsVerdict && State.Find(changed.Origin) is { } value)
            {
                State = State.WithValue(changed.Origin, change(value));
            }
        }
    }
}
