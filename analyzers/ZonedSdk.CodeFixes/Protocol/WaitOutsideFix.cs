using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using ZonedSdk.Analyzers.Rules;
using ZonedSdk.CodeFixes.Locks;
using ZonedSdk.CodeFixes.Text;
using ZonedSdk.CodeFixes.Trying;

namespace ZonedSdk.CodeFixes.Protocol;

/// <summary>ZSDK4010: waits behind the lock for what was issued under it; and for a report before the lock under which it is applied.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(WaitOutsideFix)), Shared]
public sealed class WaitOutsideFix : TriedFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(IoUnderGateRule.Id);

    internal override string Key => "ZonedSdk.WaitOutside";

    internal override IEnumerable<Candidate> CandidatesFor(FixSite site)
    {
        if (Functions.UnitOf(site.Node) is not StatementSyntax statement || LockRegion.Around(site.Node) is not { } region || statement.Parent != region.Body
            || statement is not (ExpressionStatementSyntax or LocalDeclarationStatementSyntax { UsingKeyword.RawKind: 0 } or ReturnStatementSyntax)
            || site.AdditionalNode(0) is not { } acquire || !region.First.Span.Contains(acquire.Span))
        {
            yield break;
        }

        StatementRange rest = StatementRange.Of(statement) with { To = region.Body.Statements.Count - 1 };
        Wait? wait = Wait.Of(site.Node);
        string what = wait is null ? "Do the I/O" : "Wait";
        if (Behind(site, region, rest, wait) is { } behind)
        {
            yield return new Candidate($"{what} behind the lock", behind);
        }

        // What is reported is applied under the lock, so it has to be there before.
        if (rest.From == 0 && statement is LocalDeclarationStatementSyntax && region.Body.Statements.Count > 1)
        {
            var edits = new Edits();
            Layout layout = site.Layout;
            string text = layout.Moved(statement.Span, layout.IndentAt(statement.SpanStart), layout.IndentAt(region.First.SpanStart));
            Statements.InsertBefore(edits, site, region.First, text);
            Statements.Delete(edits, site, statement);
            yield return new Candidate($"{what} before the lock", edits);
        }
    }

    // The issue stays under the lock; the wait and all that comes after it moves behind.
    private static Edits? Behind(FixSite site, LockRegion region, StatementRange rest, Wait? wait)
    {
        Layout layout = site.Layout;
        StatementSyntax statement = rest.First;
        var head = StatementRange.Of(statement) with { From = 0, To = Math.Max(0, rest.From - 1) };
        if (Hoist.Of(site, rest.From == 0 ? [] : head.LiveOn(site)) is not { } hoist)
        {
            return null;
        }

        var edits = new Edits();
        hoist.Write(edits);
        string inner = layout.IndentAt(statement.SpanStart);
        string outer = layout.IndentAt(region.First.SpanStart);
        bool isInline = !layout.StartsLine(region.First.SpanStart) || !layout.StartsLine(statement.SpanStart);
        List<string> declarations = [.. hoist.Declarations];
        string moved = statement.ToString();
        int from = statement.SpanStart;
        if (wait?.Issue is not null && wait.Split(site, statement) is { } split)
        {
            declarations.Add(split.Declaration + ";");
            edits.Insert(statement.SpanStart, split.Issuing);
            moved = split.Waiting;
        }
        else if (rest.From == 0)
        {
            // Nothing would be left under the lock.
            return null;
        }

        int tail = layout.EndOf(rest.Last);
        string text = moved + site.Source.Text.ToString(TextSpan.FromBounds(statement.Span.End, tail));
        text = isInline ? text : Reindented(text, inner, outer, layout);
        int start = wait?.Issue is not null ? from : Math.Max(rest.List[rest.From - 1].Span.End, layout.EndOf(rest.List[rest.From - 1]));
        text = wait?.Issue is not null ? text : isInline ? text : Reindented(site.Source.Text.ToString(TextSpan.FromBounds(start, from)), inner, outer, layout).Trim('\r', '\n', ' ', '\t') is { Length: > 0 } comment ? comment + layout.NewLine + outer + text : text;
        edits.Delete(start, tail);
        if (declarations.Count > 0)
        {
            edits.Insert(region.First.SpanStart, string.Concat(declarations.Select(d => d + (isInline ? " " : layout.NewLine + outer))));
        }

        edits.Insert(isInline ? region.Last.Span.End : layout.EndOf(region.Last), isInline ? " " + text : layout.NewLine + layout.NewLine + outer + text);
        return edits;
    }

    private static string Reindented(string text, string from, string to, Layout layout) => text.Replace(layout.NewLine + from, layout.NewLine + to);
}
