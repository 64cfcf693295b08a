using Microsoft.CodeAnalysis;

namespace ZonedSdk.Analyzers.Flow;

/// <summary>One step of an access path: a member, or an array element by the value of its index.</summary>
/// <param name="Member">Null for an array element.</param>
/// <param name="Index">The index's value, for an array element.</param>
/// <param name="Version">For a member that may change: the last point at which it could have. Null for one that cannot.</param>
internal readonly record struct PathLink(ISymbol? Member, AccessPath? Index, AccessRoot? Version)
{
    public bool Equals(PathLink other) =>
        SymbolEqualityComparer.Default.Equals(Member, other.Member) && Equals(Index, other.Index) && Equals(Version, other.Version);

    public override int GetHashCode() =>
        (Member is null ? 17 : SymbolEqualityComparer.Default.GetHashCode(Member)) ^ (Index?.GetHashCode() ?? 0) ^ ((Version?.GetHashCode() ?? 0) * 7);

    /// <summary>The same member or index, whatever happened in between.</summary>
    public bool IsSameStep(PathLink other) =>
        SymbolEqualityComparer.Default.Equals(Member, other.Member) && Equals(Index, other.Index);
}
