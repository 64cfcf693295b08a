using Microsoft.CodeAnalysis;

namespace ZonedSdk.Analyzers.Protocol;

/// <summary>What a path owes for I/O that it issued.</summary>
/// <param name="Pointer">The pointer that was moved for it.</param>
/// <param name="Io">The member that issued.</param>
/// <param name="Status">How the I/O stands.</param>
/// <param name="FailedAt">Where the path learned of the failure.</param>
internal sealed record Obligation(PointerKey Pointer, IMethodSymbol Io, ObligationStatus Status, SyntaxNodeOrToken FailedAt)
{
    public bool Equals(Obligation? other) => other is not null && Pointer.Equals(other.Pointer) && Status == other.Status && FailedAt.Equals(other.FailedAt);

    public override int GetHashCode() => (Pointer.GetHashCode() * 31) + (int)Status;
}
