using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ZonedSdk.CodeFixes.Text;
using ZonedSdk.CodeFixes.Trying;

namespace ZonedSdk.CodeFixes.Locks;

/// <summary>Reads a guarded value into a local under its gate, before a statement that cannot run under it: one that awaits, yields, or calls what excludes the gate.</summary>
internal static class CopyOut
{
    /// <summary>Null where reading earlier, or only once, could be something else.</summary>
    public static Edits? Of(FixSite site, ScopeWriter writer, StatementSyntax statement)
    {
        SyntaxNode node = site.Node;
        ExpressionSyntax? access = node.Parent is MemberAccessExpressionSyntax member && member.Name == node ? member : node as ExpressionSyntax;
        if (access is null || site.Model.GetTypeInfo(access).Type is not { } type || !IsValue(type) || !IsPlainRead(access, statement) || !site.Layout.StartsLine(statement.SpanStart)
            || statement.Parent is not (BlockSyntax or SwitchSectionSyntax or GlobalStatementSyntax) || site.Model.GetSymbolInfo(access).Symbol is not { } symbol)
        {
            return null;
        }

        string name = Names.CopyOf(site, symbol.Name);
        string indent = site.Layout.IndentAt(statement.SpanStart);
        string declaration = $"{type.ToMinimalDisplayString(site.Model, statement.SpanStart)} {name};{site.Layout.NewLine}{indent}";
        var edits = new Edits();
        edits.Insert(statement.SpanStart, declaration + writer.With($"{name} = {access};", indent));
        edits.Replace(access.Span, name);
        return edits;
    }

    // A copy of a reference would lead to what the gate guards.
    private static bool IsValue(ITypeSymbol type) => type.SpecialType is SpecialType.System_String or >= SpecialType.System_Boolean and <= SpecialType.System_Double || type.TypeKind == TypeKind.Enum;

    // Evaluated once, whatever else the statement evaluates, and not written by it.
    private static bool IsPlainRead(ExpressionSyntax access, StatementSyntax statement)
    {
        if (access.Parent is AssignmentExpressionSyntax assignment && assignment.Left == access
            || access.Parent is PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PreIncrementExpression or (int)SyntaxKind.PreDecrementExpression or (int)SyntaxKind.AddressOfExpression }
                or PostfixUnaryExpressionSyntax { RawKind: not (int)SyntaxKind.SuppressNullableWarningExpression } or ArgumentSyntax { RefKindKeyword.RawKind: not 0 } or RefExpressionSyntax)
        {
            return false;
        }

        for (SyntaxNode? n = access; n is not null && n != statement; n = n.Parent)
        {
            bool isConditional = n.Parent switch
            {
                BinaryExpressionSyntax binary => binary.Right == n && binary.OperatorToken.Kind() is SyntaxKind.AmpersandAmpersandToken or SyntaxKind.BarBarToken or SyntaxKind.QuestionQuestionToken,
                ConditionalExpressionSyntax conditional => conditional.Condition != n,
                ConditionalAccessExpressionSyntax or SwitchExpressionArmSyntax or AnonymousFunctionExpressionSyntax => true,
                WhileStatementSyntax or DoStatementSyntax or ForStatementSyntax => true,
                _ => false,
            };
            if (isConditional)
            {
                return false;
            }
        }

        return statement is not LocalDeclarationStatementSyntax { Declaration.Variables.Count: > 1 }
            && !statement.DescendantNodes().OfType<AssignmentExpressionSyntax>().Any(a => a.Left.ToString() == access.ToString());
    }
}
