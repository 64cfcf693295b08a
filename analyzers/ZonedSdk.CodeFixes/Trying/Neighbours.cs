using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace ZonedSdk.CodeFixes.Trying;

/// <summary>The other files that a change could be felt in.</summary>
internal static class Neighbours
{
    /// <summary>No file that mentions the changed name has a finding more than before.</summary>
    public static async Task<bool> AreNotWorseAsync(FixSite site, TriedSource after, Candidate candidate, CancellationToken cancellationToken)
    {
        foreach (SyntaxTree tree in candidate.UsedElsewhere is not null ? site.Source.Compilation.SyntaxTrees.Where(t => t != site.Source.Tree) : [])
        {
            SourceText text = await tree.GetTextAsync(cancellationToken).ConfigureAwait(false);
            if (text.ToString().IndexOf(candidate.UsedElsewhere, StringComparison.Ordinal) < 0)
            {
                continue;
            }

            Findings before = await site.Source.FindAsync(tree, cancellationToken).ConfigureAwait(false);
            Findings found = await after.FindAsync(tree, cancellationToken).ConfigureAwait(false);
            if (!found.AreNotWorseThan(before, candidate.Accepted))
            {
                return false;
            }
        }

        return true;
    }
}
