using System.Collections.Immutable;

namespace ZonedSdk.Analyzers.Ownership;

/// <summary>What is known at one point: which variables hold owned values, and what became of each. Immutable.</summary>
internal sealed record OwnerState
{
    public static readonly OwnerState Empty = new();
    public static readonly ImmutableHashSet<OwnedRef> Nothing = ImmutableHashSet<OwnedRef>.Empty;

    /// <summary>By local, parameter or capture.</summary>
    public ImmutableDictionary<object, ImmutableHashSet<OwnedRef>> Variables { get; init; } = ImmutableDictionary<object, ImmutableHashSet<OwnedRef>>.Empty;

    /// <summary>By origin. What is absent does not exist on this path.</summary>
    public ImmutableDictionary<object, Owned> Values { get; init; } = ImmutableDictionary<object, Owned>.Empty;

    /// <summary>What went wrong on the way here.</summary>
    public ImmutableHashSet<OwnerFact> Facts { get; init; } = ImmutableHashSet<OwnerFact>.Empty;

    public ImmutableHashSet<OwnedRef> In(object variable) => Variables.TryGetValue(variable, out ImmutableHashSet<OwnedRef>? refs) ? refs : Nothing;

    public OwnerState WithVariable(object variable, ImmutableHashSet<OwnedRef> refs) =>
        this with { Variables = refs.IsEmpty ? Variables.Remove(variable) : Variables.SetItem(variable, refs) };

    public OwnerState WithValue(object origin, Owned value) => this with { Values = Values.SetItem(origin, value) };

    public OwnerState WithFact(OwnerFact fact) => this with { Facts = Facts.Add(fact) };

    /// <summary>The origin is evaluated: what it made in the round before of a loop can no longer be told from what it makes now.</summary>
    public OwnerState Begin(object origin, Holdings form)
    {
        OwnerState state = this;
        foreach (KeyValuePair<object, ImmutableHashSet<OwnedRef>> variable in Variables)
        {
            ImmutableHashSet<OwnedRef> left = variable.Value.Except(variable.Value.Where(r => r.Origin.Equals(origin)));
            state = left.Count == variable.Value.Count ? state : state.WithVariable(variable.Key, left);
        }

        return state.WithValue(origin, new Owned(form));
    }

    /// <summary>What nothing refers to any more and should have been ended is lost.</summary>
    public OwnerState Sweep()
    {
        OwnerState state = this;
        foreach (KeyValuePair<object, Owned> value in Values)
        {
            if (!Variables.Values.Any(v => v.Contains(new OwnedRef(value.Key, false))))
            {
                state = LeakOf(value.Key, value.Value) is { } leak ? state.WithFact(leak) : state;
                state = state with { Values = state.Values.Remove(value.Key) };
            }
        }

        return state;
    }

    /// <summary>What is to be said of a value that nobody can end any more; null where nothing is.</summary>
    public static OwnerFact? LeakOf(object origin, Owned value) =>
        value.IsDue ? new OwnerFact(value.IsDueForSure ? OwnerFactKind.Leaked : OwnerFactKind.LeakedOnSomePaths, origin, null) : null;

    public OwnerState Without(IEnumerable<object> variables)
    {
        ImmutableDictionary<object, ImmutableHashSet<OwnedRef>> left = Variables.RemoveRange(variables);
        return ReferenceEquals(left, Variables) ? this : this with { Variables = left };
    }

    public OwnerState Join(OwnerState other)
    {
        if (ReferenceEquals(this, other))
        {
            return this;
        }

        ImmutableDictionary<object, ImmutableHashSet<OwnedRef>> variables = Variables;
        foreach (KeyValuePair<object, ImmutableHashSet<OwnedRef>> entry in other.Variables)
        {
            variables = variables.SetItem(entry.Key, In(entry.Key).Union(entry.Value));
        }

        ImmutableDictionary<object, Owned> values = Values;
        foreach (object origin in Values.Keys.Union(other.Values.Keys))
        {
            values = values.SetItem(origin, Owned.Join(Find(origin), other.Find(origin))!);
        }

        return new OwnerState { Variables = variables, Values = values, Facts = Facts.Union(other.Facts) };
    }

    public Owned? Find(object origin) => Values.TryGetValue(origin, out Owned? value) ? value : null;

    public bool Equals(OwnerState? other) =>
        other is not null && (ReferenceEquals(this, other)
            || (Variables.Count == other.Variables.Count && Values.Count == other.Values.Count && Facts.SetEquals(other.Facts)
                && Values.All(e => e.Value.Equals(other.Find(e.Key))) && Variables.All(e => e.Value.SetEquals(other.In(e.Key)))));

    public override int GetHashCode() => (Variables.Count * 31) + Values.Count;
}
