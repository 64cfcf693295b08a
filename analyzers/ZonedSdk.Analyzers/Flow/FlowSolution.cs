using System.Collections.Immutable;
using Microsoft.CodeAnalysis.FlowAnalysis;

namespace ZonedSdk.Analyzers.Flow;

/// <summary>A fixpoint.</summary>
/// <typeparam name="TState">What is known at one point.</typeparam>
/// <param name="Entries">What holds at the beginning of each block, by its ordinal; null where control never comes.</param>
/// <param name="Exits">What holds where control leaves the body normally, by the branch that leaves, after every finally on the way.</param>
internal sealed record FlowSolution<TState>(ImmutableArray<TState?> Entries, ImmutableDictionary<ControlFlowBranch, TState> Exits)
    where TState : class;
