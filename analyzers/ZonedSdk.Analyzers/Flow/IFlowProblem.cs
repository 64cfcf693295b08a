using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;

namespace ZonedSdk.Analyzers.Flow;

/// <summary>A lattice and its transfer functions: what <see cref="ForwardSolver{TState}"/> brings to a fixpoint. States are immutable and compared by Equals.</summary>
/// <typeparam name="TState">What is known at one point.</typeparam>
internal interface IFlowProblem<TState>
    where TState : class
{
    /// <summary>What holds where two paths meet. Must not lose what both know, and must come to an end when repeated.</summary>
    /// <param name="known">What holds by all paths before.</param>
    /// <param name="arriving">What comes by one more.</param>
    /// <param name="covered">A state that is part of what is known already, so that only what differs from it is new; null where there is none.</param>
    /// <param name="at">The block where they meet.</param>
    TState Join(TState known, TState arriving, TState? covered, BasicBlock at);

    /// <summary>What holds after one operation of a block, or after its branch value was computed.</summary>
    TState Apply(IOperation operation, BasicBlock block, TState before);

    /// <summary>What holds when a block's branch value has this truth.</summary>
    TState Assume(IOperation condition, bool truth, BasicBlock block, TState state);

    /// <summary>What holds where a branch arrives, all finally blocks on its way done: variables of the regions that it leaves are gone.</summary>
    TState Leave(ControlFlowBranch branch, TState state);

    /// <summary>Whether control can leave through an exception here; what cannot throw leaves no trace in a handler.</summary>
    bool CanThrow(IOperation operation);
}
