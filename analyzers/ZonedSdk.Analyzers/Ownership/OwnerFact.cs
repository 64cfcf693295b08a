using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ZonedSdk.Analyzers.Ownership;

/// <summary>Something wrong with an owned value.</summary>
/// <param name="Kind">What.</param>
/// <param name="Origin">The call, creation or parameter that the value comes from.</param>
/// <param name="At">Where it shows; null where the body ends.</param>
/// <param name="Before">What it clashes with: the first disposal, or what ends it.</param>
internal sealed record OwnerFact(OwnerFactKind Kind, object Origin, IOperation? At, IOperation? Before = null)
{
    /// <summary>The owned type, without a task around it.</summary>
    public ITypeSymbol? TypeIn(OwnedTypes types) => Origin switch
    {
        IParameterSymbol parameter => parameter.Type,
        IArgumentOperation { Parameter: { } parameter } => parameter.Type,
        IOperation operation => types.OwnedIn(operation.Type),
        _ => null,
    };

    /// <summary>The type's name, for messages.</summary>
    public string NameIn(OwnedTypes types) => TypeIn(types)?.Name ?? "?";

    public Location Location => Origin is IOperation operation ? operation.Syntax.GetLocation() : ((ISymbol)Origin).Locations[0];
}
