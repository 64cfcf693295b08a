using Microsoft.CodeAnalysis;

namespace ZonedSdk.Analyzers.Flow;

/// <summary>Which delegate arguments run before their call returns.</summary>
internal sealed class ImmediateCalls(ContractReader contracts)
{
    /// <summary>
    /// By annotation; and where the framework invokes it itself while the caller waits. Query operators run later, but as a rule before the
    /// statement ends: whether they do is unknown, and what is unknown is not reported.
    /// </summary>
    public bool RunsImmediately(IParameterSymbol? parameter)
    {
        if (parameter is null)
        {
            return false;
        }

        if (contracts.Of(parameter).RunsImmediately)
        {
            return true;
        }

        // What a collection takes as an element, it keeps.
        if (parameter.OriginalDefinition.Type is ITypeParameterSymbol)
        {
            return false;
        }

        INamedTypeSymbol? type = parameter.ContainingSymbol?.ContainingType;
        if (type?.ContainingNamespace?.ToDisplayString() is not { } space)
        {
            return false;
        }

        return type.Name switch
        {
            "Array" or "String" or "MemoryExtensions" or "Lazy" when space == "System" => true,
            "Enumerable" => space == "System.Linq",
            "LazyInitializer" => space == "System.Threading",
            _ => space is "System.Collections.Generic" or "System.Collections.Concurrent" or "System.Collections.Immutable",
        };
    }
}
