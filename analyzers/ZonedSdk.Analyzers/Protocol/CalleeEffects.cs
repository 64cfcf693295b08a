using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace ZonedSdk.Analyzers.Protocol;

/// <summary>What calling a method does, as far as its code is visible.</summary>
internal sealed record CalleeEffects
{
    public static readonly CalleeEffects None = new();

    /// <summary>I/O that is complete when the call returns: the call blocks on it.</summary>
    public IMethodSymbol? RunsIo { get; init; }

    /// <summary>What else the call blocks on.</summary>
    public ISymbol? Blocks { get; init; }

    /// <summary>I/O that is complete when the returned task is.</summary>
    public IMethodSymbol? AwaitsIo { get; init; }

    /// <summary>I/O that is issued, whenever it completes.</summary>
    public IMethodSymbol? Issues { get; init; }

    public bool Resynchronizes { get; init; }

    /// <summary>Write pointers that are compared with something.</summary>
    public ImmutableHashSet<ISymbol> Compares { get; init; } = ImmutableHashSet.Create<ISymbol>(SymbolEqualityComparer.Default);

    /// <summary>Write pointers that are moved on.</summary>
    public ImmutableHashSet<ISymbol> Advances { get; init; } = ImmutableHashSet.Create<ISymbol>(SymbolEqualityComparer.Default);
}
