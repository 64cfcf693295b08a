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

/// <summary>ZSDK4001 to 4004: takes the gate around the access or call.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(TakeGateFix)), Shared]
public sealed class TakeGateFix : TriedFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } =
        ImmutableArray.Create(GateNotHeldRule.Id, GateHeldOnSomePathsRule.Id, OtherInstanceRule.Id, RequiredGateRule.Id);

    internal override string Key => "ZonedSdk.TakeGate";

    internal override IEnumerable<Candidate> CandidatesFor(FixSite site)
    {
        // What may be null is locked by nobody: that would throw where the author has asked.
        bool isNullable = site.Node.DescendantNodesAndSelf().Any(static n => n is MemberBindingExpressionSyntax);
        if (isNullable || GateScope.Of(site) is not { } scope || (IsReentrantOnly(site) && !IsReentrant(site)))
        {
            yield break;
        }

        if (site.Diagnostic.Id == OtherInstanceRule.Id && GateSwap.Of(site, scope.Gate) is { } swapped)
        {
            yield return swapped;
        }

        var writer = new ScopeWriter(site, scope);
        string title = TitleOf(site, scope);
        switch (Functions.UnitOf(site.Node))
        {
            case ArrowExpressionClauseSyntax arrow:
                yield return new Candidate(title, writer.InPlaceOf(arrow, Functions.GivesValue(site, arrow.Expression)));
                break;
            case ExpressionSyntax lambda:
                yield return new Candidate(title, writer.InPlaceOf(lambda, Functions.GivesValue(site, lambda)));
                break;
            case StatementSyntax statement when !IsAwaited(site, statement):
                foreach (Edits edits in Around(site, scope, writer, statement))
                {
                    yield return new Candidate(title, edits);
                }

                break;
        }
    }

    private static IEnumerable<Edits> Around(FixSite site, GateScope scope, ScopeWriter writer, StatementSyntax statement)
    {
        bool isCopyFirst = statement.DescendantNodesAndSelf(static n => n is not AnonymousFunctionExpressionSyntax).Any(static n => n is AwaitExpressionSyntax or YieldStatementSyntax);
        if (isCopyFirst && CopyOut.Of(site, writer, statement) is { } copied)
        {
            yield return copied;
        }

        StatementRange single = StatementRange.Of(statement);
        foreach (StatementRange range in Together(site, scope, single).Append(single))
        {
            if (!range.HasUsing && Hoist.Of(site, range.LiveOn(site)) is { } hoist)
            {
                yield return writer.Around(range.First, range.Last, hoist);
            }

            StatementRange widened = range.Widened(site);
            if (widened != range && !widened.HasDirectives)
            {
                yield return writer.Around(widened.First, widened.Last, Hoist.Nothing);
            }
        }

        if (!isCopyFirst && CopyOut.Of(site, writer, statement) is { } last)
        {
            yield return last;
        }
    }

    // One scope for all findings of a list that ask for the same gate: from the first to the last, and else as long as they are neighbours.
    private static IEnumerable<StatementRange> Together(FixSite site, GateScope scope, StatementRange single)
    {
        SortedSet<int> indexes = [];
        foreach (Diagnostic other in site.Together.Where(d => FixSite.HintOf(d, FixHints.Gate) == scope.Gate && FixSite.HintOf(d, FixHints.Form) == site.Hint(FixHints.Form)))
        {
            indexes.Add(single.IndexOf(site.NodeOf(other)));
        }

        indexes.Remove(-1);
        if (indexes.Count < 2)
        {
            yield break;
        }

        StatementRange whole = single with { From = indexes.Min, To = indexes.Max };
        if (!whole.HasDirectives)
        {
            yield return whole;
        }

        int to = single.From;
        while (indexes.Contains(to + 1))
        {
            to++;
        }

        StatementRange run = single with { To = to };
        if (to > single.From && run != whole && !run.HasDirectives)
        {
            yield return run;
        }
    }

    private static string TitleOf(FixSite site, GateScope scope) =>
        site.Diagnostic.Id == OtherInstanceRule.Id ? $"Take '{scope.Gate}' as well"
        : site.Hint(FixHints.Form) == nameof(LockForm.Read) ? $"Take '{scope.Gate}' for reading"
        : $"Take '{scope.Gate}'";

    // A loop that waits for a change to be made by others would wait for ever with the gate in its hands. One that works on what the gate guards is none.
    private static bool IsAwaited(FixSite site, StatementSyntax statement)
    {
        SyntaxNode node = site.Node;
        (ExpressionSyntax? condition, StatementSyntax? body) = statement switch
        {
            WhileStatementSyntax loop => (loop.Condition, loop.Statement),
            DoStatementSyntax loop => (loop.Condition, loop.Statement),
            ForStatementSyntax loop => (loop.Condition, loop.Statement),
            _ => (null, null),
        };
        return condition?.Span.Contains(node.Span) == true && !body!.DescendantNodes().OfType<IdentifierNameSyntax>().Any(n => IsGuarded(site, n));
    }

    private static bool IsGuarded(FixSite site, IdentifierNameSyntax name) =>
        site.Model.GetSymbolInfo(name).Symbol is IFieldSymbol or IPropertySymbol && site.Model.GetSymbolInfo(name).Symbol!.GetAttributes().Any(static a => a.AttributeClass?.Name == "GuardedByAttribute");

    private static bool IsReentrantOnly(FixSite site) => site.HasHint(FixHints.IsHeldSomewhere) || Callers.HoldSometimes(site);

    private static bool IsReentrant(FixSite site) => site.Hint(FixHints.Form) is nameof(LockForm.Monitor) or nameof(LockForm.Lock);
}
