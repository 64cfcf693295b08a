using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;

namespace ZonedSdk.Analyzers.Flow;

/// <summary>One operation that a rule may want to judge, with what holds when it takes effect: its operands are evaluated, itself is not.</summary>
internal sealed class FlowPoint(IOperation operation, BasicBlock block, LockState state)
{
    public IOperation Operation { get; } = operation;

    public BasicBlock Block { get; } = block;

    public LockState State { get; } = state;

    /// <summary>For a member reference or a call: the object that it is on. Null for a static one.</summary>
    public AccessPath? Receiver { get; init; }

    /// <summary>For a call: the values of the arguments, in the order of the parameters; null where unknown.</summary>
    public ImmutableArray<AccessPath?> Arguments { get; init; } = ImmutableArray<AccessPath?>.Empty;

    /// <summary>What the operation gives: a local's value, the object that a call returned.</summary>
    public AccessPath? Value { get; init; }

    /// <summary>For a reference to a member or variable.</summary>
    public Touch Touch { get; init; }

    /// <summary>The gates that the operation acquires, tries to acquire or releases.</summary>
    public ImmutableArray<LockEffect> Effects { get; init; } = ImmutableArray<LockEffect>.Empty;
}
