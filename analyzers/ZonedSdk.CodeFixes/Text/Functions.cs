using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ZonedSdk.CodeFixes.Trying;

namespace ZonedSdk.CodeFixes.Text;

/// <summary>What a node stands in.</summary>
internal static class Functions
{
    /// <summary>The member that contains a node.</summary>
    public static MemberDeclarationSyntax? MemberAround(SyntaxNode node) => node.FirstAncestorOrSelf<MemberDeclarationSyntax>(static m => m is not GlobalStatementSyntax);

    /// <summary>The innermost function: a lambda, a local function, an accessor or a member.</summary>
    public static SyntaxNode? Around(SyntaxNode node) =>
        node.Ancestors().FirstOrDefault(static n => n is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or AccessorDeclarationSyntax or (MemberDeclarationSyntax and not GlobalStatementSyntax));

    public static bool IsAsynchronous(SyntaxNode node) => Around(node) switch
    {
        AnonymousFunctionExpressionSyntax lambda => lambda.AsyncKeyword != default,
        LocalFunctionStatementSyntax function => function.Modifiers.Any(SyntaxKind.AsyncKeyword),
        MethodDeclarationSyntax method => method.Modifiers.Any(SyntaxKind.AsyncKeyword),
        null => true,
        _ => false,
    };

    /// <summary>The function's own symbol.</summary>
    public static IMethodSymbol? SymbolAround(FixSite site, SyntaxNode node) => Around(node) switch
    {
        AnonymousFunctionExpressionSyntax lambda => site.Model.GetSymbolInfo(lambda).Symbol as IMethodSymbol,
        PropertyDeclarationSyntax property => site.Model.GetDeclaredSymbol(property)?.GetMethod,
        IndexerDeclarationSyntax indexer => site.Model.GetDeclaredSymbol(indexer)?.GetMethod,
        { } other => site.Model.GetDeclaredSymbol(other) as IMethodSymbol,
        null => null,
    };

    /// <summary>The parameters that can be used at the finding, the innermost function's first.</summary>
    public static IEnumerable<IParameterSymbol> ParametersAround(FixSite site) => site.Model.LookupSymbols(site.Node.SpanStart).OfType<IParameterSymbol>();

    /// <summary>The statement that a node belongs to, or the expression body of the function around it.</summary>
    public static SyntaxNode? UnitOf(SyntaxNode node)
    {
        foreach (SyntaxNode ancestor in node.AncestorsAndSelf())
        {
            switch (ancestor)
            {
                case StatementSyntax and not LocalFunctionStatementSyntax:
                    return ancestor;
                case ArrowExpressionClauseSyntax:
                    return ancestor;
                case ExpressionSyntax when ancestor.Parent is LambdaExpressionSyntax lambda && lambda.ExpressionBody == ancestor:
                    return ancestor;
                case MemberDeclarationSyntax or LocalFunctionStatementSyntax or AnonymousFunctionExpressionSyntax:
                    return null;
            }
        }

        return null;
    }

    /// <summary>Whether an expression body gives a value.</summary>
    public static bool GivesValue(FixSite site, SyntaxNode body) => SymbolAround(site, body) is not { } method
        || !(method.ReturnsVoid || (method.IsAsync && method.ReturnType is INamedTypeSymbol { IsGenericType: false }));
}
