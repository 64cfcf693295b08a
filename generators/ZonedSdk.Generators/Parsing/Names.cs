using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ZonedSdk.Generators.Parsing;

/// <summary>The only ways in which a name of the user's gets into code or into a file name.</summary>
internal static class Names
{
    private const int MaxHintPrefix = 64;

    private static readonly SymbolDisplayFormat s_withNullability = SymbolDisplayFormat.FullyQualifiedFormat
        .AddMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    /// <summary>An identifier as code spells it.</summary>
    public static string Identifier(string name) =>
        SyntaxFacts.GetKeywordKind(name) == SyntaxKind.None && SyntaxFacts.GetContextualKeywordKind(name) == SyntaxKind.None ? name : "@" + name;

    /// <summary>A type as any code can spell it: from <c>global::</c>, with keywords escaped.</summary>
    public static string Qualified(ITypeSymbol type) => type.ToDisplayString(s_withNullability);

    /// <summary>A namespace as code declares it; empty for the global one.</summary>
    public static string Namespace(INamespaceSymbol symbol) => symbol.IsGlobalNamespace
        ? ""
        : string.Join(".", symbol.ToDisplayString(SymbolDisplayFormat.CSharpErrorMessageFormat.WithMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.None)).Split('.').Select(Identifier));

    /// <summary>A file name for what is emitted into a type: [A-Za-z0-9_] and a hash, so that names that differ by case only do not meet.</summary>
    public static string Hint(INamedTypeSymbol type, string feature)
    {
        StringBuilder identity = new(type.MetadataName);
        for (INamedTypeSymbol? outer = type.ContainingType; outer is not null; outer = outer.ContainingType)
        {
            identity.Insert(0, outer.MetadataName + "+");
        }

        if (!type.ContainingNamespace.IsGlobalNamespace)
        {
            identity.Insert(0, type.ContainingNamespace.ToDisplayString() + ".");
        }

        StringBuilder hint = new(feature);
        hint.Append('_');
        foreach (char c in type.Name.Length > MaxHintPrefix ? type.Name.Substring(0, MaxHintPrefix) : type.Name)
        {
            hint.Append(c is (>= 'A' and <= 'Z') or (>= 'a' and <= 'z') or (>= '0' and <= '9') ? c : '_');
        }

        hint.Append('_');
        using SHA256 sha = SHA256.Create();
        byte[] hash = sha.ComputeHash(Encoding.UTF8.GetBytes(identity.ToString()));
        for (int index = 0; index < 8; index++)
        {
            hint.Append(hash[index].ToString("x2", CultureInfo.InvariantCulture));
        }

        return hint.Append(".g.cs").ToString();
    }
}
