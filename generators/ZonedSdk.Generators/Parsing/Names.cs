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
    public static string Qualified(ITypeSymbol type) => type.SpecialType switch
    {
        SpecialType.System_Boolean => "bool",
        SpecialType.System_Byte => "byte",
        SpecialType.System_SByte => "sbyte",
        SpecialType.System_UInt16 => "ushort",
        SpecialType.System_Int16 => "short",
        SpecialType.System_UInt32 => "uint",
        SpecialType.System_Int32 => "int",
        SpecialType.System_UInt64 => "ulong",
        SpecialType.System_Int64 => "long",
        _ => type.ToDisplayString(s_withNullability),
    };

    /// <summary>A namespace as code declares it; empty for the global one.</summary>
    /// <remarks>Put together by hand, like all that every keystroke asks again: a display text of the compiler's takes ten times as long.</remarks>
    public static string Namespace(INamespaceSymbol symbol) => symbol switch
    {
        { IsGlobalNamespace: true } => "",
        { ContainingNamespace.IsGlobalNamespace: true } => Identifier(symbol.Name),
        _ => Namespace(symbol.ContainingNamespace) + "." + Identifier(symbol.Name),
    };

    /// <summary>A file name for what is emitted into a type: [A-Za-z0-9_] and a hash, so that names that differ by case only do not meet.</summary>
    /// <param name="feature">What is emitted.</param>
    /// <param name="name">The type's name.</param>
    /// <param name="identity">What no other type of the compilation has: the type's name in metadata, with its namespace and the types around it.</param>
    public static string Hint(string feature, string name, string identity)
    {
        StringBuilder hint = new(feature);
        hint.Append('_');
        foreach (char c in name.Length > MaxHintPrefix ? name.Substring(0, MaxHintPrefix) : name)
        {
            hint.Append(c is (>= 'A' and <= 'Z') or (>= 'a' and <= 'z') or (>= '0' and <= '9') ? c : '_');
        }

        hint.Append('_');
        using SHA256 sha = SHA256.Create();
        byte[] hash = sha.ComputeHash(Encoding.UTF8.GetBytes(identity));
        for (int index = 0; index < 8; index++)
        {
            hint.Append(hash[index].ToString("x2", CultureInfo.InvariantCulture));
        }

        return hint.Append(".g.cs").ToString();
    }
}
