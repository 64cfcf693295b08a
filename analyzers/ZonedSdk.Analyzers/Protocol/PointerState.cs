using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using ZonedSdk.Analyzers.Flow;

namespace ZonedSdk.Analyzers.Protocol;

/// <summary>What is known of write pointers at one point of a body.</summary>
internal sealed record PointerState
{
    public static readonly PointerState Empty = new();

    public static readonly ImmutableHashSet<PointerCopy> NoCopies = ImmutableHashSet<PointerCopy>.Empty;

    /// <summary>What locals, parameters and captures have from write pointers.</summary>
    public ImmutableDictionary<object, ImmutableHashSet<PointerCopy>> Variables { get; init; } = ImmutableDictionary<object, ImmutableHashSet<PointerCopy>>.Empty;

    /// <summary>Objects one of whose members was given a copy.</summary>
    public ImmutableDictionary<AccessRoot, ImmutableHashSet<PointerCopy>> Carriers { get; init; } = ImmutableDictionary<AccessRoot, ImmutableHashSet<PointerCopy>>.Empty;

    public ImmutableHashSet<PendingIssue> Pending { get; init; } = ImmutableHashSet<PendingIssue>.Empty;

    /// <summary>Read in the present region, on some path.</summary>
    public ImmutableHashSet<PointerKey> Seen { get; init; } = ImmutableHashSet<PointerKey>.Empty;

    /// <summary>Moved in the present region, on some path.</summary>
    public ImmutableHashSet<PointerKey> Moved { get; init; } = ImmutableHashSet<PointerKey>.Empty;

    /// <summary>Compared with something in the present region, on every path.</summary>
    public ImmutableHashSet<PointerKey> Tested { get; init; } = ImmutableHashSet<PointerKey>.Empty;

    /// <summary>Conditions that came out one way on every path to here.</summary>
    public ImmutableDictionary<(PointerKey Pointer, IOperation Condition), PointerCheck> Checks { get; init; } =
        ImmutableDictionary<(PointerKey Pointer, IOperation Condition), PointerCheck>.Empty;

    /// <summary>The gates that the state was last told of: under the same ones nothing has become stale since. Says nothing of its own.</summary>
    private ImmutableDictionary<GateKey, HeldGate>? Told { get; init; }

    public ImmutableHashSet<PointerCopy> CopiesIn(object variable) => Variables.TryGetValue(variable, out ImmutableHashSet<PointerCopy>? copies) ? copies : NoCopies;

    public ImmutableHashSet<PointerCopy> CarriedBy(AccessRoot? root) => root is not null && Carriers.TryGetValue(root, out ImmutableHashSet<PointerCopy>? copies) ? copies : NoCopies;

    public PointerState WithVariable(object variable, ImmutableHashSet<PointerCopy> copies) =>
        copies.IsEmpty
            ? Variables.ContainsKey(variable) ? this with { Variables = Variables.Remove(variable) } : this
            : this with { Variables = Variables.SetItem(variable, copies) };

    public PointerState WithCarrier(AccessRoot root, ImmutableHashSet<PointerCopy> copies) =>
        copies.IsEmpty ? this : this with { Carriers = Carriers.SetItem(root, CarriedBy(root).Union(copies)) };

    /// <summary>The pointer moved: what was read of it in this region lies behind it now.</summary>
    public PointerState WithMoved(PointerKey pointer, AcquireSite? region) =>
        MapCopies(c => c.Pointer.Equals(pointer) && c.Region.Equals(region) && !c.IsStale ? c with { IsPast = true } : c) with
        {
            Moved = region is null ? Moved : Moved.Add(pointer),
            Pending = Pending.Except(Pending.Where(p => p.Pointer.Equals(pointer) && !p.IsLate)),
        };

    /// <summary>Brings in what the locks say: facts of a region that is over are stale from now on.</summary>
    public PointerState Under(LockState locks)
    {
        if (ReferenceEquals(this, Empty) || ReferenceEquals(Told, locks.Held))
        {
            return this;
        }

        PointerState state = MapCopies(c => c.IsStale || IsIn(locks, c.Pointer, c.Region) ? c : c with { IsStale = true });
        bool IsOver(PointerKey pointer) => !locks.Holds(pointer.Gate, LockMode.Read);
        return state with
        {
            Told = locks.Held,
            Pending = Map(state.Pending, p => p.IsLeft || IsIn(locks, p.Pointer, p.Region) ? p : p with { IsLeft = true }),
            Seen = state.Seen.Except(state.Seen.Where(IsOver)),
            Moved = state.Moved.Except(state.Moved.Where(IsOver)),
            Tested = state.Tested.Except(state.Tested.Where(IsOver)),
            Checks = state.Checks.SetItems(state.Checks.Where(e => !e.Value.IsOver && !IsIn(locks, e.Value.Pointer, e.Value.Region)).Select(static e => Pair(e.Key, e.Value with { IsOver = true })).ToList()),
        };
    }

    /// <summary>As code sees it that runs later, when every region of today is over.</summary>
    public PointerState Later() =>
        MapCopies(static c => c with { IsStale = true }) with
        {
            Carriers = ImmutableDictionary<AccessRoot, ImmutableHashSet<PointerCopy>>.Empty,
            Pending = Map(Pending, static p => p with { IsLeft = true }),
            Seen = Seen.Clear(),
            Moved = Moved.Clear(),
            Tested = Tested.Clear(),
            Checks = Checks.Clear(),
        };

    public PointerState MapCopies(Func<PointerCopy, PointerCopy> change)
    {
        PointerState state = this;
        foreach (KeyValuePair<object, ImmutableHashSet<PointerCopy>> entry in Variables)
        {
            ImmutableHashSet<PointerCopy> mapped = Map(entry.Value, change);
            state = ReferenceEquals(mapped, entry.Value) ? state : state with { Variables = state.Variables.SetItem(entry.Key, mapped) };
        }

        foreach (KeyValuePair<AccessRoot, ImmutableHashSet<PointerCopy>> entry in Carriers)
        {
            ImmutableHashSet<PointerCopy> mapped = Map(entry.Value, change);
            state = ReferenceEquals(mapped, entry.Value) ? state : state with { Carriers = state.Carriers.SetItem(entry.Key, mapped) };
        }

        return state;
    }

    public PointerState Join(PointerState other)
    {
        if (ReferenceEquals(this, other))
        {
            return this;
        }

        return new PointerState
        {
            Variables = Unite(Variables, other.Variables),
            Carriers = Unite(Carriers, other.Carriers),
            Pending = Pending.Union(other.Pending),
            Seen = Seen.Union(other.Seen),
            Moved = Moved.Union(other.Moved),
            Tested = Tested.Intersect(other.Tested),
            Checks = Checks.RemoveRange(Checks.Where(e => !other.Checks.TryGetValue(e.Key, out PointerCheck? check) || check.Truth != e.Value.Truth).Select(static e => e.Key).ToList()),
        };
    }

    public bool Equals(PointerState? other) =>
        other is not null && (ReferenceEquals(this, other)
            || (Same(Variables, other.Variables) && Same(Carriers, other.Carriers) && Pending.SetEquals(other.Pending) && Seen.SetEquals(other.Seen) && Moved.SetEquals(other.Moved)
                && Tested.SetEquals(other.Tested) && Checks.Count == other.Checks.Count && Checks.All(e => other.Checks.TryGetValue(e.Key, out PointerCheck? check) && check.Equals(e.Value))));

    public override int GetHashCode() => (Variables.Count * 31) + Pending.Count;

    private static bool IsIn(LockState locks, PointerKey pointer, AcquireSite region) =>
        locks.Find(pointer.Gate, LockMode.Read) is { Must: > 0 } held && held.Sites.Contains(region);

    private static ImmutableHashSet<T> Map<T>(ImmutableHashSet<T> set, Func<T, T> change)
        where T : class
    {
        ImmutableHashSet<T> mapped = set;
        foreach (T item in set)
        {
            T changed = change(item);
            mapped = ReferenceEquals(changed, item) ? mapped : mapped.Remove(item).Add(changed);
        }

        return mapped;
    }

    private static KeyValuePair<TKey, TValue> Pair<TKey, TValue>(TKey key, TValue value) => new(key, value);

    private static ImmutableDictionary<TKey, ImmutableHashSet<PointerCopy>> Unite<TKey>(ImmutableDictionary<TKey, ImmutableHashSet<PointerCopy>> left, ImmutableDictionary<TKey, ImmutableHashSet<PointerCopy>> right)
        where TKey : notnull
    {
        foreach (KeyValuePair<TKey, ImmutableHashSet<PointerCopy>> entry in right)
        {
            left = left.SetItem(entry.Key, left.TryGetValue(entry.Key, out ImmutableHashSet<PointerCopy>? mine) ? mine.Union(entry.Value) : entry.Value);
        }

        return left;
    }

    private static bool Same<TKey>(ImmutableDictionary<TKey, ImmutableHashSet<PointerCopy>> left, ImmutableDictionary<TKey, ImmutableHashSet<PointerCopy>> right)
        where TKey : notnull =>
        left.Count == right.Count && left.All(e => right.TryGetValue(e.Key, out ImmutableHashSet<PointerCopy>? other) && e.Value.SetEquals(other));
}
