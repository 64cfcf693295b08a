using Microsoft.CodeAnalysis;

namespace ZonedSdk.Generators.Backends.Parsing;

/// <summary>A method that the class writes by hand.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Result">The type that it returns, as C# spells it.</param>
/// <param name="Parameters">Types and names of its parameters, as C# spells them.</param>
internal sealed record CoreMethod(string Name, string Result, params (string Type, string Name)[] Parameters)
{
    private static readonly SymbolDisplayFormat s_plain = new(
        typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameAndContainingTypesAndNamespaces,
        genericsOptions: SymbolDisplayGenericsOptions.IncludeTypeParameters,
        miscellaneousOptions: SymbolDisplayMiscellaneousOptions.UseSpecialTypes);

    /// <summary>How it is declared, for messages.</summary>
    public string Declaration => $"{(Result == "void" ? "" : "private ")}partial {Short(Result)} {Name}({string.Join(", ", Parameters.Select(parameter => $"{Short(parameter.Type)} {parameter.Name}"))})";

    /// <summary>The same for a fix, with whole names: the method's name, its result, and its parameters, one after the other.</summary>
    public string Hint => string.Join(";", [Name, Result, .. Parameters.Select(parameter => $"{parameter.Type} {parameter.Name}")]);

    public bool IsSame(IMethodSymbol method) =>
        method is { Arity: 0, IsStatic: false, ReturnsByRef: false, ReturnsByRefReadonly: false }
        && method.ReturnType.ToDisplayString(s_plain) == Result
        && method.Parameters.Length == Parameters.Length
        && method.Parameters.Zip(Parameters, (found, expected) => found.RefKind == RefKind.None && !found.IsParams && found.Type.ToDisplayString(s_plain) == expected.Type).All(same => same);

    private static string Short(string type) => type
        .Replace("ZonedSdk.Backends.", "")
        .Replace("ZonedSdk.", "")
        .Replace("System.", "");
}
