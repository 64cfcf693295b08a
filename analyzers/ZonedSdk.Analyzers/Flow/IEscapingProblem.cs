using Microsoft.CodeAnalysis;

namespace ZonedSdk.Analyzers.Flow;

/// <summary>A problem that also wants to know what holds where an exception leaves the body.</summary>
/// <typeparam name="TState">What is known at one point.</typeparam>
internal interface IEscapingProblem<TState> : IFlowProblem<TState>
    where TState : class
{
    /// <summary>What holds when an operation throws; null where it does not.</summary>
    TState? Thrown(IOperation operation, TState before, TState after);

    /// <summary>The exception leaves the body, every finally block on its way done.</summary>
    void Escape(IOperation? thrower, TState state);
}
