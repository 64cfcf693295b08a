using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace ZonedSdk.CodeFixes.Trying;

/// <summary>
/// A fix that is tried before it is offered: what it makes compiles, the finding is gone, and no other one has come. A fix that would have to
/// guess fails that trial, or makes no candidate at all, and is not offered.
/// </summary>
public abstract class TriedFix : CodeFixProvider
{
    /// <summary>Tells editors which actions are the same fix. It never changes.</summary>
    internal abstract string Key { get; }

    /// <summary>What could be done, the best first. They are made one after the other, and the first that stands its trial is taken.</summary>
    internal abstract IEnumerable<Candidate> CandidatesFor(FixSite site);

    /// <inheritdoc/>
    public sealed override FixAllProvider GetFixAllProvider() => TriedFixAll.Instance;

    /// <inheritdoc/>
    public sealed override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        if (await TriedSource.OfAsync(context.Document, context.CancellationToken).ConfigureAwait(false) is not { } source)
        {
            return;
        }

        Findings known = await source.FindAsync(context.CancellationToken).ConfigureAwait(false);
        foreach (Diagnostic diagnostic in context.Diagnostics)
        {
            var site = new FixSite(source, diagnostic, ImmutableArray.Create(diagnostic));
            if (await TryAsync(site, known, context.CancellationToken).ConfigureAwait(false) is { } done)
            {
                Document after = context.Document.WithText(done.Source.Text);
                context.RegisterCodeFix(CodeAction.Create(done.Candidate.Title, _ => Task.FromResult(after), Key), diagnostic);
            }
        }
    }

    /// <summary>The first candidate that stands its trial, with what it makes; null where none does.</summary>
    internal async Task<Success?> TryAsync(FixSite site, Findings known, CancellationToken cancellationToken)
    {
        foreach (Candidate candidate in CandidatesFor(site))
        {
            TriedSource after = site.Source.With(candidate.Edits);
            Findings found = await after.FindAsync(cancellationToken).ConfigureAwait(false);
            if (found.AreBetterThan(known, site.Diagnostic, candidate.Accepted) && await Neighbours.AreNotWorseAsync(site, after, candidate, cancellationToken).ConfigureAwait(false))
            {
                return new Success(candidate, after, found);
            }
        }

        return null;
    }

    internal sealed record Success(Candidate Candidate, TriedSource Source, Findings Found);
}
