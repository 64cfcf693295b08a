using Microsoft.CodeAnalysis;
using ZonedSdk.Analyzers.Flow;

namespace ZonedSdk.Analyzers.Protocol;

/// <summary>I/O that was issued at a write pointer which has not moved past it.</summary>
/// <param name="Pointer">The pointer.</param>
/// <param name="Issue">The issuing call.</param>
/// <param name="Io">The member that issues.</param>
/// <param name="Region">The region in which the pointer was read; until it ends, the advance may still come.</param>
/// <param name="IsLeft">That region is over.</param>
/// <param name="IsAwaited">Something was awaited since.</param>
internal sealed record PendingIssue(PointerKey Pointer, IOperation Issue, IMethodSymbol Io, AcquireSite Region, bool IsLeft, bool IsAwaited)
{
    /// <summary>An advance now comes too late.</summary>
    public bool IsLate => IsLeft || IsAwaited;

    public bool Equals(PendingIssue? other) =>
        other is not null && Pointer.Equals(other.Pointer) && Issue == other.Issue && Region.Equals(other.Region) && IsLeft == other.IsLeft && IsAwaited == other.IsAwaited;

    public override int GetHashCode() => (Issue.GetHashCode() * 31) + (IsLeft ? 1 : 0) + (IsAwaited ? 2 : 0);
}
