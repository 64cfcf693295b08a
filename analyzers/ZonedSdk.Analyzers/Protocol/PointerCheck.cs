using Microsoft.CodeAnalysis;
using ZonedSdk.Analyzers.Flow;

namespace ZonedSdk.Analyzers.Protocol;

/// <summary>A condition on a write pointer that decided the way here.</summary>
/// <param name="Pointer">The pointer.</param>
/// <param name="Condition">The condition.</param>
/// <param name="Truth">How it came out.</param>
/// <param name="Region">The region in which the pointer was read.</param>
/// <param name="IsOver">That region is over.</param>
internal sealed record PointerCheck(PointerKey Pointer, IOperation Condition, bool Truth, AcquireSite Region, bool IsOver);
