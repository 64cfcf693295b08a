using Microsoft.CodeAnalysis;

namespace ZonedSdk.Analyzers.Flow;

/// <summary>What a ref local points into.</summary>
/// <param name="Member">The guarded member, or the member of a guard that gave the reference.</param>
/// <param name="Gate">The gate without which it must not be used.</param>
internal sealed record GuardedRef(ISymbol Member, AccessPath Gate)
{
    public bool Equals(GuardedRef? other) =>
        other is not null && SymbolEqualityComparer.Default.Equals(Member, other.Member) && Gate.Equals(other.Gate);

    public override int GetHashCode() => Gate.GetHashCode();
}
