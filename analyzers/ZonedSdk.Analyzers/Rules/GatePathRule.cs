using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using ZonedSdk.Analyzers.Flow;

namespace ZonedSdk.Analyzers.Rules;

/// <summary>ZSDK4008: an annotation names a gate that cannot be one, or a write pointer has none.</summary>
internal sealed class GatePathRule : Rule
{
    public const string Id = "ZSDK4008";

    public static readonly DiagnosticDescriptor Diagnosed = new(
        Id,
        "An annotation names no usable gate",
        "'{0}': {1}",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "A gate path begins at this, a parameter, a member or a type, leads through members that are never assigned again, and ends at something that can be locked.",
        helpLinkUri: HelpOf(Id));

    // Classes whose write pointer has no gate of its own; and the types of which every holder is seen, with whether a holder is guarded.
    private readonly ConcurrentDictionary<ISymbol, INamedTypeSymbol> _bare = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<ISymbol, bool> _holders = new(SymbolEqualityComparer.Default);

    public override DiagnosticDescriptor Descriptor => Diagnosed;

    public override void CheckSymbol(ISymbol symbol, SdkContext sdk, Reporter reporter)
    {
        CheckPaths(symbol, sdk, reporter);
        if (symbol is IMethodSymbol method)
        {
            foreach (IParameterSymbol parameter in method.Parameters)
            {
                CheckPaths(parameter, sdk, reporter);
            }
        }

        ITypeSymbol? type = (symbol as IFieldSymbol)?.Type ?? (symbol as IPropertySymbol)?.Type;
        if (type is null)
        {
            return;
        }

        Contract contract = sdk.Contracts.Of(symbol);
        bool isGuarded = contract.GuardedBy is not null;
        _holders.AddOrUpdate(type.OriginalDefinition, isGuarded, (_, others) => others && isGuarded);
        if (contract.IsWritePointer && !isGuarded && symbol.ContainingType is { TypeKind: TypeKind.Class } owner)
        {
            _bare[symbol] = owner;
        }
    }

    public override void CheckCompilation(SdkContext sdk, Reporter reporter)
    {
        foreach (KeyValuePair<ISymbol, INamedTypeSymbol> pointer in _bare)
        {
            // An object that is only ever held in guarded members is guarded as a whole, as a struct is.
            if (!_holders.TryGetValue(pointer.Value.OriginalDefinition, out bool isGuarded) || !isGuarded)
            {
                reporter.Report(
                    Diagnosed,
                    pointer.Key.Locations[0],
                    null,
                    null,
                    pointer.Key.Name,
                    $"nothing guards this write pointer; mark it GuardedBy, or every field and property that holds a '{pointer.Value.Name}'");
            }
        }
    }

    private static void CheckPaths(ISymbol symbol, SdkContext sdk, Reporter reporter)
    {
        ImmutableArray<AttributeData> attributes = symbol.GetAttributes();
        foreach (AttributeData attribute in attributes.Where(AnnotationNames.IsOurs))
        {
            if (attribute.ConstructorArguments.Length == 0 || attribute.AttributeClass!.Name == AnnotationNames.DeviceIo)
            {
                continue;
            }

            GatePath path = sdk.Contracts.Resolve(AnnotationNames.PathOf(attribute) ?? "", symbol);
            string? what = path.Error switch
            {
                GatePathError.NotFound => $"names nothing that {symbol.Name} can see",
                GatePathError.NotALock => "is nothing that can be locked",
                GatePathError.NotReadonly => "can be assigned again, so that two holders may hold two locks; make every part of it readonly",
                _ => null,
            };
            if (what is not null)
            {
                Location? at = attribute.ApplicationSyntaxReference is { } syntax ? Location.Create(syntax.SyntaxTree, syntax.Span) : symbol.Locations.FirstOrDefault();
                reporter.Report(Diagnosed, at ?? Location.None, null, path, AnnotationNames.PathOf(attribute) ?? "", what);
            }
        }
    }
}
