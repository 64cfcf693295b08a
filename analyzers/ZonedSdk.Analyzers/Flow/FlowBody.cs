using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;

namespace ZonedSdk.Analyzers.Flow;

/// <summary>One analysed graph: a member's own, or that of a lambda or local function in it.</summary>
internal sealed class FlowBody
{
    private readonly GateWalker _walker;
    private Dictionary<IOperation, FlowPoint>? _byOperation;

    private FlowBody(BodyInfo info, LockState entry, FlowSolution<LockState> solution, GateWalker walker, ImmutableArray<FlowPoint> points)
    {
        Info = info;
        Entry = entry;
        Solution = solution;
        Points = points;
        _walker = walker;
    }

    public BodyInfo Info { get; }

    public LockState Entry { get; }

    /// <summary>What holds at the beginning of each block and where control leaves; for rules that run a lattice of their own over the same graph.</summary>
    public FlowSolution<LockState> Solution { get; }

    /// <summary>All operations of interest with what holds there, block by block in the order of evaluation. Unreachable code has none.</summary>
    public ImmutableArray<FlowPoint> Points { get; }

    /// <summary>The instance is not known to anybody else yet, or to nobody any more: constructors, initializers, finalizers.</summary>
    public bool IsOnOwnInstance { get; init; }

    /// <summary>The body that creates this lambda or contains this local function.</summary>
    public FlowBody? Outer { get; init; }

    /// <summary>Null when the cap was reached: then nothing is said about the body.</summary>
    public static FlowBody? Analyse(SdkContext sdk, BodyInfo info, LockState entry, bool isOnOwnInstance, FlowBody? outer, CancellationToken cancellationToken)
    {
        var walker = new GateWalker(sdk, info);
        var problem = new LockProblem(walker, info.Shape, sdk);
        if (ForwardSolver<LockState>.Solve(info.Graph, problem, entry, cancellationToken) is not { } solution)
        {
            return null;
        }

        List<FlowPoint> points = [];
        foreach (BasicBlock block in info.Graph.Blocks)
        {
            if (solution.Entries[block.Ordinal] is not { } state)
            {
                continue;
            }

            foreach (IOperation operation in block.BranchValue is { } value ? block.Operations.Add(value) : block.Operations)
            {
                state = walker.Walk(operation, block, state, points);
            }
        }

        return new FlowBody(info, entry, solution, walker, points.ToImmutableArray()) { IsOnOwnInstance = isOnOwnInstance, Outer = outer };
    }

    /// <summary>The point of an operation; null where it is no point or is not reached.</summary>
    public FlowPoint? PointOf(IOperation operation)
    {
        if (_byOperation is null)
        {
            _byOperation = [];
            foreach (FlowPoint point in Points)
            {
                _byOperation[point.Operation] = point;
            }
        }

        return _byOperation.TryGetValue(operation, out FlowPoint? found) ? found : null;
    }

    /// <summary>The gate that an annotation means at a point: a guarded member's gate at a reference, a contract's at a call.</summary>
    public AccessPath GateAt(FlowPoint point, GatePath path) =>
        _walker.Resolve(path, point.Receiver, point.Arguments, point.State);

    /// <summary>The gate that a contract of this body's own member means inside it.</summary>
    public AccessPath GateInside(GatePath path) => _walker.Resolve(path, null, default, Entry);
}
