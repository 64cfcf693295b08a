using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using ZonedSdk.Analyzers.Flow;

namespace ZonedSdk.Analyzers.Protocol;

/// <summary>One step that the protocol has something to say about.</summary>
/// <param name="Kind">What happens.</param>
/// <param name="Operation">Where.</param>
/// <param name="Copies">What the written value, the arguments, the condition or the stored value have from write pointers.</param>
/// <param name="Before">What is known just before.</param>
internal sealed record PointerEvent(PointerEventKind Kind, IOperation Operation, ImmutableHashSet<PointerCopy> Copies, PointerState Before)
{
    /// <summary>The pointer that is written.</summary>
    public PointerKey? Pointer { get; init; }

    /// <summary>The region of its gate; null where that is not held or regions meet.</summary>
    public AcquireSite? Region { get; init; }

    /// <summary>The value comes from a report, from the drive or is a constant: no conclusion from a pointer of before.</summary>
    public bool IsGiven { get; init; }

    /// <summary>The value that is written or stored.</summary>
    public IOperation? Value { get; init; }

    /// <summary>The member that issues, or through which it is issued.</summary>
    public IMethodSymbol? Io { get; init; }

    /// <summary>All gates held, for an issue.</summary>
    public ImmutableArray<AcquireSite> Regions { get; init; } = ImmutableArray<AcquireSite>.Empty;

    /// <summary>A callee does it.</summary>
    public bool IsThrough { get; init; }

    /// <summary>The member that a copy is stored in.</summary>
    public ISymbol? Target { get; init; }
}
