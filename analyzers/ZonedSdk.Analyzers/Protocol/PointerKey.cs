using Microsoft.CodeAnalysis;
using ZonedSdk.Analyzers.Flow;

namespace ZonedSdk.Analyzers.Protocol;

/// <summary>One write pointer.</summary>
/// <param name="Member">The annotated field or property.</param>
/// <param name="Gate">The gate that guards it, on this instance.</param>
internal sealed record PointerKey(ISymbol Member, AccessPath Gate)
{
    public bool Equals(PointerKey? other) => other is not null && SymbolEqualityComparer.Default.Equals(Member, other.Member) && Gate.Equals(other.Gate);

    public override int GetHashCode() => (SymbolEqualityComparer.Default.GetHashCode(Member) * 31) + Gate.GetHashCode();
}
