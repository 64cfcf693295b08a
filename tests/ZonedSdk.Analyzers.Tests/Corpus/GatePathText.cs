using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ZonedSdk.Analyzers.Tests.Corpus;

/// <summary>Turns what is locked into the path that an annotation would name it by, seen from the instance whose field is touched.</summary>
internal sealed class GatePathText(SemanticModel model)
{
    /// <summary>The instance whose member a name means, as text; empty for a static member, null where the text does not say.</summary>
    public static string? ReceiverOf(SimpleNameSyntax name, ISymbol member)
    {
        if (member.IsStatic)
        {
            return "";
        }

        return name.Parent switch
        {
            MemberAccessExpressionSyntax access when access.Name == name => TextOf(access.Expression),
            MemberBindingExpressionSyntax binding => binding.Ancestors().OfType<ConditionalAccessExpressionSyntax>().FirstOrDefault(c => c.WhenNotNull.Span.Contains(binding.Span)) is { } conditional
                ? TextOf(conditional.Expression)
                : null,
            NameColonSyntax or ExpressionColonSyntax => null,
            AssignmentExpressionSyntax { Parent: InitializerExpressionSyntax } assignment when assignment.Left == name => null,
            _ => "this",
        };
    }

    /// <summary>The path of a locked expression from an instance of a type; null where the two have nothing to do with each other, or where another object may be locked next time.</summary>
    public string? Of(ExpressionSyntax gate, string? receiver, INamedTypeSymbol type)
    {
        ExpressionSyntax locked = Bare(gate);
        ISymbol? symbol = locked is ThisExpressionSyntax ? null : model.GetSymbolInfo(locked).Symbol;
        if (symbol is IFieldSymbol or IPropertySymbol && symbol.IsStatic)
        {
            return !IsStable(symbol) ? null : IsIn(symbol.ContainingType, type) ? symbol.Name : $"{symbol.ContainingType.Name}.{symbol.Name}";
        }

        if (string.IsNullOrEmpty(receiver) || (symbol is not null and not IFieldSymbol and not IPropertySymbol and not ILocalSymbol and not IParameterSymbol))
        {
            return null;
        }

        // Names are followed from the end to the instance; each must lead to the same object every time.
        string path = "";
        for (ExpressionSyntax at = locked; ; at = Bare(((MemberAccessExpressionSyntax)at).Expression))
        {
            if (TextOf(at) == receiver)
            {
                return path.Length == 0 ? "this" : path;
            }

            SimpleNameSyntax? name = at as SimpleNameSyntax ?? (at as MemberAccessExpressionSyntax)?.Name;
            if (name is null || model.GetSymbolInfo(name).Symbol is not { IsStatic: false } member || !IsStable(member))
            {
                return null;
            }

            path = path.Length == 0 ? name.Identifier.ValueText : $"{name.Identifier.ValueText}.{path}";
            if (at is SimpleNameSyntax)
            {
                return receiver == "this" ? path : null;
            }
        }
    }

    /// <summary>The text by which two expressions are compared: without blanks, parentheses and a leading <c>this</c>.</summary>
    public static string TextOf(ExpressionSyntax expression)
    {
        string text = string.Concat(Bare(expression).DescendantTokens().Select(static t => t.Text));
        return text.StartsWith("this.", StringComparison.Ordinal) ? text["this.".Length..] : text;
    }

    private static ExpressionSyntax Bare(ExpressionSyntax expression) => expression switch
    {
        ParenthesizedExpressionSyntax inner => Bare(inner.Expression),
        PostfixUnaryExpressionSyntax { OperatorToken.Text: "!" } inner => Bare(inner.Operand),
        _ => expression,
    };

    private static bool IsIn(INamedTypeSymbol owner, INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? around = type; around is not null; around = around.ContainingType)
        {
            for (INamedTypeSymbol? t = around; t is not null; t = t.BaseType)
            {
                if (SymbolEqualityComparer.Default.Equals(t.OriginalDefinition, owner.OriginalDefinition))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static bool IsStable(ISymbol member) => member switch
    {
        IFieldSymbol field => field.IsReadOnly || field.Type.Name == "SpinLock",
        IPropertySymbol property => property is { SetMethod: null, IsVirtual: false, IsAbstract: false, IsOverride: false, IsIndexer: false }
            && property.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() is PropertyDeclarationSyntax { ExpressionBody: null, AccessorList.Accessors: [{ Body: null, ExpressionBody: null }] },
        _ => false,
    };
}
