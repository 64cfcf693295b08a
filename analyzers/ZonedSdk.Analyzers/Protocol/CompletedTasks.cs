using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ZonedSdk.Analyzers.Flow;

namespace ZonedSdk.Analyzers.Protocol;

/// <summary>Which variables contain a task that is complete on every path: waiting for such a one does not wait.</summary>
internal sealed class CompletedTasks : IFlowProblem<CompletedTasks.Known>
{
    private readonly FlowSolution<Known>? _solution;

    public CompletedTasks(FlowBody body, CancellationToken cancellationToken) =>
        _solution = ForwardSolver<Known>.Solve(body.Info.Graph, this, Known.Nothing, cancellationToken);

    /// <summary>Whether a task is complete where an operation of a block waits for it.</summary>
    public bool IsComplete(IOperation task, FlowPoint wait)
    {
        if (DeviceIoReader.Unwrap(task) is IPropertyReferenceOperation { Property: { Name: "CompletedTask", IsStatic: true } }
            or IInvocationOperation { TargetMethod: { Name: "FromResult" or "FromException" or "FromCanceled", IsStatic: true } })
        {
            return true;
        }

        if (VariableOf(task) is not { } variable || _solution?.Entries[wait.Block.Ordinal] is not { } known)
        {
            return false;
        }

        foreach (IOperation operation in wait.Block.BranchValue is { } value ? wait.Block.Operations.Add(value) : wait.Block.Operations)
        {
            if (operation.DescendantsAndSelf().Contains(wait.Operation))
            {
                break;
            }

            known = Apply(operation, wait.Block, known);
        }

        return known.Tasks.Contains(variable);
    }

    public Known Join(Known known, Known arriving, Known? covered, BasicBlock at) => new(known.Tasks.Intersect(arriving.Tasks));

    public Known Apply(IOperation operation, BasicBlock block, Known before)
    {
        ImmutableHashSet<ISymbol> tasks = before.Tasks;
        foreach (IOperation inner in operation.DescendantsAndSelf())
        {
            switch (inner)
            {
                case IAwaitOperation await:
                    tasks = AddAll(tasks, await.Operation);
                    break;
                case ISimpleAssignmentOperation { Target: ILocalReferenceOperation or IParameterReferenceOperation } assignment when VariableOf(assignment.Target) is { } assigned:
                    tasks = tasks.Remove(assigned);
                    break;
                case IInvocationOperation or IPropertyReferenceOperation when BlockingWaits.Is(inner, out IOperation? task) && task is not null:
                    tasks = AddAll(tasks, task);
                    break;
            }
        }

        return ReferenceEquals(tasks, before.Tasks) ? before : new Known(tasks);
    }

    public Known Assume(IOperation condition, bool truth, BasicBlock block, Known state)
    {
        while (condition is IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } not)
        {
            condition = not.Operand;
            truth = !truth;
        }

        return truth && condition is IPropertyReferenceOperation { Property.Name: "IsCompleted" or "IsCompletedSuccessfully" or "IsFaulted" or "IsCanceled", Instance: { } task } && VariableOf(task) is { } variable
            ? new Known(state.Tasks.Add(variable))
            : state;
    }

    public Known Leave(ControlFlowBranch branch, Known state) => state;

    public bool CanThrow(IOperation operation) => true;

    private static ImmutableHashSet<ISymbol> AddAll(ImmutableHashSet<ISymbol> tasks, IOperation waited)
    {
        IOperation task = DeviceIoReader.Unwrap(waited);
        if (task is IInvocationOperation { TargetMethod: { Name: "WhenAll" or "WaitAll", ContainingType.Name: "Task" } } all)
        {
            return all.Arguments.SelectMany(static a => a.Value.DescendantsAndSelf()).Select(VariableOf).Where(static v => v is not null).Aggregate(tasks, static (t, v) => t.Add(v!));
        }

        return VariableOf(task) is { } variable ? tasks.Add(variable) : tasks;
    }

    private static ISymbol? VariableOf(IOperation operation) => DeviceIoReader.Unwrap(operation) switch
    {
        ILocalReferenceOperation local => local.Local,
        IParameterReferenceOperation parameter => parameter.Parameter,
        _ => null,
    };

    /// <summary>The variables.</summary>
    internal sealed class Known(ImmutableHashSet<ISymbol> tasks) : IEquatable<Known>
    {
        public static readonly Known Nothing = new(ImmutableHashSet.Create<ISymbol>(SymbolEqualityComparer.Default));

        public ImmutableHashSet<ISymbol> Tasks { get; } = tasks;

        public bool Equals(Known? other) => other is not null && Tasks.SetEquals(other.Tasks);

        public override bool Equals(object? obj) => Equals(obj as Known);

        public override int GetHashCode() => Tasks.Count;
    }
}
