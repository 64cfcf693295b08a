using Microsoft.CodeAnalysis.FlowAnalysis;

namespace ZonedSdk.Analyzers.Flow;

/// <content>A place where states arrive.</content>
internal sealed partial class ForwardSolver<TState>
{
    /// <summary>
    /// Keeps what last arrived on each way, so that a state of an earlier round does not meet its own successor: that would make two values of
    /// one variable out of the rounds of the analysis.
    /// </summary>
    private sealed class Meeting(IFlowProblem<TState> problem, BasicBlock at)
    {
        private readonly Dictionary<object, TState> _arrived = [];
        private bool _isSettled = true;

        /// <summary>What holds here, from whichever way one came, as of the last <see cref="Settle"/>.</summary>
        public TState? Joined { get; private set; }

        /// <summary>Takes in what arrives on a way; true when that is news.</summary>
        public bool Put(object way, TState state)
        {
            if (_arrived.TryGetValue(way, out TState? before) && before.Equals(state))
            {
                return false;
            }

            _arrived[way] = state;
            _isSettled = false;
            return true;
        }

        /// <summary>Lets all that has arrived meet; true when that changed what holds here. One after the other differs little from the one before.</summary>
        public bool Settle()
        {
            if (_isSettled)
            {
                return false;
            }

            _isSettled = true;
            TState? joined = null;
            TState? last = null;
            foreach (TState state in _arrived.Values)
            {
                joined = joined is null ? state : problem.Join(joined, state, last, at);
                last = state;
            }

            TState? old = Joined;
            Joined = joined;
            return old is null || !old.Equals(joined);
        }
    }
}
