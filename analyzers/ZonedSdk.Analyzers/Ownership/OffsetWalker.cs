using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ZonedSdk.Analyzers.Flow;
using ZonedSdk.Analyzers.Protocol;

namespace ZonedSdk.Analyzers.Ownership;

/// <summary>Follows assigned offsets from the call to whoever reads them. Passing one to another variable reads nothing; waiting for its task does not either.</summary>
internal sealed class OffsetWalker(SdkContext sdk, BodyInfo body) : IFlowProblem<OffsetState>
{
    private readonly HashSet<IInvocationOperation> _seen = [];
    private OffsetState _state = OffsetState.Empty;

    /// <summary>All calls that assign an offset, in the order in which they were met.</summary>
    public List<IInvocationOperation> Calls { get; } = [];

    /// <summary>Those whose offset somebody reads, or explicitly does not want.</summary>
    public HashSet<IInvocationOperation> Read { get; } = [];

    public OffsetState Apply(IOperation operation, BasicBlock block, OffsetState before)
    {
        _state = before;
        ValueSet<IInvocationOperation> offsets = Visit(operation);
        if (operation == block.BranchValue)
        {
            Read.UnionWith(offsets);
        }

        return _state;
    }

    public OffsetState Join(OffsetState known, OffsetState arriving, OffsetState? covered, BasicBlock at) => known.Join(arriving, covered);

    public OffsetState Assume(IOperation condition, bool truth, BasicBlock block, OffsetState state) => state;

    public OffsetState Leave(ControlFlowBranch branch, OffsetState state) => state;

    public bool CanThrow(IOperation operation) => true;

    private ValueSet<IInvocationOperation> Visit(IOperation operation)
    {
        switch (operation)
        {
            case ILocalReferenceOperation local:
                return _state.In(local.Local);
            case IFlowCaptureReferenceOperation capture:
                return _state.In(capture.Id);
            case IFlowCaptureOperation capture:
                ValueSet<IInvocationOperation> captured = Visit(capture.Value);
                _state = _state.With(capture.Id, captured);
                return captured;
            case IConversionOperation conversion:
                return Visit(conversion.Operand);
            case IExpressionStatementOperation statement:
                Visit(statement.Operation);
                return OffsetState.Nothing;
            case IAwaitOperation await:
                return Visit(await.Operation);
            case IPropertyReferenceOperation { Property.Name: "Result", Instance: { } task } when OwnedTypes.IsTask(task.Type):
                return Visit(task);
            case ISimpleAssignmentOperation assignment:
                return VisitAssignment(assignment);
            case IInvocationOperation { TargetMethod: { Name: "WhenAll", ContainingType.Name: "Task" } } all when OwnedTypes.IsTask(all.Type):
                return VisitWhenAll(all);
            case IInvocationOperation call:
                return VisitInvocation(call);
            case IIsPatternOperation { Pattern: IDeclarationPatternOperation { DeclaredSymbol: ILocalSymbol declared } } match:
                _state = _state.With(declared, Visit(match.Value));
                return OffsetState.Nothing;
            case IFlowAnonymousFunctionOperation lambda:
                ReadIn(lambda.Syntax);
                return OffsetState.Nothing;
            case IMethodReferenceOperation { Method: { MethodKind: MethodKind.LocalFunction } function }:
                ReadIn(function.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax());
                return OffsetState.Nothing;
            default:
                foreach (IOperation child in operation.ChildOperations)
                {
                    Read.UnionWith(Visit(child));
                }

                return OffsetState.Nothing;
        }
    }

    private ValueSet<IInvocationOperation> VisitAssignment(ISimpleAssignmentOperation assignment)
    {
        ValueSet<IInvocationOperation> offsets = Visit(assignment.Value);
        IOperation target = assignment.Target;
        if (target is ILocalReferenceOperation { Local.IsRef: false } local && !assignment.IsRef)
        {
            _state = _state.With(local.Local, offsets);
            return offsets;
        }

        // A field, an element, an out parameter: somebody else may read it. A discard: nobody wants it.
        Read.UnionWith(offsets);
        if (target is not IDiscardOperation)
        {
            foreach (IOperation child in target.ChildOperations)
            {
                Read.UnionWith(Visit(child));
            }
        }

        return OffsetState.Nothing;
    }

    private ValueSet<IInvocationOperation> VisitInvocation(IInvocationOperation call)
    {
        if (DeviceIoReader.Unwrap(call) is var inner && inner != call)
        {
            return Visit(inner);
        }

        ValueSet<IInvocationOperation> receiver = call.Instance is { } instance ? Visit(instance) : OffsetState.Nothing;
        foreach (IArgumentOperation argument in call.Arguments)
        {
            Read.UnionWith(Visit(argument.Value));
        }

        if (call.TargetMethod.MethodKind == MethodKind.LocalFunction)
        {
            ReadIn(call.TargetMethod.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax());
        }

        switch (call.TargetMethod)
        {
            case { Name: "GetResult" }:
                return receiver;
            case { Name: "Wait" } when OwnedTypes.IsTask(call.Instance?.Type):
                return OffsetState.Nothing;
            case { Name: "ContinueWith" } when OwnedTypes.IsTask(call.Instance?.Type) && IgnoresItsTask(call):
                return OffsetState.Nothing;
        }

        Read.UnionWith(receiver);
        if (!sdk.Contracts.Of(call.TargetMethod).ReturnsAssignedOffset)
        {
            return OffsetState.Nothing;
        }

        if (_seen.Add(call))
        {
            Calls.Add(call);
        }

        return ValueSet<IInvocationOperation>.Of(call);
    }

    // All tasks that are named here as one; the tasks of a collection are somebody else's.
    private ValueSet<IInvocationOperation> VisitWhenAll(IInvocationOperation call)
    {
        ValueSet<IInvocationOperation> offsets = OffsetState.Nothing;
        foreach (IArgumentOperation argument in call.Arguments)
        {
            IOperation value = argument.Value;
            while (value is IConversionOperation conversion)
            {
                value = conversion.Operand;
            }

            IEnumerable<IOperation>? named = argument.ArgumentKind == ArgumentKind.Explicit ? null : value switch
            {
                IArrayCreationOperation { Initializer: { } tasks } => tasks.ElementValues,
                ICollectionExpressionOperation tasks => tasks.Elements,
                _ => null,
            };
            if (named is null)
            {
                Read.UnionWith(Visit(argument.Value));
            }
            else
            {
                offsets = named.Aggregate(offsets, (all, task) => all.Union(Visit(task)));
            }
        }

        return offsets;
    }

    // A continuation reads the offset by its first parameter, or not at all.
    private bool IgnoresItsTask(IInvocationOperation call)
    {
        IOperation? action = call.Arguments.FirstOrDefault(static a => a.Parameter?.Ordinal == 0)?.Value;
        while (action is IConversionOperation or IDelegateCreationOperation)
        {
            action = action.ChildOperations.FirstOrDefault();
        }

        if (action is not IFlowAnonymousFunctionOperation { Symbol.Parameters: { IsEmpty: false } parameters } lambda)
        {
            return false;
        }

        ControlFlowGraph graph = body.Graph.GetAnonymousFunctionControlFlowGraph(lambda);
        return !BodyShape.OperationsOf(graph).OfType<IParameterReferenceOperation>().Any(p => SymbolEqualityComparer.Default.Equals(p.Parameter, parameters[0]) && !AsksForStateOnly(p))
            && !lambda.Syntax.DescendantNodes().Any(n => n != lambda.Syntax && n is Microsoft.CodeAnalysis.CSharp.Syntax.AnonymousFunctionExpressionSyntax or Microsoft.CodeAnalysis.CSharp.Syntax.LocalFunctionStatementSyntax);
    }

    private static bool AsksForStateOnly(IParameterReferenceOperation task) =>
        task.Parent is IPropertyReferenceOperation { Property.Name: "IsCompleted" or "IsCompletedSuccessfully" or "IsFaulted" or "IsCanceled" or "Exception" or "Status" };

    // What runs elsewhere may read every variable that it mentions, at any time.
    private void ReadIn(SyntaxNode? code)
    {
        if (code is null || _state.Variables.Count == 0)
        {
            return;
        }

        foreach (ISymbol variable in body.Shape.MentionedIn(code))
        {
            Read.UnionWith(_state.In(variable));
        }
    }
}
