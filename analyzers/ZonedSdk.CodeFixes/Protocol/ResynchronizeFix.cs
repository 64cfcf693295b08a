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

/// <summary>ZSDK4030: calls the recovery in the error path, in the place of winding back where that is done.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ResynchronizeFix)), Shared]
public sealed class ResynchronizeFix : TriedFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(UnsynchronizedErrorRule.Id);

    internal override string Key => "ZonedSdk.Resynchronize";

    internal override IEnumerable<Candidate> CandidatesFor(FixSite site)
    {
        bool isAwaited = site.HasHint(FixHints.IsAwaited);
        if (site.Hint(FixHints.Recovery) is not { } call || (isAwaited && !Functions.IsAsynchronous(site.Node)))
        {
            yield break;
        }

        string configure = isAwaited && Functions.MemberAround(site.Node)?.ToString().Contains(".ConfigureAwait(false)") == true ? ".ConfigureAwait(false)" : "";
        string recovery = isAwaited ? $"await {call}{configure};" : call + ";";
        string title = $"Resynchronize by '{call.Substring(0, call.IndexOf('('))}'";
        foreach (Edits edits in site.Root.FindToken(site.Diagnostic.Location.SourceSpan.Start) is { RawKind: (int)SyntaxKind.CatchKeyword, Parent: CatchClauseSyntax handler }
            ? [InHandler(site, handler, recovery)]
            : Elsewhere(site, recovery, call))
        {
            yield return new Candidate(title, edits);
        }
    }

    private static Edits InHandler(FixSite site, CatchClauseSyntax handler, string recovery)
    {
        var edits = new Edits();
        Statements.InsertFirst(edits, site, handler.Block, recovery);
        return edits;
    }

    private static IEnumerable<Edits> Elsewhere(FixSite site, string recovery, string call)
    {
        if (Functions.UnitOf(site.Node) is not StatementSyntax statement)
        {
            yield break;
        }

        if (statement is IfStatementSyntax branch && branch.Condition.Span.Contains(site.Node.Span))
        {
            // Which branch the error takes, the trial tells.
            yield return InBranch(site, branch.Statement, recovery);
            yield return branch.Else is { } other ? InBranch(site, other.Statement, recovery) : InNewElse(site, branch, recovery);
        }
        else if (statement is ExpressionStatementSyntax { Expression: AssignmentExpressionSyntax or PostfixUnaryExpressionSyntax or PrefixUnaryExpressionSyntax } step && step.Expression.Span == site.Node.Span)
        {
            foreach (Edits edits in InPlaceOf(site, step, recovery, call))
            {
                yield return edits;
            }
        }
        else if (statement is ExpressionStatementSyntax ignored && ConditionOn(site, ignored.Expression) is { } condition)
        {
            yield return OnError(site, ignored, condition, recovery);
        }
    }

    private static Edits InBranch(FixSite site, StatementSyntax branch, string recovery)
    {
        var edits = new Edits();
        if (branch is BlockSyntax block)
        {
            Statements.InsertFirst(edits, site, block, recovery);
            return edits;
        }

        Layout layout = site.Layout;
        if (!layout.StartsLine(branch.SpanStart))
        {
            edits.Insert(branch.SpanStart, $"{{ {recovery} ");
            edits.Insert(branch.Span.End, " }");
            return edits;
        }

        string outer = layout.IndentAt(branch.Parent!.SpanStart);
        string indent = layout.IndentAt(branch.SpanStart);
        edits.Delete(branch.GetFirstToken().GetPreviousToken().Span.End, branch.SpanStart);
        edits.Insert(branch.SpanStart, (layout.BraceOnOwnLine ? layout.NewLine + outer : " ") + "{" + layout.NewLine + indent + recovery + layout.NewLine + indent);
        edits.Insert(layout.EndOf(branch), layout.NewLine + outer + "}");
        return edits;
    }

    private static Edits InNewElse(FixSite site, IfStatementSyntax branch, string recovery)
    {
        var edits = new Edits();
        Layout layout = site.Layout;
        string indent = layout.IndentAt(branch.SpanStart);
        string line = layout.NewLine + indent;
        bool isInline = layout.Line(branch.SpanStart) == layout.Line(branch.Span.End);
        edits.Insert(isInline ? branch.Span.End : layout.EndOf(branch), isInline ? $" else {{ {recovery} }}" : $"{line}else{(layout.BraceOnOwnLine ? line : " ")}{{{line}{layout.Unit}{recovery}{line}}}");
        return edits;
    }

    // The recovery takes the gate itself, so it stands where the region stood that wound back.
    private static IEnumerable<Edits> InPlaceOf(FixSite site, ExpressionStatementSyntax step, string recovery, string call)
    {
        LockRegion? region = LockRegion.Around(step);
        StatementSyntax first = region?.First ?? step;
        if (!Statements.StandsInList(first) || (region is not null && step.Parent != region.Body))
        {
            yield break;
        }

        bool isOnly = region is null || region.Body.Statements.Count == 1;
        bool isThere = StatementRange.Of(first).List.Any(s => s is ExpressionStatementSyntax && s.ToString().Contains(call));
        var edits = new Edits();
        if (isOnly && !isThere)
        {
            edits.Replace(Microsoft.CodeAnalysis.Text.TextSpan.FromBounds(first.SpanStart, (region?.Last ?? step).Span.End), recovery);
        }
        else
        {
            if (!isThere)
            {
                Statements.InsertBefore(edits, site, first, recovery);
            }

            Statements.Delete(edits, site, isOnly ? first : step, isOnly ? region?.Last : null);
        }

        yield return edits;
    }

    private static Edits OnError(FixSite site, ExpressionStatementSyntax ignored, string condition, string recovery)
    {
        var edits = new Edits();
        Layout layout = site.Layout;
        string line = layout.NewLine + layout.IndentAt(ignored.SpanStart);
        bool isInline = !layout.StartsLine(ignored.SpanStart);
        edits.Replace(ignored.Span, isInline ? $"if ({condition}) {{ {recovery} }}" : $"if ({condition}){(layout.BraceOnOwnLine ? line : " ")}{{{line}{layout.Unit}{recovery}{line}}}");
        return edits;
    }

    // Asks a result that nobody looked at.
    private static string? ConditionOn(FixSite site, ExpressionSyntax expression)
    {
        ExpressionSyntax result = expression is AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.ValueText: "_" } } discard ? discard.Right : expression;
        if (!result.Span.Contains(site.Node.Span) || site.Model.GetTypeInfo(result).Type is not { } type)
        {
            return null;
        }

        string operand = result is AwaitExpressionSyntax ? $"({result})" : result.ToString();
        bool isNegative = result.DescendantNodesAndSelf().OfType<InvocationExpressionSyntax>().SelectMany(c => site.Model.GetSymbolInfo(c).Symbol?.GetAttributes() ?? ImmutableArray<AttributeData>.Empty)
            .Any(static a => a.AttributeClass?.Name == "DeviceIoAttribute" && a.NamedArguments.Any(static n => n is { Key: "NegativeIsError", Value.Value: true }));
        return type.SpecialType == SpecialType.System_Boolean ? result is AwaitExpressionSyntax ? $"!({result})" : $"!{result}"
            : type.SpecialType is >= SpecialType.System_SByte and <= SpecialType.System_UInt64 ? $"{result} {(isNegative ? "<" : "!=")} 0"
            : type.TypeKind == TypeKind.Enum ? $"{result} != default"
            : type.GetMembers("IsSuccess").Length > 0 ? $"!{operand}.IsSuccess"
            : type.GetMembers("IsOk").Length > 0 ? $"!{operand}.IsOk"
            : null;
    }
}
