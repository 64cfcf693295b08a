using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace ZonedSdk.Analyzers.Protocol;

/// <summary>What one kind of path owes, with the values of flags by which it is told from other paths.</summary>
internal sealed record ObligationWorld
{
    public static readonly ObligationWorld Start = new();

    /// <summary>Advances whose I/O is not issued yet, by the advancing operation.</summary>
    public ImmutableDictionary<IOperation, PointerEvent> Open { get; init; } = ImmutableDictionary<IOperation, PointerEvent>.Empty;

    /// <summary>By the issuing call.</summary>
    public ImmutableDictionary<IOperation, Obligation> Owed { get; init; } = ImmutableDictionary<IOperation, Obligation>.Empty;

    /// <summary>Locals with known values: constants, and <see cref="ObligationState.Something"/> for what is not null.</summary>
    public ImmutableDictionary<ISymbol, object?> Flags { get; init; } = ImmutableDictionary.Create<ISymbol, object?>(SymbolEqualityComparer.Default);

    /// <summary>The same debts.</summary>
    public bool OwesAs(ObligationWorld other) => Same(Open, other.Open) && Same(Owed, other.Owed);

    public bool Equals(ObligationWorld? other) => other is not null && OwesAs(other) && Same(Flags, other.Flags);

    public override int GetHashCode() => (Open.Count * 31) + Owed.Count;

    public ObligationWorld With(IOperation issue, Obligation owed) => this with { Owed = Owed.SetItem(issue, owed) };

    private static bool Same<TKey, TValue>(ImmutableDictionary<TKey, TValue> left, ImmutableDictionary<TKey, TValue> right)
        where TKey : notnull =>
        ReferenceEquals(left, right) || (left.Count == right.Count && left.All(e => right.TryGetValue(e.Key, out TValue? value) && Equals(e.Value, value)));
}
