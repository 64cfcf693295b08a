using System.Collections.Immutable;
using ZonedSdk.Analyzers.Flow;

namespace ZonedSdk.Analyzers.Ownership;

/// <summary>What is known at one point: which variables hold owned values, and what became of each. Immutable.</summary>
internal sealed class OwnerState : IEquatable<OwnerState>
{
    public static readonly OwnerState Empty = new();
    public static readonly ValueSet<OwnedRef> Nothing = ValueSet<OwnedRef>.Empty;

    // By local, parameter or capture.
    private PersistentMap<object, ValueSet<OwnedRef>> _variables = PersistentMap<object, ValueSet<OwnedRef>>.Empty;

    // By origin. What is absent does not exist on this path.
    private PersistentMap<object, Owned> _values = PersistentMap<object, Owned>.Empty;

    // Those of the values that are still to be ended, or that a member shows.
    private PersistentMap<object, Owned> _open = PersistentMap<object, Owned>.Empty;

    // Which variables may hold a value: it follows from the rest and says at most too much.
    private PersistentMap<object, ValueSet<object>> _holders = PersistentMap<object, ValueSet<object>>.Empty;

    // Values that a variable has let go of since the last sweep.
    private ImmutableHashSet<object> _loose = ImmutableHashSet<object>.Empty;

    private OwnerState()
    {
    }

    private OwnerState(OwnerState other)
    {
        _variables = other._variables;
        _values = other._values;
        _open = other._open;
        _holders = other._holders;
        _loose = other._loose;
        Facts = other.Facts;
    }

    /// <summary>What went wrong on the way here.</summary>
    public ImmutableHashSet<OwnerFact> Facts { get; private set; } = ImmutableHashSet<OwnerFact>.Empty;

    public bool HasValues => _values.Count > 0;

    public bool HasVariables => _variables.Count > 0;

    /// <summary>The values that are still to be ended, or that a member shows, with their origins.</summary>
    public IEnumerable<KeyValuePair<object, Owned>> Open => _open.Entries;

    /// <summary>Origins of what the operation that is being walked has made, or a variable has let go of, and no variable has.</summary>
    public IEnumerable<object> Nameless => _loose.Where(o => !IsHeld(o));

    public ValueSet<OwnedRef> In(object variable) => _variables.Find(variable) ?? Nothing;

    public Owned? Find(object origin) => _values.Find(origin);

    public OwnerState WithVariable(object variable, ValueSet<OwnedRef> refs)
    {
        var state = new OwnerState(this);
        state.Put(variable, refs);
        return state;
    }

    public OwnerState WithValue(object origin, Owned value)
    {
        var state = new OwnerState(this);
        state.Put(origin, value);
        return state;
    }

    public OwnerState WithFact(OwnerFact fact) => new(this) { Facts = Facts.Add(fact) };

    /// <summary>The origin is evaluated: what it made in the round before of a loop can no longer be told from what it makes now.</summary>
    public OwnerState Begin(object origin, Holdings form)
    {
        var state = new OwnerState(this) { _loose = _loose.Add(origin) };
        foreach (object variable in _holders.Find(origin) ?? ValueSet<object>.Empty)
        {
            state.Put(variable, In(variable).Where(r => !r.Origin.Equals(origin)));
        }

        state.Put(origin, new Owned(form));
        return state;
    }

    /// <summary>What nothing refers to any more and should have been ended is lost.</summary>
    public OwnerState Sweep()
    {
        if (_loose.IsEmpty)
        {
            return this;
        }

        var state = new OwnerState(this) { _loose = ImmutableHashSet<object>.Empty };
        foreach (object origin in _loose)
        {
            if (Find(origin) is { } value && !IsHeld(origin))
            {
                state.Facts = LeakOf(origin, value) is { } leak ? state.Facts.Add(leak) : state.Facts;
                state._values = state._values.Remove(origin);
                state._open = state._open.Remove(origin);
            }
        }

        return state;
    }

    /// <summary>What is to be said of a value that nobody can end any more; null where nothing is.</summary>
    public static OwnerFact? LeakOf(object origin, Owned value) =>
        value.IsDue ? new OwnerFact(value.IsDueForSure ? OwnerFactKind.Leaked : OwnerFactKind.LeakedOnSomePaths, origin, null) : null;

    public OwnerState Without(IEnumerable<object> variables)
    {
        OwnerState state = this;
        foreach (object variable in variables)
        {
            state = _variables.Find(variable) is null ? state : state.WithVariable(variable, Nothing);
        }

        return state;
    }

    /// <summary>As an exception sees it that an operation throws: what it was to make does not exist then, and of what it was to do is told what became of each.</summary>
    public OwnerState ThrownOut(OwnerState after, Func<Owned, Owned, Owned> choose)
    {
        var state = new OwnerState(this);
        foreach (Difference<object, Owned> value in _values.Compare(after._values))
        {
            if (value is { Left: { } before, Right: { } then })
            {
                state.Put(value.Key, choose(before, then));
            }
            else if (value.Left is not null)
            {
                state._values = state._values.Remove(value.Key);
                state._open = state._open.Remove(value.Key);
            }
        }

        return state;
    }

    public OwnerState Join(OwnerState other, OwnerState? covered)
    {
        FlowWork.CountJoin();
        if (ReferenceEquals(this, other) || ReferenceEquals(covered, other))
        {
            return this;
        }

        OwnerState known = covered ?? this;
        var joined = new OwnerState(this) { Facts = Facts.Union(other.Facts), _loose = _loose.Union(other._loose) };
        foreach (Difference<object, Owned> value in known._values.Compare(other._values))
        {
            joined.Put(value.Key, Owned.Join(Find(value.Key), value.Right)!);
        }

        foreach (Difference<object, ValueSet<OwnedRef>> variable in known._variables.Compare(other._variables))
        {
            joined.Put(variable.Key, In(variable.Key).Union(variable.Right ?? Nothing));
        }

        return joined;
    }

    public bool Equals(OwnerState? other) =>
        other is not null && (ReferenceEquals(this, other)
            || (_variables.Equals(other._variables) && _values.Equals(other._values) && (ReferenceEquals(Facts, other.Facts) || Facts.SetEquals(other.Facts))));

    public override bool Equals(object? obj) => Equals(obj as OwnerState);

    public override int GetHashCode() => (_variables.GetHashCode() * 31) ^ _values.GetHashCode();

    private bool IsHeld(object origin) => _holders.Find(origin)?.Any(v => In(v).Contains(new OwnedRef(origin, false))) == true;

    // These change a state that nobody else has seen yet.
    private void Put(object variable, ValueSet<OwnedRef> refs)
    {
        foreach (OwnedRef gone in In(variable))
        {
            _loose = refs.Contains(gone) ? _loose : _loose.Add(gone.Origin);
        }

        _variables = refs.IsEmpty ? _variables.Remove(variable) : _variables.Set(variable, refs);
        foreach (OwnedRef held in refs)
        {
            _holders = _holders.Set(held.Origin, (_holders.Find(held.Origin) ?? ValueSet<object>.Empty).Add(variable));
        }
    }

    private void Put(object origin, Owned value)
    {
        _values = _values.Set(origin, value);
        _open = (value.Is & (Holdings.Live | Holdings.Pending | Holdings.Stored)) == 0 ? _open.Remove(origin) : _open.Set(origin, value);
    }
}
