using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ZonedSdk.Analyzers.Flow;

namespace ZonedSdk.Analyzers.Protocol;

/// <summary>What one member does with write pointers: the events of each of its bodies. Made once, read by the protocol rules.</summary>
internal sealed class PointerFlow
{
    private readonly Dictionary<FlowBody, ImmutableArray<PointerEvent>> _events = [];
    private readonly Dictionary<ISymbol, PointerState> _lambdas = new(SymbolEqualityComparer.Default);
    private readonly HashSet<(PointerKey Pointer, AcquireSite Region)> _moved = [];
    private readonly HashSet<AcquireSite> _issuing = [];

    private PointerFlow()
    {
    }

    public static PointerFlow Run(BodyAnalysis analysis)
    {
        var flow = new PointerFlow();
        if (!analysis.Bodies.SelectMany(static b => b.Points).Any(p => IsOfInterest(analysis.Sdk, p.Operation)))
        {
            return flow;
        }

        foreach (FlowBody body in analysis.Bodies)
        {
            flow.Add(analysis, body);
        }

        return flow;
    }

    // The pointer itself, or I/O: for that a callee may have moved a pointer.
    private static bool IsOfInterest(SdkContext sdk, IOperation operation) =>
        WritePointers.Named(sdk, operation) is not null
        || (operation is IInvocationOperation call && DeviceIoReader.MomentOf(sdk, call.TargetMethod) != IoMoment.None);

    /// <summary>In the order of the blocks.</summary>
    public ImmutableArray<PointerEvent> EventsOf(FlowBody body) =>
        _events.TryGetValue(body, out ImmutableArray<PointerEvent> events) ? events : ImmutableArray<PointerEvent>.Empty;

    /// <summary>The region moves the pointer, before or after what is asked about: what was read in it is a reservation.</summary>
    public bool Moves(PointerKey pointer, AcquireSite region) => _moved.Contains((pointer, region));

    /// <summary>The region issues I/O of its own.</summary>
    public bool Issues(AcquireSite region) => _issuing.Contains(region);

    /// <summary>The I/O that an advance comes too late for; null where it is in time.</summary>
    public PendingIssue? LateFor(PointerEvent happened)
    {
        if (happened is not { Kind: PointerEventKind.Advance, Pointer: { } pointer })
        {
            return null;
        }

        foreach (PendingIssue issue in happened.Before.Pending.OrderBy(static p => p.Issue.Syntax.SpanStart))
        {
            // A region that issues too moves the pointer for what it issues itself.
            bool isOfOwn = happened.Region is { } region && Issues(region) && !(issue.IsAwaited && !issue.IsLeft);
            if (issue.IsLate && issue.Pointer.Equals(pointer) && !isOfOwn)
            {
                return issue;
            }
        }

        return null;
    }

    private void Add(BodyAnalysis analysis, FlowBody body)
    {
        PointerState entry = PointerState.Empty;
        if (body.Info.Symbol is { MethodKind: MethodKind.LambdaMethod } lambda && _lambdas.TryGetValue(lambda, out PointerState? creation))
        {
            entry = body.Entry.Held.IsEmpty ? creation.Later() : creation;
        }

        var walker = new PointerWalker(analysis.Sdk, body);
        if (ForwardSolver<PointerState>.Solve(body.Info.Graph, new PointerProblem(walker), entry, analysis.CancellationToken) is not { } solution)
        {
            return;
        }

        List<PointerEvent> events = [];
        walker.Lambdas.Clear();
        foreach (BasicBlock block in body.Info.Graph.Blocks)
        {
            if (solution.Entries[block.Ordinal] is not { } state)
            {
                continue;
            }

            foreach (IOperation operation in block.Operations)
            {
                state = walker.Walk(operation, state, events);
            }

            if (block.BranchValue is { } value)
            {
                state = walker.Walk(value, state, events);
                ImmutableHashSet<PointerCopy> copies = block.ConditionKind == ControlFlowConditionKind.None ? PointerState.NoCopies : walker.Peek(value, state);
                if (!copies.IsEmpty)
                {
                    events.Add(new PointerEvent(PointerEventKind.Decide, value, copies, state));
                }
            }
        }

        Keep(body, events, walker);
    }

    private void Keep(FlowBody body, List<PointerEvent> events, PointerWalker walker)
    {
        _events[body] = events.ToImmutableArray();
        foreach (KeyValuePair<ISymbol, PointerState> lambda in walker.Lambdas)
        {
            _lambdas[lambda.Key] = lambda.Value;
        }

        foreach (PointerEvent happened in events)
        {
            if (happened.Pointer is { } pointer && happened.Region is { } region && happened.Kind is PointerEventKind.Advance or PointerEventKind.Write)
            {
                _moved.Add((pointer, region));
            }

            _issuing.UnionWith(happened.Regions);
        }
    }
}
