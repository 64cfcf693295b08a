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
        Values = other.Values;
        Bindings = other.Bindings;
        Published = other.Published;
        Refs = other.Refs;
        Heap = other.Heap;
    }

    public ImmutableDictionary<GateKey, HeldGate> Held { get; private set; } = ImmutableDictionary<GateKey, HeldGate>.Empty;

    /// <summary>What locals, captures and changeable fields are known to contain; what is absent contains what it did on entry.</summary>
    public ImmutableDictionary<AccessPath, AccessPath> Values { get; private set; } = ImmutableDictionary<AccessPath, AccessPath>.Empty;

    public ImmutableDictionary<AccessRoot, LockBinding> Bindings { get; private set; } = ImmutableDictionary<AccessRoot, LockBinding>.Empty;

    /// <summary>Objects created here that others may know by now.</summary>
    public ImmutableHashSet<AccessRoot> Published { get; private set; } = ImmutableHashSet<AccessRoot>.Empty;

    /// <summary>Ref locals that point into guarded state.</summary>
    public ImmutableDictionary<ISymbol, GuardedRef> Refs { get; private set; } = ImmutableDictionary.Create<ISymbol, GuardedRef>(SymbolEqualityComparer.Default);

    /// <summary>The last point at which code elsewhere could have changed a field; null: not since the beginning.</summary>
    public AccessRoot? Heap { get; private set; }

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

    public AccessPath? ValueOf(AccessPath location) => Values.TryGetValue(location, out AccessPath? value) ? value : null;

    public LockBinding? BindingOf(AccessPath value) =>
        value.IsRoot && Bindings.TryGetValue(value.Root, out LockBinding? binding) ? binding : null;

    /// <summary>An object that this body created and nobody else knows.</summary>
    public bool IsFresh(AccessPath value) => value.Root.Kind == AccessRootKind.Created && !Published.Contains(value.Root);

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

    public LockState WithHeld(ImmutableDictionary<GateKey, HeldGate> held) => ReferenceEquals(held, Held) ? this : new(this) { Held = held };

    public LockState WithValue(AccessPath location, AccessPath value) =>
        Values.TryGetValue(location, out AccessPath? old) && old.Equals(value) ? this : new(this) { Values = Values.SetItem(location, value) };

    public LockState WithBinding(AccessRoot value, LockBinding binding) => new(this) { Bindings = Bindings.SetItem(value, binding) };

    public LockState WithPublished(AccessRoot root) =>
        Published.Contains(root) ? this : new(this) { Published = Published.Add(root) };

    public LockState WithRef(ISymbol local, GuardedRef? target) =>
        new(this) { Refs = target is null ? Refs.Remove(local) : Refs.SetItem(local, target) };

    /// <summary>Code elsewhere ran: fields that can change may have.</summary>
    public LockState WithForeignCode(IOperation call)
    {
        ImmutableDictionary<AccessPath, AccessPath> values = Values.RemoveRange(Values.Keys.Where(static location => !location.IsRoot));
        return new(this) { Heap = AccessRoot.Result(call), Values = values };
    }

    /// <summary>Control leaves the scope of these variables.</summary>
    public LockState Without(IEnumerable<AccessPath> locations)
    {
        ImmutableDictionary<AccessPath, AccessPath> values = Values.RemoveRange(locations);
        return ReferenceEquals(values, Values) ? this : new(this) { Values = values };
    }

    /// <summary>An operation in a loop makes its value again: what its last value named is the previous one from now on.</summary>
    public LockState Retire(Func<AccessRoot, bool> isOver)
    {
        AccessPath Aged(AccessPath path) => isOver(path.Root) ? path.WithRoot(AccessRoot.Previous(path.Root)) : path;

        LockState state = this;
        foreach (KeyValuePair<GateKey, HeldGate> entry in Held.Where(e => isOver(e.Key.Path.Root)))
        {
            state = state.WithHeld(state.Held.Remove(entry.Key).SetItem(entry.Key with { Path = Aged(entry.Key.Path) }, entry.Value));
        }

        foreach (KeyValuePair<AccessPath, AccessPath> entry in Values.Where(e => isOver(e.Value.Root)))
        {
            state = state.WithValue(entry.Key, Aged(entry.Value));
        }

        foreach (KeyValuePair<AccessRoot, LockBinding> entry in Bindings)
        {
            if (isOver(entry.Key) || entry.Value.Gates.Any(g => isOver(g.Path.Root)))
            {
                LockBinding aged = entry.Value with { Gates = entry.Value.Gates.Select(g => g with { Path = Aged(g.Path) }).ToImmutableArray() };
                AccessRoot root = isOver(entry.Key) ? AccessRoot.Previous(entry.Key) : entry.Key;
                state = new(state) { Bindings = state.Bindings.Remove(entry.Key).SetItem(root, aged) };
            }
        }

        return Published.Any(isOver) ? new(state) { Published = state.Published.Except(state.Published.Where(isOver)) } : state;
    }
}
