using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace ZonedSdk.Analyzers.Flow;

/// <content>Where paths meet, and when two states are the same.</content>
internal sealed partial class LockState
{
    /// <summary>What holds where two paths meet.</summary>
    /// <param name="other">The state that arrives; this one is what was known at the block.</param>
    /// <param name="block">The number of the block where they meet.</param>
    public LockState Join(LockState other, int block)
    {
        if (ReferenceEquals(this, other))
        {
            return this;
        }

        // A variable that met here before and changed since: what was named after the meeting is the value of the round before.
        LockState arriving = other.Retire(root => root.IsMergedAt(block) && other.ValueOf(new AccessPath(root.MergedVariable!))?.Root.Equals(root) != true);
        ImmutableDictionary<AccessPath, AccessPath> values = JoinValues(arriving, block);
        ImmutableDictionary<AccessRoot, LockBinding> bindings = BindMerged(JoinBindings(arriving), values, arriving, block);
        ImmutableHashSet<AccessRoot> published = ReferenceEquals(Published, arriving.Published) ? Published : Published.Union(arriving.Published);
        return new LockState
        {
            Held = JoinHeld(arriving),
            Values = values,
            Bindings = bindings,
            Published = published,
            Refs = JoinRefs(arriving),
            Heap = Equals(Heap, arriving.Heap) ? Heap : AccessRoot.Merged(AccessRoot.This, block),
        };
    }

    public bool Equals(LockState? other) =>
        other is not null && (ReferenceEquals(this, other)
            || (Same(Held, other.Held) && Same(Values, other.Values) && Same(Bindings, other.Bindings) && Same(Refs, other.Refs)
                && Equals(Heap, other.Heap) && (ReferenceEquals(Published, other.Published) || Published.SetEquals(other.Published))));

    public override bool Equals(object? obj) => Equals(obj as LockState);

    public override int GetHashCode() => (Held.Count * 31) + Values.Count;

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

    private ImmutableDictionary<AccessPath, AccessPath> JoinValues(LockState other, int block)
    {
        if (ReferenceEquals(Values, other.Values))
        {
            return Values;
        }

        ImmutableDictionary<AccessPath, AccessPath> joined = Values;
        foreach (KeyValuePair<AccessPath, AccessPath> entry in Values)
        {
            AccessPath? right = other.ValueOf(entry.Key);
            if (!entry.Value.Equals(right))
            {
                joined = Put(joined, entry.Key, JoinValue(entry.Key, entry.Value, right, other, block));
            }
        }

        foreach (KeyValuePair<AccessPath, AccessPath> entry in other.Values)
        {
            if (!Values.ContainsKey(entry.Key))
            {
                joined = Put(joined, entry.Key, JoinValue(entry.Key, null, entry.Value, other, block));
            }
        }

        return joined;
    }

    // A field that is known on one side only is read anew; a variable that only one side has set is out of scope on the other or keeps its first value.
    private static ImmutableDictionary<AccessPath, AccessPath> Put(ImmutableDictionary<AccessPath, AccessPath> values, AccessPath location, AccessPath? value) =>
        value is null ? values.Remove(location) : values.SetItem(location, value);

    private AccessPath? JoinValue(AccessPath location, AccessPath? left, AccessPath? right, LockState other, int block)
    {
        if (!location.IsRoot)
        {
            return null;
        }

        // "Not acquired" on one path and "whatever the call said" on the other is "whatever the call said": the flag and the gate belong together.
        if (left is not null && right is not null)
        {
            if (IsNothing(left) && other.Speaks(right) && !Bindings.ContainsKey(right.Root))
            {
                return right;
            }

            if (IsNothing(right) && Speaks(left) && !other.Bindings.ContainsKey(left.Root))
            {
                return left;
            }
        }

        return new AccessPath(AccessRoot.Merged(location.Root, block));
    }

    // bool taken = quick ? gate.TryEnter() : gate.TryEnter(time): whichever call it was, the variable speaks for the gate.
    private ImmutableDictionary<AccessRoot, LockBinding> BindMerged(
        ImmutableDictionary<AccessRoot, LockBinding> bindings, ImmutableDictionary<AccessPath, AccessPath> values, LockState arriving, int block)
    {
        foreach (KeyValuePair<AccessPath, AccessPath> entry in bindings.IsEmpty ? ImmutableDictionary<AccessPath, AccessPath>.Empty : values)
        {
            // A third way that says something else takes back what two of them agreed on.
            bool isMerged = entry.Value.IsRoot && entry.Value.Root.IsMergedAt(block);
            if (!isMerged || ValueOf(entry.Key) is not { } left || arriving.ValueOf(entry.Key) is not { } right || left.Equals(right))
            {
                continue;
            }

            bindings = BindingOf(left) is { Form: BindingForm.Condition, Status: BindingStatus.Pending } first
                && arriving.BindingOf(right) is { Form: BindingForm.Condition, Status: BindingStatus.Pending } second
                && first.IsNegated == second.IsNegated && first.Gates.SequenceEqual(second.Gates)
                ? bindings.SetItem(entry.Value.Root, first with { Guard = null })
                : bindings.Remove(entry.Value.Root);
        }

        return bindings;
    }

    private bool Speaks(AccessPath value) => BindingOf(value) is { Form: BindingForm.Condition or BindingForm.Guard };

    private static bool IsNothing(AccessPath value) => value is { IsRoot: true, Root: { Kind: AccessRootKind.Constant, Origin: null or false } };

    private ImmutableDictionary<AccessRoot, LockBinding> JoinBindings(LockState other)
    {
        if (ReferenceEquals(Bindings, other.Bindings))
        {
            return Bindings;
        }

        ImmutableDictionary<AccessRoot, LockBinding> joined = Bindings;
        foreach (KeyValuePair<AccessRoot, LockBinding> entry in other.Bindings)
        {
            joined = joined.SetItem(entry.Key, Bindings.TryGetValue(entry.Key, out LockBinding? mine) ? LockBinding.Join(mine, entry.Value) : entry.Value);
        }

        return joined;
    }

    private ImmutableDictionary<ISymbol, GuardedRef> JoinRefs(LockState other)
    {
        ImmutableDictionary<ISymbol, GuardedRef> joined = Refs;
        foreach (KeyValuePair<ISymbol, GuardedRef> entry in other.Refs)
        {
            if (!joined.ContainsKey(entry.Key))
            {
                joined = joined.SetItem(entry.Key, entry.Value);
            }
        }

        return joined;
    }

    private static bool Same<TKey, TValue>(ImmutableDictionary<TKey, TValue> left, ImmutableDictionary<TKey, TValue> right)
        where TKey : notnull
    {
        if (ReferenceEquals(left, right))
        {
            return true;
        }

        if (left.Count != right.Count)
        {
            return false;
        }

        foreach (KeyValuePair<TKey, TValue> entry in left)
        {
            if (!right.TryGetValue(entry.Key, out TValue? value) || !Equals(entry.Value, value))
            {
                return false;
            }
        }

        return true;
    }
}
