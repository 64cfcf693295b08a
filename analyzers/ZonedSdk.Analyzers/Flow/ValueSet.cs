using System.Collections;
using System.Collections.Immutable;

namespace ZonedSdk.Analyzers.Flow;

/// <summary>A small immutable set that is equal to another one with the same elements, as a value in a state has to be.</summary>
internal sealed class ValueSet<T> : IEquatable<ValueSet<T>>, IEnumerable<T>
    where T : notnull
{
    public static readonly ValueSet<T> Empty = new(ImmutableHashSet<T>.Empty);

    private readonly ImmutableHashSet<T> _items;
    private readonly int _hash;

    private ValueSet(ImmutableHashSet<T> items)
    {
        _items = items;
        foreach (T item in items)
        {
            _hash ^= item.GetHashCode();
        }
    }

    public int Count => _items.Count;

    public bool IsEmpty => _items.IsEmpty;

    public static ValueSet<T> Of(T item) => Empty.Add(item);

    public static ValueSet<T> Of(IEnumerable<T> items) => With(items.ToImmutableHashSet());

    public bool Contains(T item) => _items.Contains(item);

    public ValueSet<T> Add(T item) => _items.Contains(item) ? this : new(_items.Add(item));

    public ValueSet<T> Union(ValueSet<T> other) => other.IsEmpty || ReferenceEquals(this, other) ? this : IsEmpty ? other : Same(_items.Union(other._items));

    public ValueSet<T> Where(Func<T, bool> isKept) => Same(_items.Except(_items.Where(i => !isKept(i))));

    public bool Equals(ValueSet<T>? other) => other is not null && (ReferenceEquals(this, other) || (_hash == other._hash && _items.SetEquals(other._items)));

    public override bool Equals(object? obj) => Equals(obj as ValueSet<T>);

    public override int GetHashCode() => _hash;

    public IEnumerator<T> GetEnumerator() => _items.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static ValueSet<T> With(ImmutableHashSet<T> items) => items.IsEmpty ? Empty : new(items);

    private ValueSet<T> Same(ImmutableHashSet<T> items) => ReferenceEquals(items, _items) ? this : With(items);
}
