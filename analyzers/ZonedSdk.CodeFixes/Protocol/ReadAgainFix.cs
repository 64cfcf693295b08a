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

/// <summary>ZSDK4070: reads the write pointer again at the beginning of the lock region that uses the copy.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ReadAgainFix)), Shared]
public sealed class ReadAgainFix : TriedFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(StaleCopyRule.Id);

    internal override string Key => "ZonedSdk.ReadAgain";

    internal override IEnumerable<Candidate> CandidatesFor(FixSite site)
    {
        if (LockRegion.Around(site.Node) is not { } region || Functions.Around(site.Node) is not { } function)
        {
            yield break;
        }

        HashSet<ISymbol> seen = new(SymbolEqualityComparer.Default);
        foreach (IdentifierNameSyntax name in site.Node.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>())
        {
            if (site.Model.GetSymbolInfo(name).Symbol is ILocalSymbol { IsRef: false, IsConst: false } copy && seen.Add(copy) && CopiedTo(site, function, copy) is { } read)
            {
                var edits = new Edits();
                Statements.InsertFirst(edits, site, region.Body, $"{copy.Name} = {read};");
                yield return new Candidate($"Read '{PointerIn(site, read)}' again inside the lock", edits);
            }
        }
    }

    // The only value that the local is ever given, if that is computed from a write pointer without a call.
    private static ExpressionSyntax? CopiedTo(FixSite site, SyntaxNode function, ILocalSymbol copy)
    {
        List<ExpressionSyntax> values = [];
        if (copy.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() is VariableDeclaratorSyntax { Initializer.Value: { } initial })
        {
            values.Add(initial);
        }

        foreach (IdentifierNameSyntax name in function.DescendantNodes().OfType<IdentifierNameSyntax>().Where(n => n.Identifier.ValueText == copy.Name && SymbolEqualityComparer.Default.Equals(site.Model.GetSymbolInfo(n).Symbol, copy)))
        {
            switch (name.Parent)
            {
                case AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression } assignment when assignment.Left == name:
                    values.Add(assignment.Right);
                    break;
                case AssignmentExpressionSyntax changed when changed.Left == name:
                case PostfixUnaryExpressionSyntax or PrefixUnaryExpressionSyntax:
                case ArgumentSyntax { RefKindKeyword.RawKind: not 0 }:
                    return null;
            }
        }

        bool isOne = values.Count > 0 && values.All(v => v.ToString() == values[0].ToString());
        return isOne && PointerIn(site, values[0]) is not null && !values[0].DescendantNodesAndSelf().Any(static n => n is InvocationExpressionSyntax or AwaitExpressionSyntax or AssignmentExpressionSyntax or BaseObjectCreationExpressionSyntax) ? values[0] : null;
    }

    private static string? PointerIn(FixSite site, ExpressionSyntax read) =>
        read.DescendantNodesAndSelf().OfType<SimpleNameSyntax>().FirstOrDefault(n => site.Model.GetSymbolInfo(n).Symbol?.GetAttributes().Any(static a => a.AttributeClass?.Name == "WritePointerAttribute") == true)?.Identifier.ValueText;
}
