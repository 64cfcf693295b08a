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

namespace ZonedSdk.CodeFixes.Ownership;

/// <summary>ZSDK4040: lets a using declaration end a guard or reservation, in the place of calls that do not come by on every way out.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(UsingFix)), Shared]
public sealed class UsingFix : TriedFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(UndisposedRule.Id);

    internal override string Key => "ZonedSdk.Using";

    internal override IEnumerable<Candidate> CandidatesFor(FixSite site)
    {
        if (Functions.UnitOf(site.Node) is not StatementSyntax statement || !Statements.StandsInList(statement))
        {
            yield break;
        }

        StatementRange own = StatementRange.Of(statement);
        switch (statement)
        {
            case LocalDeclarationStatementSyntax { UsingKeyword.RawKind: 0, Declaration: { Variables: { Count: 1 } variables } declaration } when variables[0].Initializer is { } value && IsWhole(site.Node, value.Value):
                string name = variables[0].Identifier.ValueText;
                if (site.Model.GetDeclaredSymbol(variables[0]) is not ILocalSymbol local || KeywordFor(site, local.Type) is not { } keyword || EndsOf(site, local, own) is not { } ends)
                {
                    yield break;
                }

                ExpressionStatementSyntax? early = ends.FirstOrDefault(e => e.Parent == statement.Parent && own.IndexOf(e) < own.List.Count - 1 && own.List[own.IndexOf(e) + 1] is not (ReturnStatementSyntax or LocalFunctionStatementSyntax));
                yield return new Candidate($"End '{name}' by 'using'", early is null ? AsDeclaration(site, statement, keyword, ends) : AsBlock(site, own with { To = own.IndexOf(early) }, declaration, keyword, ends));
                break;
            case ExpressionStatementSyntax { Expression: { } expression } when IsWhole(site.Node, expression) && own.To < own.List.Count - 1 && site.Model.GetTypeInfo(expression).Type is { } type && KeywordFor(site, type) is { } forType:
                string wish = type.Name.Length > 1 && type.Name[0] == 'I' && char.IsUpper(type.Name[1]) ? type.Name.Substring(1) : type.Name;
                string given = Names.CopyOf(site, wish);
                var edits = new Edits();
                edits.Insert(statement.SpanStart, $"{forType} {(IsVarUsed(site) ? "var" : type.ToMinimalDisplayString(site.Model, statement.SpanStart))} {given} = ");
                yield return new Candidate($"Keep it in '{given}' and end that by 'using'", edits);
                break;
        }
    }

    private static Edits AsDeclaration(FixSite site, StatementSyntax declaration, string keyword, List<ExpressionStatementSyntax> ends)
    {
        var edits = new Edits();
        edits.Insert(declaration.SpanStart, keyword + " ");
        ends.ForEach(e => Statements.Delete(edits, site, e));
        return edits;
    }

    // What was ended in the middle of its block is ended there still.
    private static Edits AsBlock(FixSite site, StatementRange range, VariableDeclarationSyntax declaration, string keyword, List<ExpressionStatementSyntax> ends)
    {
        var edits = new Edits();
        Layout layout = site.Layout;
        StatementSyntax first = range.List[range.From];
        var end = (ExpressionStatementSyntax)range.Last;
        StatementRange inner = range with { From = range.From + 1, To = range.To - 1 };
        IReadOnlyList<ISymbol> alive = inner.From <= inner.To ? inner.LiveOn(site) : [];
        Hoist hoist = Hoist.Of(site, alive) ?? Hoist.Nothing;
        hoist.Write(edits);
        bool isInline = !layout.StartsLine(first.SpanStart);
        string indent = layout.IndentAt(first.SpanStart);
        string line = isInline ? " " : layout.NewLine + indent;
        edits.Insert(first.SpanStart, string.Concat(hoist.Declarations.Select(d => d + line)) + keyword + " (");
        edits.Replace(((LocalDeclarationStatementSyntax)first).SemicolonToken.Span, ")" + (isInline || !layout.BraceOnOwnLine ? " {" : line + "{"));
        if (!isInline && inner.From <= inner.To)
        {
            layout.Indent(edits, layout.EndOf(first), layout.EndOf(inner.Last), layout.Unit);
        }

        edits.Replace(end.Span, "}");
        ends.Where(e => e != end).ToList().ForEach(e => Statements.Delete(edits, site, e));
        return edits;
    }

    /// <summary>The statements that end it by hand; null where one of them cannot be taken out alone.</summary>
    private static List<ExpressionStatementSyntax>? EndsOf(FixSite site, ILocalSymbol local, StatementRange own)
    {
        List<ExpressionStatementSyntax> ends = [];
        foreach (IdentifierNameSyntax use in own.List.Skip(own.From).SelectMany(static s => s.DescendantNodes()).OfType<IdentifierNameSyntax>())
        {
            if (use.Identifier.ValueText != local.Name || !SymbolEqualityComparer.Default.Equals(site.Model.GetSymbolInfo(use).Symbol, local) || EndBy(use) is not { } end)
            {
                continue;
            }

            if (!Statements.StandsInList(end) || use.Ancestors().TakeWhile(a => a != own.First.Parent).Any(static a => a is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax))
            {
                return null;
            }

            ends.Add(end);
        }

        return ends;
    }

    // x.Dispose(); x?.Dispose(); await x.DisposeAsync();
    private static ExpressionStatementSyntax? EndBy(IdentifierNameSyntax use)
    {
        SyntaxNode? call = use.Parent switch
        {
            MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Dispose" or "DisposeAsync", Parent: InvocationExpressionSyntax whole } access when access.Expression == use => whole,
            ConditionalAccessExpressionSyntax { WhenNotNull: InvocationExpressionSyntax { Expression: MemberBindingExpressionSyntax { Name.Identifier.ValueText: "Dispose" or "DisposeAsync" } } } conditional when conditional.Expression == use => conditional,
            _ => null,
        };
        while (call?.Parent is AwaitExpressionSyntax or MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait" } or InvocationExpressionSyntax { ArgumentList.Arguments.Count: 1 })
        {
            call = call.Parent;
        }

        return call?.Parent as ExpressionStatementSyntax;
    }

    // The call itself, or the wait for it.
    private static bool IsWhole(SyntaxNode origin, ExpressionSyntax whole)
    {
        SyntaxNode? node = origin;
        while (node != whole && node?.Parent is AwaitExpressionSyntax or ParenthesizedExpressionSyntax or CastExpressionSyntax or MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait" }
            or InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait" } } or PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression })
        {
            node = node.Parent;
        }

        return node == whole;
    }

    private static string? KeywordFor(FixSite site, ITypeSymbol type)
    {
        bool Has(string name) => type.GetMembers(name).Length > 0 || type.AllInterfaces.Any(i => i.GetMembers(name).Length > 0) || BasesOf(type).Any(b => b.GetMembers(name).Length > 0);
        return Has("Dispose") ? "using" : Has("DisposeAsync") && Functions.IsAsynchronous(site.Node) ? "await using" : null;
    }

    private static IEnumerable<ITypeSymbol> BasesOf(ITypeSymbol type)
    {
        for (ITypeSymbol? t = type.BaseType; t is not null; t = t.BaseType)
        {
            yield return t;
        }
    }

    private static bool IsVarUsed(FixSite site) =>
        Functions.MemberAround(site.Node)?.DescendantNodes().OfType<VariableDeclarationSyntax>().All(static d => d.Type.IsVar) == true;
}
