using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis.CSharp;

namespace ZonedSdk.Generators.Volumes.Parsing;

/// <summary>Names that can take the place of those that cannot be used: like them, valid, free, and each given out once.</summary>
internal sealed class NameProposals(List<RegionDeclaration> regions, Func<string, IEnumerable<string>> derive)
{
    private const int MaxStemLength = 64;
    private const string Fallback = "Region";

    private readonly HashSet<string> _given = new(StringComparer.Ordinal);

    public string For(RegionDeclaration region, Func<string, bool> isFree)
    {
        string stem = Stem(region.Name ?? "");
        HashSet<string> others = new(regions.Where(other => other != region && other.Name is not null).SelectMany(other => derive(other.Name!)), StringComparer.Ordinal);
        for (int number = 1; ; number++)
        {
            string name = number == 1 ? stem : stem + number.ToString(CultureInfo.InvariantCulture);
            string[] derived = [.. derive(name)];
            if (isFree(name) && !derived.Any(others.Contains) && !derived.Any(_given.Contains))
            {
                _given.UnionWith(derived);
                return name;
            }
        }
    }

    // "data zones" becomes DataZones: what is no part of an identifier separates words.
    private static string Stem(string name)
    {
        StringBuilder stem = new();
        bool startsWord = true;
        foreach (char c in name.Take(MaxStemLength))
        {
            bool belongs = SyntaxFacts.IsIdentifierPartCharacter(c) && char.GetUnicodeCategory(c) != UnicodeCategory.Format;
            if (belongs)
            {
                stem.Append(startsWord ? char.ToUpperInvariant(c) : c);
            }

            startsWord = !belongs;
        }

        string text = stem.ToString();
        return SyntaxFacts.IsValidIdentifier(text) ? text : Fallback + (SyntaxFacts.IsValidIdentifier("_" + text) ? text : "");
    }
}
