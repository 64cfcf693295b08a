using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ZonedSdk.Analyzers.Protocol;

/// <summary>The code of methods that a body calls, for rules that look through calls. Read on demand, once per compilation.</summary>
internal sealed class CalleeBodies(Compilation compilation)
{
    private readonly ConcurrentDictionary<SyntaxTree, SemanticModel> _models = new();
    private readonly ConcurrentDictionary<IMethodSymbol, IOperation?> _bodies = new(SymbolEqualityComparer.Default);

    /// <summary>Null where the code that will run is not certain (virtual, abstract, a delegate's) or not in this compilation.</summary>
    public IOperation? BodyOf(IMethodSymbol method)
    {
        IMethodSymbol definition = (method.ReducedFrom ?? method).OriginalDefinition;
        definition = definition.PartialImplementationPart ?? definition;
        return IsCertain(definition) ? _bodies.GetOrAdd(definition, Read) : null;
    }

    private static bool IsCertain(IMethodSymbol method) =>
        method is { IsVirtual: false, IsAbstract: false, IsExtern: false, MethodKind: MethodKind.Ordinary or MethodKind.LocalFunction or MethodKind.PropertyGet or MethodKind.ExplicitInterfaceImplementation }
        && (!method.IsOverride || method.IsSealed || method.ContainingType.IsSealed)
        && method.ContainingType?.TypeKind != TypeKind.Interface;

    private IOperation? Read(IMethodSymbol method)
    {
        if (method.DeclaringSyntaxReferences.FirstOrDefault() is not { } reference || !compilation.ContainsSyntaxTree(reference.SyntaxTree))
        {
            return null;
        }

        SemanticModel model = _models.GetOrAdd(reference.SyntaxTree, tree => compilation.GetSemanticModel(tree));
        SyntaxNode declaration = reference.GetSyntax();
        return declaration is BaseMethodDeclarationSyntax or LocalFunctionStatementSyntax or AccessorDeclarationSyntax or ArrowExpressionClauseSyntax
            ? model.GetOperation(declaration) switch
            {
                ILocalFunctionOperation local => local.Body,
                IBlockOperation block => block,
                IMethodBodyBaseOperation whole => (IOperation?)whole.BlockBody ?? whole.ExpressionBody,
                _ => null,
            }
            : null;
    }
}
