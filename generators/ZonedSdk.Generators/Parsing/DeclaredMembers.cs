using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ZonedSdk.Generators.Models;

namespace ZonedSdk.Generators.Parsing;

/// <summary>Reads partial members, so that their other half can be written whatever is wrong with their description.</summary>
internal static class DeclaredMembers
{
    /// <summary>Describes a partial property or indexer.</summary>
    public static MemberModel Describe(IPropertySymbol property, CancellationToken cancellationToken)
    {
        string name = property.IsIndexer ? $"this[{Parameters(property.Parameters)}]" : Names.Identifier(property.Name);
        string head = $"{Modifiers(property, cancellationToken)}{Reference(property.RefKind)}{Names.Qualified(property.Type)} {name}";
        List<string> accessors = [];
        if (property.GetMethod is not null)
        {
            accessors.Add(Accessibility(property.GetMethod, property) + "get");
        }

        if (property.SetMethod is not null)
        {
            accessors.Add(Accessibility(property.SetMethod, property) + (property.SetMethod.IsInitOnly ? "init" : "set"));
        }

        return new MemberModel(head, Names.Identifier(property.Name), new EquatableArray<string>(accessors));
    }

    /// <summary>Describes a partial method that is not generic.</summary>
    public static MemberModel Describe(IMethodSymbol method, CancellationToken cancellationToken)
    {
        string name = Names.Identifier(method.Name);
        string result = method.ReturnsVoid ? "void" : Names.Qualified(method.ReturnType);
        string head = $"{Modifiers(method, cancellationToken)}{Reference(method.RefKind)}{result} {name}({Parameters(method.Parameters)})";
        return new MemberModel(head, name, default);
    }

    /// <summary>The modifiers as they stand in the declaration: both halves of a member must agree in them.</summary>
    private static string Modifiers(ISymbol symbol, CancellationToken cancellationToken)
    {
        SyntaxNode? syntax = symbol.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellationToken);
        return syntax is MemberDeclarationSyntax member
            ? string.Concat(member.Modifiers.Select(modifier => SyntaxFacts.GetText(modifier.Kind()) + " "))
            : "partial ";
    }

    private static string Reference(RefKind kind) => kind switch
    {
        RefKind.Ref => "ref ",
        RefKind.RefReadOnly => "ref readonly ",
        _ => "",
    };

    private static string Accessibility(IMethodSymbol accessor, IPropertySymbol property) =>
        accessor.DeclaredAccessibility == property.DeclaredAccessibility ? "" : SyntaxFacts.GetText(accessor.DeclaredAccessibility) + " ";

    private static string Parameters(IEnumerable<IParameterSymbol> parameters) => string.Join(", ", parameters.Select(parameter =>
    {
        string kind = parameter.RefKind switch
        {
            RefKind.Ref => "ref ",
            RefKind.Out => "out ",
            RefKind.In => "in ",
            RefKind.RefReadOnlyParameter => "ref readonly ",
            _ => "",
        };
        return string.Format(CultureInfo.InvariantCulture, "{0}{1}{2} {3}", parameter.IsParams ? "params " : "", kind, Names.Qualified(parameter.Type), Names.Identifier(parameter.Name));
    }));
}
