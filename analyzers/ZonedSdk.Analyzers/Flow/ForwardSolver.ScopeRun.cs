using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;

namespace ZonedSdk.Analyzers.Flow;

/// <content>One pass over the graph, or over one finally region of it.</content>
internal sealed partial class ForwardSolver<TState>
{
    private sealed class ScopeRun(ForwardSolver<TState> solver, ControlFlowRegion scope)
    {
        private readonly IFlowProblem<TState> _problem = solver._problem;
        private readonly Dictionary<int, TState> _states = [];
        private readonly SortedDictionary<int, BasicBlock> _worklist = [];
        private readonly Dictionary<int, TState> _finallyExits = [];

        /// <summary>What holds where a finally region ends.</summary>
        public TState? End => _finallyExits.Count == 0 ? null : _finallyExits.Values.Aggregate((a, b) => _problem.Join(a, b, solver._graph.Blocks[scope.LastBlockOrdinal]));

        public void Enter(BasicBlock block, TState state)
        {
            TState joined = _states.TryGetValue(block.Ordinal, out TState? known) ? _problem.Join(known, state, block) : state;
            if (known is null || !known.Equals(joined))
            {
                _states[block.Ordinal] = joined;
                _worklist[solver._order[block.Ordinal]] = block;
                solver.Record(block, joined);
            }
        }

        public BasicBlock? TakeNext()
        {
            if (_worklist.Count == 0)
            {
                return null;
            }

            KeyValuePair<int, BasicBlock> next = _worklist.First();
            _worklist.Remove(next.Key);
            return next.Value;
        }

        public void Visit(BasicBlock block, CancellationToken cancellationToken)
        {
            TState state = _states[block.Ordinal];
            bool isHandled = IsInTry(block);
            TState? thrown = null;
            foreach (IOperation operation in block.BranchValue is { } value ? block.Operations.Add(value) : block.Operations)
            {
                bool canThrow = isHandled && _problem.CanThrow(operation);
                thrown = canThrow ? Meet(thrown, state, block) : thrown;
                state = _problem.Apply(operation, block, state);
                thrown = canThrow ? Meet(thrown, state, block) : thrown;
            }

            if (thrown is not null)
            {
                Throw(thrown, block.EnclosingRegion, cancellationToken);
            }

            if (block.ConditionalSuccessor is { } conditional)
            {
                // The graph keeps the way out of while (true), though nobody goes there.
                bool takenWhen = block.ConditionKind == ControlFlowConditionKind.WhenTrue;
                bool? always = block.BranchValue is { ConstantValue: { HasValue: true, Value: bool constant } } ? constant : null;
                if (always != !takenWhen)
                {
                    Go(conditional, block, takenWhen, state, cancellationToken);
                }

                if (always != takenWhen)
                {
                    Go(block.FallThroughSuccessor!, block, !takenWhen, state, cancellationToken);
                }
            }
            else if (block.FallThroughSuccessor is { } next)
            {
                Go(next, block, null, state, cancellationToken);
            }
        }

        private TState Meet(TState? known, TState state, BasicBlock block) =>
            known is null || known.Equals(state) ? state : _problem.Join(known, state, block);

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

        private void Go(ControlFlowBranch branch, BasicBlock block, bool? condition, TState state, CancellationToken cancellationToken)
        {
            if (branch.Semantics is ControlFlowBranchSemantics.Throw or ControlFlowBranchSemantics.Rethrow)
            {
                Throw(state, block.EnclosingRegion, cancellationToken);
                return;
            }

            if (branch.Destination is null)
            {
                if (branch.Semantics == ControlFlowBranchSemantics.StructuredExceptionHandling && block.EnclosingRegion is { } region && IsEndOf(region))
                {
                    _finallyExits[block.Ordinal] = state;
                }

                return;
            }

            TState followed = condition is { } truth && block.BranchValue is { } value ? _problem.Assume(value, truth, block, state) : state;
            foreach (ControlFlowRegion finallyRegion in branch.FinallyRegions)
            {
                if (solver.RunFinally(finallyRegion, followed, cancellationToken) is not { } after)
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

            Enter(branch.Destination, followed);
        }

        private bool IsEndOf(ControlFlowRegion region)
        {
            for (ControlFlowRegion? r = region; r is not null; r = r.EnclosingRegion)
            {
                if (r == scope)
                {
                    return scope.Kind == ControlFlowRegionKind.Finally;
                }
            }

            return false;
        }

        // An exception goes outwards: into each handler on its way, through each finally, until a handler takes all.
        private void Throw(TState state, ControlFlowRegion from, CancellationToken cancellationToken)
        {
            for (ControlFlowRegion region = from; region != scope && region.EnclosingRegion is { } outer; region = outer)
            {
                if (region.Kind != ControlFlowRegionKind.Try)
                {
                    continue;
                }

                if (outer.Kind == ControlFlowRegionKind.TryAndCatch)
                {
                    if (EnterHandlers(outer, state))
                    {
                        return;
                    }
                }
                else if (outer.Kind == ControlFlowRegionKind.TryAndFinally)
                {
                    ControlFlowRegion finallyRegion = outer.NestedRegions[1];
                    BasicBlock first = solver._graph.Blocks[finallyRegion.FirstBlockOrdinal];
                    TState thrown = solver._thrown.TryGetValue(finallyRegion, out TState? known) ? _problem.Join(known, state, first) : state;
                    if (known is not null && known.Equals(thrown))
                    {
                        return;
                    }

                    solver._thrown[finallyRegion] = thrown;
                    if (solver.RunFinally(finallyRegion, thrown, cancellationToken) is not { } after)
                    {
                        return;
                    }

                    state = after;
                }
            }
        }

        // True when one of them catches everything.
        private bool EnterHandlers(ControlFlowRegion tryAndCatch, TState state)
        {
            bool takesAll = false;
            foreach (ControlFlowRegion handler in tryAndCatch.NestedRegions.Skip(1))
            {
                Enter(solver._graph.Blocks[handler.FirstBlockOrdinal], state);
                takesAll |= handler.Kind == ControlFlowRegionKind.Catch
                    && (handler.ExceptionType is null || handler.ExceptionType.SpecialType == SpecialType.System_Object
                        || handler.ExceptionType is { Name: "Exception", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } });
            }

            return takesAll;
        }
    }
}
