using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace ZonedSdk.Analyzers.Flow;

/// <summary>A call that acquires or releases, in the one form that serves all locks.</summary>
/// <param name="IsRelease">Releases; acquires otherwise.</param>
/// <param name="Gate">The operand that is the gate, for the framework's locks.</param>
/// <param name="Paths">The gates by contract, for annotated members.</param>
/// <param name="Mode">How the gate is held.</param>
/// <param name="Kind">What sort of lock it is.</param>
/// <param name="Result">How the call tells that it acquired.</param>
/// <param name="Flag">The <c>ref bool</c> or <c>out</c> guard argument.</param>
internal sealed record LockCall(bool IsRelease, IOperation? Gate, ImmutableArray<GatePath> Paths, LockMode Mode, GateKind Kind, LockResult Result, IOperation? Flag);
