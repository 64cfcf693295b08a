using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace ZonedSdk.CodeFixes.Trying;

/// <summary>
/// Fixes all of a file, one after the other, each by the findings that the last one has left: so it makes what a user would have made by hand.
/// A fix sees all findings that are to be fixed and may take several together.
/// </summary>
internal sealed class TriedFixAll : DocumentBasedFixAllProvider
{
    public static readonly TriedFixAll Instance = new();

    /// <summary>The file with everything fixed that stands its trial.</summary>
    /// <param name="fix">The fix.</param>
    /// <param name="source">The file.</param>
    /// <param name="diagnostics">What is to be fixed.</param>
    /// <param name="cancellationToken">Gives up.</param>
    internal static async Task<TriedSource> RunAsync(TriedFix fix, TriedSource source, ImmutableArray<Diagnostic> diagnostics, CancellationToken cancellationToken)
    {
        HashSet<string> ids = [.. diagnostics.Select(static d => d.Id)];
        Findings found = await source.FindAsync(cancellationToken).ConfigureAwait(false);

        // What is not to be fixed, and what was tried in vain, is told by its text: places move.
        HashSet<(string Id, string Text)> left = [.. found.Rules.Where(d => !diagnostics.Any(w => w.Id == d.Id && w.Location.SourceSpan == d.Location.SourceSpan)).Select(d => PlaceOf(source, d))];
        while (true)
        {
            ImmutableArray<Diagnostic> together = found.Rules.Where(d => ids.Contains(d.Id) && !left.Contains(PlaceOf(source, d))).ToImmutableArray();
            if (together.IsEmpty)
            {
                return source;
            }

            if (await fix.TryAsync(new FixSite(source, together[0], together), found, cancellationToken).ConfigureAwait(false) is { } done)
            {
                (source, found) = (done.Source, done.Found);
            }
            else
            {
                left.Add(PlaceOf(source, together[0]));
            }
        }
    }

    protected override async Task<Document?> FixAllAsync(FixAllContext fixAllContext, Document document, ImmutableArray<Diagnostic> diagnostics)
    {
        if (fixAllContext.CodeFixProvider is not TriedFix fix || await TriedSource.OfAsync(document, fixAllContext.CancellationToken).ConfigureAwait(false) is not { } source)
        {
            return null;
        }

        TriedSource done = await RunAsync(fix, source, diagnostics, fixAllContext.CancellationToken).ConfigureAwait(false);
        return document.WithText(done.Text);
    }

    private static (string Id, string Text) PlaceOf(TriedSource source, Diagnostic diagnostic) =>
        (diagnostic.Id, source.Text.Lines.GetLineFromPosition(diagnostic.Location.SourceSpan.Start).ToString().Trim() + source.Text.ToString(diagnostic.Location.SourceSpan));
}
