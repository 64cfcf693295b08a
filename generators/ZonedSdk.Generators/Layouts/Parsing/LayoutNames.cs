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
        HashSet<string>? told = null;
        foreach (ISymbol member in context.Type.GetMembers())
        {
            if (!member.IsImplicitlyDeclared && IsTaken(member) && (told ??= new HashSet<string>(StringComparer.Ordinal)).Add(member.Name))
            {
                ISymbol first = context.Type.GetMembers(member.Name).First(namesake => !namesake.IsImplicitlyDeclared);
                context.Report(Rules.NameTaken, first.Locations.FirstOrDefault(), member.Name, context.Type.Name);
            }
        }

        bool isFree = told is null;

        foreach (string name in context.Type.TypeParameters.Select(parameter => parameter.Name).Append(context.Type.Name).Where(s_emitted.Contains))
        {
            context.Report(Rules.NameTaken, context.Place, name, context.Type.Name);
            isFree = false;
        }

        return CheckConstructors(context) && isFree;
    }

    private static bool IsTaken(ISymbol member) => s_emitted.Contains(member.Name) || (s_inherited.Contains(member.Name) && LayoutMember.IsField(member));

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
