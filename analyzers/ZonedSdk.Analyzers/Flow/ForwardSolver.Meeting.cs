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

        /// <summary>What holds here, from whichever way one came.</summary>
        public TState? Joined { get; private set; }

        /// <summary>Takes in what arrives on a way; true when that changed what holds here.</summary>
        public bool Put(object way, TState state)
        {
            bool isKnown = _arrived.TryGetValue(way, out TState? before);
            if (isKnown && before!.Equals(state))
            {
                return false;
            }

            _arrived[way] = state;
            TState? old = Joined;
            Joined = isKnown ? _arrived.Values.Aggregate((a, b) => problem.Join(a, b, at)) : old is null ? state : problem.Join(old, state, at);
            return old is null || !old.Equals(Joined);
        }
    }
}
