using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;

namespace ZonedSdk.Analyzers.Flow;

/// <summary>
/// Forward data flow over a control flow graph: a worklist in reverse post order. A finally block is run anew for each state that enters it,
/// so that the way on from one entry is not blurred by another; a handler begins with the meet of what holds before and after every operation
/// of its try that can throw.
/// </summary>
/// <typeparam name="TState">What is known at one point.</typeparam>
internal sealed partial class ForwardSolver<TState>
    where TState : class
{
    // A lattice of locks settles within a few rounds; more means that something grows, and then nothing is said.
    private const int MaxVisitsPerBlock = 40;

    private readonly ControlFlowGraph _graph;
    private readonly IFlowProblem<TState> _problem;
    private readonly int[] _order;
    private readonly TState?[] _entries;
    private readonly Dictionary<ControlFlowBranch, TState> _exits = [];
    private readonly Dictionary<ControlFlowRegion, List<(TState Entry, TState? Exit)>> _finallyRuns = [];
    private readonly Dictionary<ControlFlowRegion, TState> _thrown = [];
    private int _visitsLeft;

    private ForwardSolver(ControlFlowGraph graph, IFlowProblem<TState> problem)
    {
        _graph = graph;
        _problem = problem;
        _order = ReversePostOrder.Of(graph);
        _entries = new TState?[graph.Blocks.Length];
        _visitsLeft = 1000 + (graph.Blocks.Length * MaxVisitsPerBlock);
    }

    /// <summary>Solves; null when the cap was reached.</summary>
    public static FlowSolution<TState>? Solve(ControlFlowGraph graph, IFlowProblem<TState> problem, TState entry, CancellationToken cancellationToken)
    {
        var solver = new ForwardSolver<TState>(graph, problem);
        solver.Run(graph.Root, graph.Blocks[0], entry, cancellationToken);
        return solver._visitsLeft > 0 ? new FlowSolution<TState>(solver._entries.ToImmutableArray(), solver._exits.ToImmutableDictionary()) : null;
    }

    // Runs the graph, or one finally region of it, and gives what holds at the region's end. Null: its end is not reached.
    private TState? Run(ControlFlowRegion scope, BasicBlock first, TState entry, CancellationToken cancellationToken)
    {
        var run = new ScopeRun(this, scope);
        run.Enter(first, entry);
        while (run.TakeNext() is { } block)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (--_visitsLeft <= 0)
            {
                return null;
            }

            run.Visit(block, cancellationToken);
        }

        return run.End;
    }

    private TState? RunFinally(ControlFlowRegion region, TState entry, CancellationToken cancellationToken)
    {
        if (!_finallyRuns.TryGetValue(region, out List<(TState Entry, TState? Exit)>? runs))
        {
            _finallyRuns.Add(region, runs = []);
        }

        foreach ((TState known, TState? exit) in runs)
        {
            if (known.Equals(entry))
            {
                return exit;
            }
        }

        TState? end = Run(region, _graph.Blocks[region.FirstBlockOrdinal], entry, cancellationToken);
        runs.Add((entry, end));
        return end;
    }

    private void Record(BasicBlock block, TState state)
    {
        TState? known = _entries[block.Ordinal];
        _entries[block.Ordinal] = known is null ? state : _problem.Join(known, state, block);
    }
}
