using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using ZonedSdk.CodeFixes.Text;
using ZonedSdk.CodeFixes.Trying;

namespace ZonedSdk.CodeFixes.Locks;

/// <summary>Declarations that have to stand before a scope because their variables are used behind it.</summary>
internal sealed class Hoist
{
    public static readonly Hoist Nothing = new();

    private readonly List<(TextSpan Span, string Text)> _replaced = [];

    /// <summary>As statements.</summary>
    public List<string> Declarations { get; } = [];

    /// <summary>Null where a variable cannot be declared before it is assigned: a ref local, a constant, a pattern's variable, a type without a name.</summary>
    public static Hoist? Of(FixSite site, IReadOnlyList<ISymbol> variables)
    {
        var hoist = new Hoist();
        foreach (ISymbol variable in variables)
        {
            if (variable is not ILocalSymbol { IsRef: false, IsConst: false } local || local.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() is not { } declaration || !hoist.Add(site, local, declaration))
            {
                return null;
            }
        }

        return hoist;
    }

    /// <summary>Leaves assignments where the declarations stood.</summary>
    public void Write(Edits edits)
    {
        foreach ((TextSpan span, string text) in _replaced)
        {
            edits.Replace(span, text);
        }
    }

    /// <summary>How a variable's type is written: as the author did, or by its name.</summary>
    public static string? TypeOf(FixSite site, ITypeSymbol type, TypeSyntax? written, ExpressionSyntax? value)
    {
        if (written is { IsVar: false })
        {
            return written.ToString();
        }

        bool isNotNull = value is not null && site.Model.GetTypeInfo(value).Nullability.FlowState == NullableFlowState.NotNull;
        ITypeSymbol named = isNotNull && type.IsReferenceType ? type.WithNullableAnnotation(NullableAnnotation.NotAnnotated) : type;
        string text = named.ToMinimalDisplayString(site.Model, site.Node.SpanStart);
        return named is { IsAnonymousType: true } or IErrorTypeSymbol or { TypeKind: TypeKind.Error } || text.Contains("<anonymous") ? null : text;
    }

    private bool Add(FixSite site, ILocalSymbol local, SyntaxNode declaration)
    {
        switch (declaration)
        {
            case VariableDeclaratorSyntax { Initializer.Value: { } value, Parent: VariableDeclarationSyntax { Variables.Count: 1, Parent: LocalDeclarationStatementSyntax { UsingKeyword.RawKind: 0 } } whole } declarator:
                if (TypeOf(site, local.Type, whole.Type, value) is not { } type || value is StackAllocArrayCreationExpressionSyntax or InitializerExpressionSyntax)
                {
                    return false;
                }

                Declarations.Add($"{type} {local.Name};");
                _replaced.Add((TextSpan.FromBounds(whole.SpanStart, declarator.SpanStart), ""));
                return true;
            case SingleVariableDesignationSyntax { Parent: DeclarationExpressionSyntax { Parent: ArgumentSyntax } expression }:
                if (TypeOf(site, local.Type, expression.Type, null) is not { } given)
                {
                    return false;
                }

                Declarations.Add($"{given} {local.Name};");
                _replaced.Add((expression.Span, local.Name));
                return true;
            default:
                return false;
        }
    }
}
