using ZonedSdk.Analyzers.Flow;

namespace ZonedSdk.Analyzers.Protocol;

/// <summary>What a value has from a write pointer, and what has become of the pointer since.</summary>
/// <param name="Pointer">Which one.</param>
/// <param name="Region">The lock region in which it was read.</param>
/// <param name="Form">Number or outcome.</param>
/// <param name="IsStale">That region is over: the pointer may have moved.</param>
/// <param name="IsPast">The same region moved the pointer on: what lies between is this writer's own, a reservation.</param>
internal sealed record PointerCopy(PointerKey Pointer, AcquireSite Region, CopyForm Form, bool IsStale, bool IsPast);
