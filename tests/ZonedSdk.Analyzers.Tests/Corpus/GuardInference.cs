using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ZonedSdk.Analyzers.Tests.Corpus;

/// <summary>
/// Finds the private fields of a code base whose every access outside constructors, three at least, stands inside a lock on one gate. A lambda counts as
/// standing where it is written: it may run later, without the lock, and what the rules then say of it is judged by hand.
/// </summary>
internal sealed class GuardInference
{
    private const int LeastAccesses = 3;

    private readonly CSharpCompilation _compilation;
    private readonly Dictionary<SyntaxTree, (SemanticModel Model, LockScopes Scopes, GatePathText Paths)> _readers = [];

    private GuardInference(CSharpCompilation compilation) => _compilation = compilation;

    /// <summary>The guarded fields, in the order of files and lines.</summary>
    public static IReadOnlyList<GuardedField> Run(CodeBase code)
    {
        var inference = new GuardInference(code.Compilation);
        List<GuardedField> found = [];
        foreach (SyntaxTree tree in code.Trees.Where(static t => !CodeBase.IsGenerated(t)))
        {
            foreach (TypeDeclarationSyntax type in tree.GetRoot().DescendantNodes().OfType<TypeDeclarationSyntax>())
            {
                found.AddRange(inference.FindIn(type));
            }
        }

        return found;
    }

    private IEnumerable<GuardedField> FindIn(TypeDeclarationSyntax declaration)
    {
        FieldDeclarationSyntax[] fields = [.. declaration.Members.OfType<FieldDeclarationSyntax>().Where(IsCandidate)];
        if (fields.Length == 0 || Read(declaration.SyntaxTree).Model.GetDeclaredSymbol(declaration) is not INamedTypeSymbol type)
        {
            yield break;
        }

        ILookup<string, SimpleNameSyntax> names = type.DeclaringSyntaxReferences
            .SelectMany(static r => r.GetSyntax().DescendantNodes().OfType<IdentifierNameSyntax>())
            .ToLookup(static n => n.Identifier.ValueText, static SimpleNameSyntax (n) => n, StringComparer.Ordinal);
        foreach (FieldDeclarationSyntax field in fields)
        {
            string name = field.Declaration.Variables[0].Identifier.ValueText;
            if (Read(field.SyntaxTree).Model.GetDeclaredSymbol(field.Declaration.Variables[0]) is IFieldSymbol symbol && GuardOf(field, symbol, names[name]) is { } guarded)
            {
                yield return guarded;
            }
        }
    }

    private static bool IsCandidate(FieldDeclarationSyntax field) =>
        field.Declaration.Variables.Count == 1
        && !field.Modifiers.Any(static m => m.Kind() is SyntaxKind.PublicKeyword or SyntaxKind.ProtectedKeyword or SyntaxKind.InternalKeyword or SyntaxKind.ConstKeyword or SyntaxKind.FixedKeyword);

    private GuardedField? GuardOf(FieldDeclarationSyntax declaration, IFieldSymbol field, IEnumerable<SimpleNameSyntax> names)
    {
        List<FieldAccess> accesses = [];
        foreach (SimpleNameSyntax name in names)
        {
            SemanticModel model = Read(name.SyntaxTree).Model;
            SymbolInfo info = model.GetSymbolInfo(name);
            if (info.Symbol is null && (info.CandidateSymbols.Any(s => IsField(s, field)) || info.CandidateSymbols.IsEmpty))
            {
                // Whose member it is, only a package knows that is not here: it may be this one.
                return null;
            }

            if (!IsField(info.Symbol, field) || IsNameOnly(name))
            {
                continue;
            }

            string? receiver = GatePathText.ReceiverOf(name, field);
            if (!IsConstruction(name, field, receiver))
            {
                accesses.Add(AccessAt(name, field, receiver));
            }
        }

        if (accesses.Count < LeastAccesses)
        {
            return null;
        }

        string? gate = accesses[0].Locks.Select(static l => l.Path).Distinct().FirstOrDefault(p => p != field.Name && accesses.All(a => a.GuardedBy(p).Any()));
        return gate is null ? null : new GuardedField(declaration, gate, [.. accesses]);
    }

    private FieldAccess AccessAt(SimpleNameSyntax name, IFieldSymbol field, string? receiver)
    {
        (SemanticModel model, LockScopes scopes, GatePathText paths) = Read(name.SyntaxTree);
        ImmutableArray<(string, LockScope)> locks = [.. scopes.Around(name)
            .Select(scope => (Path: paths.Of(scope.Gate, receiver, field.ContainingType), Scope: scope))
            .Where(static l => l.Path is not null)
            .Select(static l => (l.Path!, l.Scope))];
        return new FieldAccess(name, IsWrite(name, model), locks);
    }

    private static bool IsField(ISymbol? symbol, IFieldSymbol field) => SymbolEqualityComparer.Default.Equals(symbol?.OriginalDefinition, field);

    // nameof and attributes name a field and do not touch it.
    private static bool IsNameOnly(SimpleNameSyntax name) =>
        name.Ancestors().Any(static a => a is AttributeSyntax or InvocationExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "nameof" } });

    // Nobody else knows an instance while its constructor runs; a lambda that the constructor makes runs when it likes.
    private static bool IsConstruction(SimpleNameSyntax name, IFieldSymbol field, string? receiver)
    {
        SyntaxNode? body = name.Ancestors().FirstOrDefault(static a => a is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or MemberDeclarationSyntax);
        return body switch
        {
            ConstructorDeclarationSyntax constructor => constructor.Modifiers.Any(SyntaxKind.StaticKeyword) == field.IsStatic && receiver is "" or "this",
            FieldDeclarationSyntax or PropertyDeclarationSyntax { Initializer: not null } => true,
            _ => false,
        };
    }

    private static bool IsWrite(SimpleNameSyntax name, SemanticModel model)
    {
        SyntaxNode place = name.Parent is MemberAccessExpressionSyntax access && access.Name == name ? access : name;

        // A member of a struct is a part of the field that holds the struct.
        while (place.Parent is MemberAccessExpressionSyntax part && part.Expression == place && model.GetTypeInfo(place).Type is { IsValueType: true })
        {
            place = part;
        }

        return place.Parent switch
        {
            AssignmentExpressionSyntax assignment => assignment.Left == place,
            PrefixUnaryExpressionSyntax prefix => prefix.Kind() is SyntaxKind.PreIncrementExpression or SyntaxKind.PreDecrementExpression or SyntaxKind.AddressOfExpression,
            PostfixUnaryExpressionSyntax postfix => postfix.Kind() is SyntaxKind.PostIncrementExpression or SyntaxKind.PostDecrementExpression,
            ArgumentSyntax argument => argument.RefKindKeyword.Kind() is SyntaxKind.RefKeyword or SyntaxKind.OutKeyword,
            RefExpressionSyntax => true,
            _ => false,
        };
    }

    private (SemanticModel Model, LockScopes Scopes, GatePathText Paths) Read(SyntaxTree tree)
    {
        if (!_readers.TryGetValue(tree, out (SemanticModel Model, LockScopes Scopes, GatePathText Paths) reader))
        {
            SemanticModel model = _compilation.GetSemanticModel(tree);
            _readers.Add(tree, reader = (model, new LockScopes(model), new GatePathText(model)));
        }

        return reader;
    }
}
