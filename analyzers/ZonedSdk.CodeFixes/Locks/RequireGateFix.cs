using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ZonedSdk.Analyzers.Rules;
using ZonedSdk.CodeFixes.Text;
using ZonedSdk.CodeFixes.Trying;

namespace ZonedSdk.CodeFixes.Locks;

/// <summary>ZSDK4001 and ZSDK4004: states that the caller holds the gate, where every caller does, or where the member's name has said so all along.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(RequireGateFix)), Shared]
public sealed class RequireGateFix : TriedFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(GateNotHeldRule.Id, RequiredGateRule.Id);

    internal override string Key => "ZonedSdk.RequireGate";

    internal override IEnumerable<Candidate> CandidatesFor(FixSite site)
    {
        if (site.Hint(FixHints.Contract) is not { } gate || Functions.Around(site.Node) is not { } function)
        {
            yield break;
        }

        SyntaxNode declaration = function is AccessorDeclarationSyntax { Parent.Parent: BasePropertyDeclarationSyntax property } ? property : function;
        if (declaration is not (MethodDeclarationSyntax or LocalFunctionStatementSyntax or PropertyDeclarationSyntax or IndexerDeclarationSyntax)
            || site.Model.GetDeclaredSymbol(declaration) is not { } member || !CanBeHeldBy(site, member, gate))
        {
            yield break;
        }

        var edits = new Edits();
        string path = SyntaxFacts.IsValidIdentifier(gate) ? $"nameof({gate})" : $"\"{gate}\"";
        Usings.Add(edits, site, "ZonedSdk.Annotations", "RequiresLockAttribute");
        SyntaxToken first = FirstAfterAttributes(declaration);
        bool isOnOwnLine = site.Layout.StartsLine(declaration.SpanStart) && declaration is not LocalFunctionStatementSyntax;
        edits.Insert(
            first.SpanStart,
            $"[RequiresLock({path})]" + (isOnOwnLine && site.Layout.StartsLine(first.SpanStart) ? site.Layout.NewLine + site.Layout.IndentAt(declaration.SpanStart) : " "));
        yield return new Candidate($"Require '{gate}' of the callers of '{member.Name}'", edits)
        {
            UsedElsewhere = IsFileLocal(member) ? null : member.Name,

            // Callers that did not heed the name are to hear of it.
            Accepted = IsPromisedByName(member.Name) ? Findings.KeyOf(RequiredGateRule.Id, $"'{member.Name}' requires '") : null,
        };
    }

    // Whoever can call it can name the gate; and nobody is bound to call it without.
    private static bool CanBeHeldBy(FixSite site, ISymbol member, string gate)
    {
        bool isBound = member is IMethodSymbol method
            && (method.IsOverride || method.IsVirtual || method.IsAbstract || !method.ExplicitInterfaceImplementations.IsEmpty || method is { IsStatic: true, Name: "Main" } || method.IsPartialDefinition || method.PartialDefinitionPart is not null);
        bool implements = member.ContainingType is { } type && type.AllInterfaces.SelectMany(static i => i.GetMembers()).Any(m => SymbolEqualityComparer.Default.Equals(type.FindImplementationForInterfaceMember(m), member));
        if (isBound || implements || member.IsOverride)
        {
            return false;
        }

        return IsPromisedByName(member.Name) || (!Callers.Of(site, member).Any(static c => !IsCalled(c)) && (member is IMethodSymbol { MethodKind: MethodKind.LocalFunction } || IsSeen(site, member, gate)));
    }

    private static bool IsSeen(FixSite site, ISymbol member, string gate)
    {
        ISymbol? current = null;
        foreach (string part in gate.Split('.'))
        {
            ISymbol? next = current is null
                ? site.Model.LookupSymbols(site.Node.SpanStart, name: part).FirstOrDefault()
                : (TypeOf(current)?.GetMembers(part).FirstOrDefault());
            if (next is null || (next is not IParameterSymbol && AccessOf(next) < AccessOf(member)))
            {
                return false;
            }

            current = next;
        }

        return true;
    }

    private static ITypeSymbol? TypeOf(ISymbol symbol) => symbol switch
    {
        IFieldSymbol field => field.Type,
        IPropertySymbol property => property.Type,
        IParameterSymbol parameter => parameter.Type,
        ITypeSymbol type => type,
        _ => null,
    };

    private static Accessibility AccessOf(ISymbol symbol)
    {
        Accessibility access = symbol.DeclaredAccessibility;
        for (INamedTypeSymbol? type = symbol.ContainingType; type is not null; type = type.ContainingType)
        {
            access = type.DeclaredAccessibility < access ? type.DeclaredAccessibility : access;
        }

        return access;
    }

    private static bool IsCalled(IdentifierNameSyntax name)
    {
        SyntaxNode called = name.Parent is MemberAccessExpressionSyntax access && access.Name == name ? access : name;
        return called.Parent is InvocationExpressionSyntax call && call.Expression == called;
    }

    private static bool IsPromisedByName(string name) =>
        name.EndsWith("Locked", StringComparison.Ordinal) || name.EndsWith("Unsynchronized", StringComparison.Ordinal) || name.EndsWith("UnderLock", StringComparison.Ordinal);

    private static bool IsFileLocal(ISymbol member) =>
        member is IMethodSymbol { MethodKind: MethodKind.LocalFunction } || (member.DeclaredAccessibility == Accessibility.Private && member.ContainingType.DeclaringSyntaxReferences.Length == 1);

    private static SyntaxToken FirstAfterAttributes(SyntaxNode declaration)
    {
        SyntaxList<AttributeListSyntax> lists = declaration switch
        {
            MemberDeclarationSyntax member => member.AttributeLists,
            LocalFunctionStatementSyntax function => function.AttributeLists,
            _ => default,
        };
        return lists.Count == 0 ? declaration.GetFirstToken() : lists.Last().GetLastToken().GetNextToken();
    }
}
