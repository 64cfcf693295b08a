using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ZonedSdk.Generators.Parsing;

namespace ZonedSdk.Generators.Layouts.Parsing;

/// <summary>Names that the user cannot take, because they are emitted or because every type has them.</summary>
internal static class LayoutNames
{
    private static readonly HashSet<string> s_emitted = new(StringComparer.Ordinal)
    {
        "_bytes", "_header", "Size", "Map", "Offsets", "TryRead", "Validate", "Write", "Writer", "EnumerateEntries", "EntryEnumerator", "CountEntries",
    };

    // In the writer these would hide what every type inherits.
    private static readonly HashSet<string> s_inherited = new(StringComparer.Ordinal)
    {
        "Equals", "GetHashCode", "GetType", "ToString", "MemberwiseClone", "ReferenceEquals", "Finalize",
    };

    /// <summary>Reports each name that is taken; true when none is, so that the emitted members can be declared.</summary>
    public static bool Check(LayoutContext context)
    {
        bool isFree = true;
        foreach (IGrouping<string, ISymbol> members in context.Type.GetMembers().Where(member => !member.IsImplicitlyDeclared).GroupBy(member => member.Name, StringComparer.Ordinal))
        {
            bool isField = members.Any(member => member.OfOurs("Field").Concat(member.OfOurs("BitField")).Any());
            if (s_emitted.Contains(members.Key) || (isField && s_inherited.Contains(members.Key)))
            {
                context.Report(Rules.NameTaken, members.First().Locations.FirstOrDefault(), members.Key, context.Type.Name);
                isFree = false;
            }
        }

        foreach (string name in context.Type.TypeParameters.Select(parameter => parameter.Name).Append(context.Type.Name).Where(s_emitted.Contains))
        {
            context.Report(Rules.NameTaken, context.Place, name, context.Type.Name);
            isFree = false;
        }

        return CheckConstructors(context) && isFree;
    }

    private static bool CheckConstructors(LayoutContext context)
    {
        bool isFree = true;
        foreach (IMethodSymbol constructor in context.Type.InstanceConstructors.Where(constructor => !constructor.IsImplicitlyDeclared))
        {
            bool isPrimary = constructor.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(context.CancellationToken) is TypeDeclarationSyntax;
            if (isPrimary || (constructor.Parameters.Length is 1 or 2 && constructor.Parameters[0].Type.ToDisplayString() == "System.ReadOnlySpan<byte>"))
            {
                context.Report(Rules.NameTaken, constructor.Locations.FirstOrDefault(), isPrimary ? "primary constructor" : "constructor", context.Type.Name);
                isFree = false;
            }
        }

        return isFree;
    }
}
