using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ZonedSdk.Generators.Models;

namespace ZonedSdk.Generators.Parsing;

/// <summary>Reads the type that members are emitted into.</summary>
internal static class DeclaredTypes
{
    /// <summary>Describes a type and the types around it.</summary>
    /// <param name="type">The type; it can be extended.</param>
    public static DeclaredTypeModel Describe(INamedTypeSymbol type)
    {
        string within = Names.Namespace(type.ContainingNamespace);
        string qualified = "";
        string identity = "";
        List<string> headers = [];
        for (INamedTypeSymbol? current = type; current is not null; current = current.ContainingType)
        {
            string parameters = Parameters(current, withVariance: false);
            headers.Insert(0, Header(current));
            qualified = $".{Names.Identifier(current.Name)}{parameters}{qualified}";
            identity = current.MetadataName + (identity.Length == 0 ? "" : "+") + identity;
        }

        return new DeclaredTypeModel(
            within,
            new EquatableArray<string>(headers),
            Names.Identifier(type.Name),
            type.Name,
            within.Length == 0 ? "global::" + qualified.Substring(1) : $"global::{within}{qualified}",
            within.Length == 0 ? identity : $"{within}.{identity}");
    }

    /// <summary>Says why no other file can add members to a type; null when it can.</summary>
    /// <param name="type">The type.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public static string? WhyNotExtensible(INamedTypeSymbol type, CancellationToken cancellationToken)
    {
        for (INamedTypeSymbol? current = type; current is not null; current = current.ContainingType)
        {
            if (current.IsFileLocal)
            {
                return $"'{current.Name}' is a file-local type, which no other file can add members to; remove 'file'";
            }

            bool isPartial = current.DeclaringSyntaxReferences.All(reference =>
                reference.GetSyntax(cancellationToken) is TypeDeclarationSyntax declaration && declaration.Modifiers.Any(SyntaxKind.PartialKeyword));
            if (!isPartial)
            {
                return SymbolEqualityComparer.Default.Equals(current, type)
                    ? $"'{current.Name}' is not partial; add 'partial'"
                    : $"'{current.Name}', which contains it, is not partial; add 'partial' there";
            }
        }

        return null;
    }

    private static string Header(INamedTypeSymbol type) => $"{Modifiers(type)}partial {Keyword(type)} {Names.Identifier(type.Name)}{Parameters(type, withVariance: true)}";

    private static string Parameters(INamedTypeSymbol type, bool withVariance) => type.TypeParameters.Length == 0
        ? ""
        : $"<{string.Join(", ", type.TypeParameters.Select(parameter => (withVariance ? Variance(parameter) : "") + Names.Identifier(parameter.Name)))}>";

    private static string Modifiers(INamedTypeSymbol type) => type.TypeKind == TypeKind.Struct
        ? (type.IsReadOnly ? "readonly " : "") + (type.IsRefLikeType ? "ref " : "")
        : "";

    private static string Keyword(INamedTypeSymbol type) => (type.TypeKind, type.IsRecord) switch
    {
        (TypeKind.Interface, _) => "interface",
        (TypeKind.Struct, false) => "struct",
        (TypeKind.Struct, true) => "record struct",
        (_, true) => "record",
        _ => "class",
    };

    private static string Variance(ITypeParameterSymbol parameter) => parameter.Variance switch
    {
        VarianceKind.In => "in ",
        VarianceKind.Out => "out ",
        _ => "",
    };
}
