using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;

namespace ZonedSdk.Analyzers.Flow;

/// <summary>A lattice and its transfer functions: what <see cref="ForwardSolver{TState}"/> brings to a fixpoint. States are immutable and compared by Equals.</summary>
/// <typeparam name="TState">What is known at one point.</typeparam>
internal interface IFlowProblem<TState>
    where TState : class
{
    /// <summary>What holds where two paths meet. Must not lose what both know, and must come to an end when repeated.</summary>
    TState Join(TState known, TState arriving, BasicBlock at);

    /// <summary>What holds after one operation of a block, or after its branch value was computed.</summary>
    TState Apply(IOperation operation, BasicBlock block, TState before);

    /// <summary>What holds when control follows this branch.</summary>
    /// <param name="branch">The branch.</param>
    /// <param name="block">The block that it leaves.</param>
    /// <param name="condition">The truth of the block's branch value; null where the branch does not depend on it.</param>
    /// <param name="state">What holds at the end of the block.</param>
    TState Follow(ControlFlowBranch branch, BasicBlock block, bool? condition, TState state);

    /// <summary>Whether control can leave through an exception here; what cannot throw leaves no trace in a handler.</summary>
    bool CanThrow(IOperation operation);
}
