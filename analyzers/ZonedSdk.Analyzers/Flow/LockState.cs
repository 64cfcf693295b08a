using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace ZonedSdk.Analyzers.Flow;

/// <summary>What is known at one point of a body: the gates held, and the values that name them. Immutable; a change makes a new state.</summary>
internal sealed partial class LockState : IEquatable<LockState>
{
    public static readonly LockState Empty = new();

    private LockState()
    {
    }

    private LockState(LockState other)
    {
        Held = other.Held;
        Heap = other.Heap;
        _variables = other._variables;
        _stored = other._stored;
        _bindings = other._bindings;
        _published = other._published;
        _refs = other._refs;
        _users = other._users;
    }

    public ImmutableDictionary<GateKey, HeldGate> Held { get; private set; } = ImmutableDictionary<GateKey, HeldGate>.Empty;

    /// <summary>The last point at which code elsewhere could have changed a field; null: not since the beginning.</summary>
    public AccessRoot? Heap { get; private set; }

    /// <summary>What guards, results of tries and tasks of acquiring calls say about gates.</summary>
    public IEnumerable<LockBinding> Bindings => _bindings.Entries.Select(static e => e.Value);

    /// <summary>The gate is held, in this mode or a stronger one, on every path.</summary>
    public bool Holds(AccessPath gate, LockMode atLeast) => Find(gate, atLeast) is { Must: > 0 };

    /// <summary>The gate as it is held in this mode or a stronger one; null when no path holds it.</summary>
    public HeldGate? Find(AccessPath gate, LockMode atLeast)
    {
        HeldGate? found = null;
        for (LockMode mode = atLeast; mode <= LockMode.Exclusive; mode++)
        {
            if (Held.TryGetValue(new GateKey(gate, mode), out HeldGate? held) && (found is null || held.Must > found.Must))
            {
                found = held;
            }
        }

        return found;
    }

    /// <summary>The lock region that a point belongs to: the one site at which the gate was acquired. Null when not held on every path, or when regions meet here.</summary>
    public AcquireSite? RegionOf(AccessPath gate) =>
        Find(gate, LockMode.Read) is { Must: > 0, Sites.Length: 1 } held ? held.Sites[0] : null;

    /// <summary>What a local, parameter or capture contains; null where it contains what it did on entry.</summary>
    public AccessPath? ValueOf(AccessRoot variable) => _variables.Find(variable);

    /// <summary>What this body stored into a member; null where that is not known any more.</summary>
    public AccessPath? StoredIn(AccessPath owner, ISymbol member) =>
        _stored.Find(AccessRoot.Variable(member)) is { } stored && stored.Owner.Equals(owner) ? stored.Value : null;

    public LockBinding? BindingOf(AccessPath value) => value.IsRoot ? BindingOf(value.Root) : null;

    public LockBinding? BindingOf(AccessRoot value) => _bindings.Find(value);

    /// <summary>What a ref local points into, where a gate guards that.</summary>
    public GuardedRef? RefOf(ILocalSymbol local) => _refs.Find(AccessRoot.Variable(local));

    /// <summary>An object that this body created and nobody else knows.</summary>
    public bool IsFresh(AccessPath value) => value.Root.Kind == AccessRootKind.Created && _published.Find(value.Root) is null;

    public LockState Acquire(GateKey gate, AcquireSite site)
    {
        HeldGate held = Held.TryGetValue(gate, out HeldGate? before) ? before.Acquire(site) : new HeldGate(1, 1, ImmutableArray.Create(site));
        return WithHeld(Held.SetItem(gate, held));
    }

    public LockState Release(GateKey gate)
    {
        if (!Held.TryGetValue(gate, out HeldGate? held))
        {
            return this;
        }

        return WithHeld(held.Release() is { } rest ? Held.SetItem(gate, rest) : Held.Remove(gate));
    }

    /// <summary>A condition was found true: the gate is held by this site on every path that comes this way.</summary>
    public LockState Confirm(GateKey gate)
    {
        return Held.TryGetValue(gate, out HeldGate? held) && held.Must < held.May ? WithHeld(Held.SetItem(gate, held with { Must = held.May })) : this;
    }

    /// <summary>The gate is said to be held. That needs no release; and what a flag of long ago says of a gate that no path holds any more, counts for nothing.</summary>
    public LockState Observe(GateKey gate, AcquireSite site) =>
        Held.ContainsKey(gate) ? Confirm(gate) : site.IsEntry ? Acquire(gate, site) : this;

    /// <summary>The gate is said not to be held: the paths that hold it do not lead here. What all paths say, stands.</summary>
    public LockState Deny(GateKey gate) => Held.TryGetValue(gate, out HeldGate? held) && held.Must == 0 ? WithHeld(Held.Remove(gate)) : this;

    public LockState WithHeld(ImmutableDictionary<GateKey, HeldGate> held) => ReferenceEquals(held, Held) ? this : new(this) { Held = held };

    public LockState WithValue(AccessRoot variable, AccessPath value)
    {
        PersistentMap<AccessRoot, AccessPath> variables = _variables.Set(variable, value);
        return ReferenceEquals(variables, _variables) ? this : new(this) { _variables = variables, _users = UsedBy(variable, value.Root) };
    }

    public LockState WithStored(AccessPath owner, ISymbol member, AccessPath value)
    {
        var place = AccessRoot.Variable(member);
        return new(this) { _stored = _stored.Set(place, new StoredValue(owner, value)), _users = UsedBy(place, value.Root) };
    }

    public LockState WithBinding(AccessRoot value, LockBinding binding)
    {
        var state = new LockState(this) { _bindings = _bindings.Set(value, binding) };
        foreach (GateKey gate in binding.Gates)
        {
            state._users = state.UsedBy(value, gate.Path.Root);
        }

        return state;
    }

    public LockState WithPublished(AccessRoot root) => new(this) { _published = _published.Set(root, root) };

    public LockState WithRef(ILocalSymbol local, GuardedRef? target)
    {
        var variable = AccessRoot.Variable(local);
        return new(this) { _refs = target is null ? _refs.Remove(variable) : _refs.Set(variable, target) };
    }

    /// <summary>Code elsewhere ran: fields that can change may have.</summary>
    public LockState WithForeignCode(IOperation call) =>
        new(this) { Heap = AccessRoot.Result(call), _stored = PersistentMap<AccessRoot, StoredValue>.Empty };

    /// <summary>An operation in a loop makes its value again: what its last value named is the previous one from now on.</summary>
    public LockState Retire(AccessRoot root)
    {
        AccessPath Aged(AccessPath path) => path.Root.Equals(root) ? path.WithRoot(AccessRoot.Previous(root)) : path;

        LockState state = this;
        foreach (KeyValuePair<GateKey, HeldGate> entry in Held)
        {
            if (entry.Key.Path.Root.Equals(root))
            {
                state = state.WithHeld(state.Held.Remove(entry.Key).SetItem(entry.Key with { Path = Aged(entry.Key.Path) }, entry.Value));
            }
        }

        if (_users.Find(root) is { } users)
        {
            state = new(state) { _users = _users.Remove(root) };
            foreach (AccessRoot user in users)
            {
                state.Age(user, Aged);
            }
        }

        if (state._bindings.Find(root) is { } own)
        {
            state = new(state) { _bindings = state._bindings.Remove(root) };
            state = state.WithBinding(AccessRoot.Previous(root), own);
        }

        return _published.Find(root) is null ? state : new(state) { _published = _published.Remove(root) };
    }

    // Only on a state that nobody else has seen yet.
    private void Age(AccessRoot user, Func<AccessPath, AccessPath> aged)
    {
        if (_variables.Find(user) is { } value)
        {
            _variables = _variables.Set(user, aged(value));
        }

        if (_stored.Find(user) is { } stored)
        {
            _stored = _stored.Set(user, stored with { Value = aged(stored.Value) });
        }

        if (_bindings.Find(user) is { } binding)
        {
            _bindings = _bindings.Set(user, binding with { Gates = binding.Gates.Select(g => g with { Path = aged(g.Path) }).ToImmutableArray() });
        }
    }

    private PersistentMap<AccessRoot, ImmutableHashSet<AccessRoot>> UsedBy(AccessRoot user, AccessRoot root) =>
        root.IsMadeAgain ? _users.Set(root, (_users.Find(root) ?? s_nobody).Add(user)) : _users;
}
