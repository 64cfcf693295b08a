using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ZonedSdk.Analyzers.Rules;
using ZonedSdk.CodeFixes.Locks;
using ZonedSdk.CodeFixes.Text;
using ZonedSdk.CodeFixes.Trying;

namespace ZonedSdk.CodeFixes.Protocol;

/// <summary>ZSDK4050: uses the offset that the device assigned where an offset is used that was guessed from a write pointer.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AssignedOffsetFix)), Shared]
public sealed class AssignedOffsetFix : TriedFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(IgnoredOffsetRule.Id);

    internal override string Key => "ZonedSdk.AssignedOffset";

    internal override IEnumerable<Candidate> CandidatesFor(FixSite site)
    {
        if (Functions.UnitOf(site.Node) is not ExpressionStatementSyntax statement || !Statements.StandsInList(statement) || !IsWhole(site.Node, statement.Expression)
            || site.Model.GetTypeInfo(statement.Expression).Type is not { SpecialType: not SpecialType.System_Void } type)
        {
            yield break;
        }

        StatementRange own = StatementRange.Of(statement);
        string call = ((InvocationExpressionSyntax)site.Node).Expression.DescendantNodesAndSelf().OfType<SimpleNameSyntax>().Last().Identifier.ValueText;
        Edits? edits = FromBefore(site, own, statement) ?? FromBehind(site, own, statement, type);
        if (edits is not null)
        {
            yield return new Candidate($"Use the offset that '{call}' was assigned", edits);
        }
    }

    // long offset = zone.WritePointer; await AppendAsync(); Use(offset): the append landed where it said, not where the pointer was.
    private static Edits? FromBefore(FixSite site, StatementRange own, ExpressionStatementSyntax statement)
    {
        for (int i = own.From - 1; i >= 0; i--)
        {
            if (own.List[i] is not LocalDeclarationStatementSyntax { UsingKeyword.RawKind: 0, Declaration: { Variables: { Count: 1 } variables } declaration } before
                || variables[0].Initializer?.Value is not { } guess || !IsPointer(site, guess) || site.Model.GetDeclaredSymbol(variables[0]) is not ILocalSymbol { IsConst: false } guessed)
            {
                continue;
            }

            List<int> uses = [.. UsesOf(site, own, guessed)];
            if (uses.Count == 0 || uses[0] <= own.From)
            {
                continue;
            }

            var edits = new Edits();
            Statements.Delete(edits, site, before);
            edits.Insert(statement.SpanStart, $"{declaration.Type} {guessed.Name} = ");
            return edits;
        }

        return null;
    }

    // await AppendAsync(); return zone.WritePointer - length: by now somebody else may have appended.
    private static Edits? FromBehind(FixSite site, StatementRange own, ExpressionStatementSyntax statement, ITypeSymbol type)
    {
        List<BinaryExpressionSyntax> guesses = [.. own.List.Skip(own.From + 1).SelectMany(static s => s.DescendantNodes(static n => n is not AnonymousFunctionExpressionSyntax)).OfType<BinaryExpressionSyntax>()
            .Where(b => b.IsKind(SyntaxKind.SubtractExpression) && IsPointer(site, b.Left))];
        if (guesses.Count == 0 || Hoist.TypeOf(site, type, null, null) is not { } written)
        {
            return null;
        }

        var edits = new Edits();
        string name = Names.Unused(site, "offset");
        edits.Insert(statement.SpanStart, $"{written} {name} = ");
        guesses.ForEach(g => edits.Replace(g.Parent is ParenthesizedExpressionSyntax whole ? whole.Span : g.Span, name));
        return edits;
    }

    private static IEnumerable<int> UsesOf(FixSite site, StatementRange own, ILocalSymbol local)
    {
        for (int i = 0; i < own.List.Count; i++)
        {
            if (own.List[i].DescendantNodes().OfType<IdentifierNameSyntax>().Any(n => n.Identifier.ValueText == local.Name && SymbolEqualityComparer.Default.Equals(site.Model.GetSymbolInfo(n).Symbol, local)))
            {
                yield return i;
            }
        }
    }

    // By its annotation, or by the name that every specification gives it.
    private static bool IsPointer(FixSite site, ExpressionSyntax expression) =>
        expression is IdentifierNameSyntax or MemberAccessExpressionSyntax && site.Model.GetSymbolInfo(expression).Symbol is IFieldSymbol or IPropertySymbol
        && site.Model.GetSymbolInfo(expression).Symbol is { } symbol
        && (symbol.GetAttributes().Any(static a => a.AttributeClass?.Name == "WritePointerAttribute") || symbol.Name.TrimStart('_').Equals("WritePointer", StringComparison.OrdinalIgnoreCase));

    // The call itself, or the wait for it.
    private static bool IsWhole(SyntaxNode call, ExpressionSyntax whole)
    {
        SyntaxNode? node = call;
        while (node != whole && node?.Parent is AwaitExpressionSyntax or MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait" }
            or InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait" } })
        {
            node = node.Parent;
        }

        return node == whole && whole is AwaitExpressionSyntax;
    }
}
