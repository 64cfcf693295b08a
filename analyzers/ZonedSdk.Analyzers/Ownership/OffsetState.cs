using Microsoft.CodeAnalysis.Operations;
using ZonedSdk.Analyzers.Flow;

namespace ZonedSdk.Analyzers.Ownership;

/// <summary>Which variables contain which assigned offsets, or the tasks that give them. Immutable.</summary>
/// <param name="Variables">By local or capture.</param>
internal sealed record OffsetState(PersistentMap<object, ValueSet<IInvocationOperation>> Variables)
{
    public static readonly ValueSet<IInvocationOperation> Nothing = ValueSet<IInvocationOperation>.Empty;
    public static readonly OffsetState Empty = new(PersistentMap<object, ValueSet<IInvocationOperation>>.Empty);

    public ValueSet<IInvocationOperation> In(object variable) => Variables.Find(variable) ?? Nothing;

    public OffsetState With(object variable, ValueSet<IInvocationOperation> offsets) =>
        new(offsets.IsEmpty ? Variables.Remove(variable) : Variables.Set(variable, offsets));

    public OffsetState Join(OffsetState other, OffsetState? covered) => ReferenceEquals(this, other)
        ? this
        : new((covered ?? this).Variables.Compare(other.Variables).Aggregate(Variables, (all, e) => e.Right is { } right ? all.Set(e.Key, In(e.Key).Union(right)) : all));
}
