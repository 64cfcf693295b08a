using System.Collections.Immutable;

namespace ZonedSdk.Analyzers.Flow;

/// <content>What a state consists of, where paths meet, and when two states are the same.</content>
internal sealed partial class LockState
{
    private static readonly ImmutableHashSet<AccessRoot> s_nobody = ImmutableHashSet<AccessRoot>.Empty;

    // By local, parameter or capture.
    private PersistentMap<AccessRoot, AccessPath> _variables = PersistentMap<AccessRoot, AccessPath>.Empty;

    // By member.
    private PersistentMap<AccessRoot, StoredValue> _stored = PersistentMap<AccessRoot, StoredValue>.Empty;

    // By the value that is bound.
    private PersistentMap<AccessRoot, LockBinding> _bindings = PersistentMap<AccessRoot, LockBinding>.Empty;

    // Objects created here that others may know by now.
    private PersistentMap<AccessRoot, AccessRoot> _published = PersistentMap<AccessRoot, AccessRoot>.Empty;

    // Ref locals that point into guarded state.
    private PersistentMap<AccessRoot, GuardedRef> _refs = PersistentMap<AccessRoot, GuardedRef>.Empty;

    // Who may contain a value that can be made again. It follows from the rest and says at most too much, so that it does not count when states are compared.
    private PersistentMap<AccessRoot, ImmutableHashSet<AccessRoot>> _users = PersistentMap<AccessRoot, ImmutableHashSet<AccessRoot>>.Empty;

    /// <summary>What holds where two paths meet.</summary>
    /// <param name="other">The state that arrives; this one is what was known at the block.</param>
    /// <param name="covered">A state that this one has taken in already: where the other says the same, there is nothing to do. Null where there is none.</param>
    /// <param name="at">The place where they meet.</param>
    public LockState Join(LockState other, LockState? covered, MeetingPlace at)
    {
        FlowWork.CountJoin();
        if (ReferenceEquals(this, other) || ReferenceEquals(covered, other))
        {
            return this;
        }

        LockState known = covered ?? this;
        LockState arriving = at.IsInLoop ? RetireMerged(other, known, at) : other;
        var joined = new LockState(this)
        {
            Held = JoinHeld(arriving),
            Heap = Equals(Heap, arriving.Heap) ? Heap : AccessRoot.Merged(AccessRoot.This, at.Block),
            _stored = JoinStored(arriving, known),
            _bindings = Unite(_bindings, arriving._bindings, known._bindings, LockBinding.Join),
            _published = Unite(_published, arriving._published, known._published, static (mine, _) => mine),
            _refs = Unite(_refs, arriving._refs, known._refs, static (mine, _) => mine),
            _users = Unite(_users, arriving._users, known._users, static (mine, theirs) => mine.Union(theirs)),
        };
        foreach (Difference<AccessRoot, AccessPath> variable in known._variables.Compare(arriving._variables))
        {
            AccessPath? left = _variables.Find(variable.Key);
            if (!Equals(left, variable.Right))
            {
                joined.Put(variable.Key, JoinValue(left, variable.Right, arriving), at);
                joined.PutTry(variable.Key, left, variable.Right, this, arriving, at);
                joined.PutFlag(variable.Key, left, variable.Right, this, arriving);
            }
        }

        return joined;
    }

    public bool Equals(LockState? other) =>
        other is not null && (ReferenceEquals(this, other)
            || (IsSame(Held, other.Held) && Equals(Heap, other.Heap) && _variables.Equals(other._variables) && _stored.Equals(other._stored)
                && _bindings.Equals(other._bindings) && _refs.Equals(other._refs) && _published.Equals(other._published)));

    public override bool Equals(object? obj) => Equals(obj as LockState);

    public override int GetHashCode() => (Held.Count * 31) ^ _variables.GetHashCode() ^ (_bindings.GetHashCode() * 17);

    // A variable that met here before and changed since: what was named after the meeting is the value of the round before.
    private static LockState RetireMerged(LockState arriving, LockState known, MeetingPlace at)
    {
        LockState retired = arriving;
        foreach (Difference<AccessRoot, AccessPath> variable in known._variables.Compare(arriving._variables))
        {
            var merged = AccessRoot.Merged(variable.Key, at.Block);
            retired = variable.Right?.Root.Equals(merged) == true ? retired : retired.Retire(merged);
        }

        return retired;
    }

    private ImmutableDictionary<GateKey, HeldGate> JoinHeld(LockState other)
    {
        if (ReferenceEquals(Held, other.Held))
        {
            return Held;
        }

        ImmutableDictionary<GateKey, HeldGate> joined = Held;
        foreach (GateKey key in Held.Keys.Concat(other.Held.Keys))
        {
            Held.TryGetValue(key, out HeldGate? left);
            other.Held.TryGetValue(key, out HeldGate? right);
            joined = joined.SetItem(key, HeldGate.Join(left, right)!);
        }

        return joined;
    }

    // A variable that only one side has set keeps its first value on the other, or is out of scope by now.
    private void Put(AccessRoot variable, AccessPath? value, MeetingPlace at)
    {
        if (!at.IsInScope(variable))
        {
            _variables = _variables.Remove(variable);
            return;
        }

        AccessPath met = value ?? new AccessPath(AccessRoot.Merged(variable, at.Block));
        _variables = _variables.Set(variable, met);
        _users = UsedBy(variable, met.Root);
    }

    // bool taken = quick ? gate.TryEnter() : gate.TryEnter(time): whichever call it was, the variable speaks for the gate.
    private void PutTry(AccessRoot variable, AccessPath? left, AccessPath? right, LockState mine, LockState arriving, MeetingPlace at)
    {
        var merged = AccessRoot.Merged(variable, at.Block);
        if (left is null || right is null || _variables.Find(variable) is not { IsRoot: true } met || !met.Root.Equals(merged))
        {
            return;
        }

        if (mine.BindingOf(left) is { Form: BindingForm.Condition, Status: BindingStatus.Pending } first
            && arriving.BindingOf(right) is { Form: BindingForm.Condition, Status: BindingStatus.Pending } second
            && first.IsNegated == second.IsNegated && first.Gates.SequenceEqual(second.Gates))
        {
            _bindings = _bindings.Set(merged, first with { Guard = null });
            foreach (GateKey gate in first.Gates)
            {
                _users = UsedBy(merged, gate.Path.Root);
            }
        }
        else if (_bindings.Find(merged) is { Status: BindingStatus.Pending })
        {
            // A third way that says something else takes back what two of them agreed on.
            _bindings = _bindings.Remove(merged);
        }
    }

    // True where a lock was taken and false where it was not, or the other way round: from here on the variable tells.
    private void PutFlag(AccessRoot variable, AccessPath? left, AccessPath? right, LockState mine, LockState arriving)
    {
        if (TruthOf(left) is not { } truthHere || TruthOf(right) is not { } truthThere || truthHere == truthThere || _variables.Find(variable) is not { } met)
        {
            return;
        }

        foreach (GateKey gate in Held.Keys)
        {
            bool isHere = mine.Held.TryGetValue(gate, out HeldGate? here);
            bool isThere = arriving.Held.TryGetValue(gate, out HeldGate? there);
            HeldGate? held = here ?? there;
            if (isHere != isThere && held is { Must: > 0 })
            {
                bool whenHeld = isHere ? truthHere : truthThere;
                _bindings = _bindings.Set(met.Root, new LockBinding(BindingForm.Condition, ImmutableArray.Create(gate), held.Sites[0], BindingStatus.Told) { IsNegated = !whenHeld });
                _users = UsedBy(met.Root, gate.Path.Root);
                return;
            }
        }
    }

    private static bool? TruthOf(AccessPath? value) => value is { IsRoot: true, Root: { Kind: AccessRootKind.Constant, Origin: bool truth } } ? truth : null;

    // "Not acquired" on one path and "whatever the call said" on the other is "whatever the call said": the flag and the gate belong together.
    private AccessPath? JoinValue(AccessPath? left, AccessPath? right, LockState other)
    {
        if (left is null || right is null)
        {
            return null;
        }

        return IsNothing(left) && other.Speaks(right) && BindingOf(right) is null ? right
            : IsNothing(right) && Speaks(left) && other.BindingOf(left) is null ? left
            : null;
    }

    private bool Speaks(AccessPath value) => BindingOf(value) is { Form: BindingForm.Condition or BindingForm.Guard };

    private static bool IsNothing(AccessPath value) => value is { IsRoot: true, Root: { Kind: AccessRootKind.Constant, Origin: null or false } };

    // A field of which the two sides do not know the same is read anew.
    private PersistentMap<AccessRoot, StoredValue> JoinStored(LockState other, LockState known) =>
        known._stored.Compare(other._stored).Aggregate(_stored, static (joined, field) => joined.Remove(field.Key));

    private static PersistentMap<AccessRoot, TValue> Unite<TValue>(
        PersistentMap<AccessRoot, TValue> mine, PersistentMap<AccessRoot, TValue> arriving, PersistentMap<AccessRoot, TValue> known, Func<TValue, TValue, TValue> join)
        where TValue : class
    {
        PersistentMap<AccessRoot, TValue> joined = mine;
        foreach (Difference<AccessRoot, TValue> difference in known.Compare(arriving))
        {
            if (difference.Right is { } right)
            {
                joined = joined.Set(difference.Key, mine.Find(difference.Key) is { } left ? join(left, right) : right);
            }
        }

        return joined;
    }

    private static bool IsSame(ImmutableDictionary<GateKey, HeldGate> left, ImmutableDictionary<GateKey, HeldGate> right) =>
        ReferenceEquals(left, right)
        || (left.Count == right.Count && left.All(e => right.TryGetValue(e.Key, out HeldGate? held) && e.Value.Equals(held)));
}
