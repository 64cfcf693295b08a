using Microsoft.CodeAnalysis;

namespace ZonedSdk.CodeFixes.Descriptors;

/// <summary>A method as a backend's table needs it, with whole names of its types.</summary>
internal sealed record CoreDeclaration(string Name, string Result, IReadOnlyList<(string Type, string Name)> Parameters)
{
    /// <summary>Reads what the generator says of it; null where it says nothing.</summary>
    public static CoreDeclaration? Of(Diagnostic diagnostic)
    {
        string[] parts = Hints.Of(diagnostic)?.Split(';') ?? [];
        return parts.Length < 2 ? null : new CoreDeclaration(parts[0], parts[1], [.. parts.Skip(2).Select(static part =>
        {
            int blank = part.LastIndexOf(' ');
            return (part.Substring(0, blank), part.Substring(blank + 1));
        })]);
    }

    /// <summary>The shortest way to write a type that means it at a place.</summary>
    public static string Spell(string type, SemanticModel model, int position)
    {
        int argument = type.IndexOf('<');
        if (argument >= 0)
        {
            string inner = Spell(type.Substring(argument + 1, type.Length - argument - 2), model, position);
            return $"{Spell(type.Substring(0, argument), arity: 1, model, position)}<{inner}>";
        }

        return type.IndexOf('.') < 0 ? type : Spell(type, arity: 0, model, position);
    }

    private static string Spell(string name, int arity, SemanticModel model, int position)
    {
        int dot = name.LastIndexOf('.');
        string simple = name.Substring(dot + 1);
        INamedTypeSymbol[] found = [.. model.LookupNamespacesAndTypes(position, name: simple).OfType<INamedTypeSymbol>().Where(type => type.Arity == arity)];
        return found.Length == 1 && found[0].ContainingNamespace.ToDisplayString() == name.Substring(0, dot) ? simple : "global::" + name;
    }
}
