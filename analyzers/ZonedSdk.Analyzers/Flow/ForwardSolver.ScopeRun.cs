using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;

namespace ZonedSdk.Analyzers.Flow;

/// <content>One pass over the graph, or over one finally region of it.</content>
internal sealed partial class ForwardSolver<TState>
{
    private sealed class ScopeRun(ForwardSolver<TState> solver, ControlFlowRegion scope)
    {
        private readonly IFlowProblem<TState> _problem = solver._problem;
        private readonly Dictionary<BasicBlock, Meeting> _meetings = [];
        private readonly Dictionary<BasicBlock, (ControlFlowRegion Finally, Meeting Meeting)> _thrown = [];
        private readonly Worklist _worklist = new(solver._loopEnds, solver._blocks);
        private readonly Dictionary<int, TState> _ends = [];

        /// <summary>What holds where a finally region ends; null where its end is not reached.</summary>
        public TState? End => _ends.Count == 0 ? null : _ends.Values.Aggregate((a, b) => _problem.Join(a, b, null, solver._graph.Blocks[scope.LastBlockOrdinal]));

        public IReadOnlyList<(BasicBlock Block, TState State)> States =>
            _meetings.OrderBy(m => solver._order[m.Key.Ordinal]).Select(static m => (m.Key, m.Value.Joined!)).ToList();

        public void Solve(BasicBlock first, TState entry)
        {
            Enter(first, scope, entry);
            while (_worklist.Take() is { } next && --solver._visitsLeft > 0)
            {
                solver._cancellationToken.ThrowIfCancellationRequested();
                if (_thrown.TryGetValue(next, out (ControlFlowRegion Finally, Meeting Meeting) thrown))
                {
                    PassThrough(thrown.Finally, thrown.Meeting);
                }
                else if (_meetings[next].Settle())
                {
                    Visit(next);
                }
            }
        }

        /// <summary>Finally blocks through which only exceptions come are recorded too.</summary>
        public void RecordThrown()
        {
            foreach ((ControlFlowRegion region, Meeting meeting) in _thrown.Values)
            {
                if (meeting.Joined is { } state)
                {
                    solver.RunFinally(region, state);
                }
            }
        }

        public void Visit(BasicBlock block)
        {
            TState state = _meetings[block].Joined!;
            bool isHandled = IsInTry(block);
            TState? thrown = null;
            TState? last = null;
            foreach (IOperation operation in block.BranchValue is { } value ? block.Operations.Add(value) : block.Operations)
            {
                bool canThrow = isHandled && _problem.CanThrow(operation);
                TState before = state;
                state = _problem.Apply(operation, block, state);
                FlowWork.CountTransfer();
                if (canThrow)
                {
                    thrown = Meet(Meet(thrown, before, last, block), state, before, block);
                    last = state;
                }

                if (IsEscapeWanted && solver.Escaping!.Thrown(operation, before, state) is { } escaping)
                {
                    Escape(operation, escaping, block.EnclosingRegion);
                }
            }

            if (thrown is not null)
            {
                Throw(thrown, block.EnclosingRegion, (block, false));
            }

            if (block.ConditionalSuccessor is { } conditional)
            {
                // The graph keeps the way out of while (true), though nobody goes there.
                bool takenWhen = block.ConditionKind == ControlFlowConditionKind.WhenTrue;
                bool? always = block.BranchValue is { ConstantValue: { HasValue: true, Value: bool constant } } ? constant : null;
                if (always != !takenWhen)
                {
                    Go(conditional, block, takenWhen, state);
                }

                if (always != takenWhen)
                {
                    Go(block.FallThroughSuccessor!, block, !takenWhen, state);
                }
            }
            else if (block.FallThroughSuccessor is { } next)
            {
                Go(next, block, null, state);
            }
        }

        private void Enter(BasicBlock block, object way, TState state)
        {
            if (!_meetings.TryGetValue(block, out Meeting? meeting))
            {
                _meetings.Add(block, meeting = new Meeting(_problem, block));
            }

            if (meeting.Put(way, state))
            {
                _worklist.Put(solver._order[block.Ordinal]);
            }
        }

        // Only the last visit counts, and what a finally block throws is its own matter.
        private bool IsEscapeWanted => solver._isRecording && solver.Escaping is not null && scope == solver._graph.Root;

        // Each operation's exception goes its own way here: what is certain of one must not be blurred by another.
        private void Escape(IOperation? thrower, TState state, ControlFlowRegion from)
        {
            for (ControlFlowRegion region = from; region != scope && region.EnclosingRegion is { } outer; region = outer)
            {
                if (region.Kind != ControlFlowRegionKind.Try)
                {
                    continue;
                }

                if (outer.Kind == ControlFlowRegionKind.TryAndCatch && outer.NestedRegions.Skip(1).Any(TakesAll))
                {
                    return;
                }

                if (outer.Kind == ControlFlowRegionKind.TryAndFinally)
                {
                    if (solver.TryFinally(outer.NestedRegions[1], state) is not { } after)
                    {
                        return;
                    }

                    state = after;
                }
            }

            solver.Escaping!.Escape(thrower, state);
        }

        private TState Meet(TState? known, TState state, TState? covered, BasicBlock block) =>
            known is null ? state : ReferenceEquals(covered, state) ? known : _problem.Join(known, state, covered, block);

        private bool IsInTry(BasicBlock block)
        {
            for (ControlFlowRegion? r = block.EnclosingRegion; r is not null && r != scope; r = r.EnclosingRegion)
            {
                if (r.Kind == ControlFlowRegionKind.Try)
                {
                    return true;
                }
            }

            return false;
        }

        private void Go(ControlFlowBranch branch, BasicBlock block, bool? condition, TState state)
        {
            // A condition can decide between going on and throwing.
            TState followed = condition is { } truth && block.BranchValue is { } value ? _problem.Assume(value, truth, block, state) : state;
            if (branch.Semantics is ControlFlowBranchSemantics.Throw or ControlFlowBranchSemantics.Rethrow)
            {
                Throw(followed, block.EnclosingRegion, (block, true));
                if (IsEscapeWanted)
                {
                    Escape(block.BranchValue ?? block.Operations.LastOrDefault(), followed, block.EnclosingRegion);
                }

                return;
            }

            if (branch.Destination is null)
            {
                if (branch.Semantics == ControlFlowBranchSemantics.StructuredExceptionHandling && IsInFinally(block))
                {
                    _ends[block.Ordinal] = followed;
                }

                return;
            }

            foreach (ControlFlowRegion finallyRegion in branch.FinallyRegions)
            {
                if (solver.RunFinally(finallyRegion, followed) is not { } after)
                {
                    return;
                }

                followed = after;
            }

            followed = _problem.Leave(branch, followed);
            if (branch.Destination.Kind == BasicBlockKind.Exit)
            {
                solver._exits[branch] = followed;
            }

            Enter(branch.Destination, branch, followed);
        }

        private bool IsInFinally(BasicBlock block)
        {
            for (ControlFlowRegion? r = block.EnclosingRegion; r is not null && scope.Kind == ControlFlowRegionKind.Finally; r = r.EnclosingRegion)
            {
                if (r == scope)
                {
                    return true;
                }
            }

            return false;
        }

        // An exception goes outwards: into each handler on its way, through each finally, until a handler takes all.
        private void Throw(TState state, ControlFlowRegion from, object way)
        {
            for (ControlFlowRegion region = from; region != scope && region.EnclosingRegion is { } outer; region = outer)
            {
                if (region.Kind != ControlFlowRegionKind.Try)
                {
                    continue;
                }

                if (outer.Kind == ControlFlowRegionKind.TryAndCatch && EnterHandlers(outer, way, state))
                {
                    return;
                }

                if (outer.Kind == ControlFlowRegionKind.TryAndFinally)
                {
                    EnterFinally(outer.NestedRegions[1], way, state);
                    return;
                }
            }
        }

        // All that is thrown below goes through the finally block together, once the try is done.
        private void EnterFinally(ControlFlowRegion region, object way, TState state)
        {
            BasicBlock first = solver._graph.Blocks[region.FirstBlockOrdinal];
            if (!_thrown.TryGetValue(first, out (ControlFlowRegion Finally, Meeting Meeting) thrown))
            {
                _thrown.Add(first, thrown = (region, new Meeting(_problem, first)));
            }

            if (thrown.Meeting.Put(way, state))
            {
                _worklist.Put(solver._order[first.Ordinal]);
            }
        }

        private void PassThrough(ControlFlowRegion region, Meeting thrown)
        {
            if (thrown.Settle() && solver.RunFinally(region, thrown.Joined!) is { } after)
            {
                Throw(after, region.EnclosingRegion!, region);
            }
        }

        // True when one of them catches everything.
        private bool EnterHandlers(ControlFlowRegion tryAndCatch, object way, TState state)
        {
            bool takesAll = false;
            foreach (ControlFlowRegion handler in tryAndCatch.NestedRegions.Skip(1))
            {
                Enter(solver._graph.Blocks[handler.FirstBlockOrdinal], way, state);
                takesAll |= TakesAll(handler);
            }

            return takesAll;
        }

        private static bool TakesAll(ControlFlowRegion handler) =>
            handler.Kind == ControlFlowRegionKind.Catch
            && (handler.ExceptionType is null || handler.ExceptionType.SpecialType == SpecialType.System_Object
                || handler.ExceptionType is { Name: "Exception", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } });
    }
}
