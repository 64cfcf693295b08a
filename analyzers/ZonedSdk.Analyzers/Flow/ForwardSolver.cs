using System.Collections.Immutable;
using Microsoft.CodeAnalysis.FlowAnalysis;

namespace ZonedSdk.Analyzers.Flow;

/// <summary>
/// Forward data flow over a control flow graph: a worklist in reverse post order, which goes back to a loop's head once all of the loop was met. A finally block is run anew for each state that enters it,
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
    private readonly CancellationToken _cancellationToken;
    private readonly int[] _order;
    private readonly BasicBlock[] _blocks;
    private readonly int[] _loopEnds;
    private readonly TState?[] _entries;
    private readonly Dictionary<ControlFlowBranch, TState> _exits = [];
    private readonly TState?[] _lastRecorded;
    private readonly Dictionary<ControlFlowRegion, Dictionary<TState, ScopeRun>> _finallyRuns = [];
    private readonly HashSet<ScopeRun> _recorded = [];
    private bool _isRecording;
    private int _visitsLeft;

    private ForwardSolver(ControlFlowGraph graph, IFlowProblem<TState> problem, CancellationToken cancellationToken)
    {
        _graph = graph;
        _problem = problem;
        _cancellationToken = cancellationToken;
        _order = ReversePostOrder.Of(graph);
        _blocks = graph.Blocks.OrderBy(block => _order[block.Ordinal]).ToArray();
        _loopEnds = ReversePostOrder.LoopEnds(graph, _order);
        _entries = new TState?[graph.Blocks.Length];
        _lastRecorded = new TState?[graph.Blocks.Length];
        _visitsLeft = 1000 + (graph.Blocks.Length * MaxVisitsPerBlock);
    }

    /// <summary>Solves; null when the cap was reached.</summary>
    public static FlowSolution<TState>? Solve(ControlFlowGraph graph, IFlowProblem<TState> problem, TState entry, CancellationToken cancellationToken)
    {
        var solver = new ForwardSolver<TState>(graph, problem, cancellationToken);
        var run = new ScopeRun(solver, graph.Root);
        run.Solve(graph.Blocks[0], entry);
        if (solver._visitsLeft <= 0)
        {
            return null;
        }

        if (solver._finallyRuns.Count == 0 && solver.Escaping is null)
        {
            solver.Keep(run);
        }
        else
        {
            // Finally blocks were also run with states of rounds before the last. One more visit of each block meets only those that count.
            solver._isRecording = true;
            solver.Record(run);
        }

        return solver._visitsLeft > 0 ? new FlowSolution<TState>(solver._entries.ToImmutableArray(), solver._exits.ToImmutableDictionary()) : null;
    }

    private IEscapingProblem<TState>? Escaping => _problem as IEscapingProblem<TState>;

    // What the finally block makes of a state, without a trace in what is recorded.
    private TState? TryFinally(ControlFlowRegion region, TState entry)
    {
        _isRecording = false;
        TState? end = RunFinally(region, entry);
        _isRecording = true;
        return end;
    }

    private TState? RunFinally(ControlFlowRegion region, TState entry)
    {
        if (!_finallyRuns.TryGetValue(region, out Dictionary<TState, ScopeRun>? runs))
        {
            _finallyRuns.Add(region, runs = []);
        }

        if (!runs.TryGetValue(entry, out ScopeRun? run))
        {
            runs.Add(entry, run = new ScopeRun(this, region));
            run.Solve(_graph.Blocks[region.FirstBlockOrdinal], entry);
        }

        if (_isRecording)
        {
            Record(run);
        }

        return run.End;
    }

    // Where no finally block was run, what arrived last at each block is the solution.
    private void Keep(ScopeRun run)
    {
        foreach ((BasicBlock block, TState state) in run.States)
        {
            _entries[block.Ordinal] = state;
        }
    }

    private void Record(ScopeRun run)
    {
        if (!_recorded.Add(run))
        {
            return;
        }

        foreach ((BasicBlock block, TState state) in run.States)
        {
            int at = block.Ordinal;
            _entries[at] = _entries[at] is { } known ? _problem.Join(known, state, _lastRecorded[at], block) : state;
            _lastRecorded[at] = state;
            run.Visit(block);
        }

        run.RecordThrown();
    }
}
