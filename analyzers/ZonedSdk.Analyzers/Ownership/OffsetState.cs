using System.Collections.Immutable;
using Microsoft.CodeAnalysis.Operations;

namespace ZonedSdk.Analyzers.Ownership;

/// <summary>Which variables contain which assigned offsets, or the tasks that give them. Immutable.</summary>
internal sealed record OffsetState(ImmutableDictionary<object, ImmutableHashSet<IInvocationOperation>> Variables)
{
    public static readonly ImmutableHashSet<IInvocationOperation> Nothing = ImmutableHashSet<IInvocationOperation>.Empty;
    public static readonly OffsetState Empty = new(ImmutableDictionary<object, ImmutableHashSet<IInvocationOperation>>.Empty);

    public ImmutableHashSet<IInvocationOperation> In(object variable) =>
        Variables.TryGetValue(variable, out ImmutableHashSet<IInvocationOperation>? offsets) ? offsets : Nothing;

    public OffsetState With(object variable, ImmutableHashSet<IInvocationOperation> offsets) =>
        new(offsets.IsEmpty ? Variables.Remove(variable) : Variables.SetItem(variable, offsets));

    public OffsetState Join(OffsetState other) => ReferenceEquals(this, other)
        ? this
        : new(other.Variables.Aggregate(Variables, (all, e) => all.SetItem(e.Key, In(e.Key).Union(e.Value))));

    public bool Equals(OffsetState? other) =>
        other is not null && (ReferenceEquals(Variables, other.Variables)
            || (Variables.Count == other.Variables.Count && Variables.All(e => e.Value.SetEquals(other.In(e.Key)))));

    public override int GetHashCode() => Variables.Count;
}
