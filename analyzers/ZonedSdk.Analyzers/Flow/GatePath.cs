using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace ZonedSdk.Analyzers.Flow;

/// <summary>The text of an attribute, resolved to symbols: where it begins, and the members that lead to the gate.</summary>
/// <param name="Text">As written.</param>
/// <param name="Root">The instance, a parameter or a type.</param>
/// <param name="Parameter">For a path that begins at a parameter of the annotated member.</param>
/// <param name="Links">The members; the last one is the gate, unless a parameter or the instance itself is.</param>
/// <param name="Error">Why the path cannot be used; <see cref="GatePathError.None"/> where it can.</param>
internal sealed record GatePath(string Text, GatePathRoot Root, IParameterSymbol? Parameter, ImmutableArray<ISymbol> Links, GatePathError Error)
{
    /// <summary>Resolves at all: a path that is only not readonly still names its gate.</summary>
    public bool IsUsable => Error is GatePathError.None or GatePathError.NotReadonly;

    public ISymbol? Gate => Links.IsEmpty ? Parameter : Links[Links.Length - 1];

    public bool Equals(GatePath? other) =>
        other is not null && Text == other.Text && Root == other.Root && SymbolEqualityComparer.Default.Equals(Parameter, other.Parameter)
        && Links.SequenceEqual(other.Links, SymbolEqualityComparer.Default);

    public override int GetHashCode() => Text.GetHashCode();
}
