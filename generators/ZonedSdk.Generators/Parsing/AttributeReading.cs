using Microsoft.CodeAnalysis;

namespace ZonedSdk.Generators.Parsing;

/// <summary>Reads attributes that may be half typed: what the compiler already complains about is absent here.</summary>
internal static class AttributeReading
{
    public const string DescriptorsNamespace = "ZonedSdk.Descriptors";
    private const string Suffix = "Attribute";

    /// <summary>The attributes of a type of ours, by its name without "Attribute".</summary>
    public static IEnumerable<AttributeData> OfOurs(this ISymbol symbol, string name) =>
        symbol.GetAttributes().Where(attribute => attribute.IsOurs(name));

    /// <summary>The first attribute of a type of ours; null when there is none. It allocates nothing, because every keystroke asks it of every field.</summary>
    public static AttributeData? FirstOfOurs(this ISymbol symbol, string name)
    {
        foreach (AttributeData attribute in symbol.GetAttributes())
        {
            if (attribute.IsOurs(name))
            {
                return attribute;
            }
        }

        return null;
    }

    public static bool IsOurs(this AttributeData attribute, string name) =>
        attribute.AttributeClass is { } type && IsOfDescriptors(type) && type.Name.Length == name.Length + Suffix.Length && type.Name.StartsWith(name, StringComparison.Ordinal) && type.Name.EndsWith(Suffix, StringComparison.Ordinal);

    /// <summary>True where the compiler could not make sense of an argument, which may be a mistake, or code that does not exist yet.</summary>
    public static bool IsBroken(this AttributeData attribute) =>
        attribute.AttributeConstructor is null
        || attribute.ConstructorArguments.Any(argument => argument.Kind == TypedConstantKind.Error)
        || attribute.NamedArguments.Any(argument => argument.Value.Kind == TypedConstantKind.Error);

    /// <summary>True where the compiler could not make sense of an argument of an attribute of ours.</summary>
    public static bool HasBroken(this ISymbol symbol)
    {
        foreach (AttributeData attribute in symbol.GetAttributes())
        {
            if (attribute.AttributeClass is { } type && IsOfDescriptors(type) && attribute.IsBroken())
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A positional argument; null when it is missing or of another type.</summary>
    public static T? Argument<T>(this AttributeData attribute, int index)
        where T : struct =>
        index < attribute.ConstructorArguments.Length && Value(attribute.ConstructorArguments[index]) is T value ? value : null;

    public static string? Text(this AttributeData attribute, int index) =>
        index < attribute.ConstructorArguments.Length ? Value(attribute.ConstructorArguments[index]) as string : null;

    /// <summary>A named argument; null when it is not there.</summary>
    public static T? Named<T>(this AttributeData attribute, string name)
        where T : struct =>
        Value(attribute.Find(name)) is T value ? value : null;

    public static string? NamedText(this AttributeData attribute, string name) => Value(attribute.Find(name)) as string;

    public static INamedTypeSymbol? NamedType(this AttributeData attribute, string name) => Value(attribute.Find(name)) as INamedTypeSymbol;

    public static bool Has(this AttributeData attribute, string name)
    {
        foreach (KeyValuePair<string, TypedConstant> argument in attribute.NamedArguments)
        {
            if (argument.Key == name)
            {
                return true;
            }
        }

        return false;
    }

    // Span and tree are all that a location is; the node itself would have to be looked for.
    public static Location? Place(this AttributeData attribute) =>
        attribute.ApplicationSyntaxReference is { } reference ? Location.Create(reference.SyntaxTree, reference.Span) : null;

    private static TypedConstant Find(this AttributeData attribute, string name)
    {
        foreach (KeyValuePair<string, TypedConstant> argument in attribute.NamedArguments)
        {
            if (argument.Key == name)
            {
                return argument.Value;
            }
        }

        return default;
    }

    // By its parts: a namespace's display text is composed anew each time, and this is asked of every attribute.
    private static bool IsOfDescriptors(INamedTypeSymbol type) =>
        type.ContainingNamespace is { Name: "Descriptors", ContainingNamespace: { Name: "ZonedSdk", ContainingNamespace.IsGlobalNamespace: true } };

    public static object? Value(TypedConstant constant) =>
        constant.Kind is TypedConstantKind.Primitive or TypedConstantKind.Enum or TypedConstantKind.Type ? constant.Value : null;
}
