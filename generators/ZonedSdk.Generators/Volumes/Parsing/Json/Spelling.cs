namespace ZonedSdk.Generators.Volumes.Parsing.Json;

/// <summary>Finds the word that was meant.</summary>
internal static class Spelling
{
    private const int MaxLength = 64;

    /// <summary>Returns the end of a sentence for a word that is close to a known one, and otherwise nothing.</summary>
    public static string Suggest(string word, IEnumerable<string> known) => Find(word, known) is { } meant ? $"; did you mean '{meant}'?" : "";

    /// <summary>Returns the known word that is close to one; null where none is.</summary>
    public static string? Find(string word, IEnumerable<string> known)
    {
        if (word.Length > MaxLength)
        {
            return null;
        }

        (string Known, int Distance) best = known
            .Select(candidate => (candidate, Distance(word.ToUpperInvariant(), candidate.ToUpperInvariant())))
            .OrderBy(pair => pair.Item2)
            .ThenBy(pair => pair.candidate, StringComparer.Ordinal)
            .FirstOrDefault();
        return best.Known is not null && best.Distance <= Math.Max(1, word.Length / 3) ? best.Known : null;
    }

    // Letters to insert, remove or replace (Levenshtein), one row at a time.
    private static int Distance(string left, string right)
    {
        int[] row = [.. Enumerable.Range(0, right.Length + 1)];
        for (int i = 1; i <= left.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= right.Length; j++)
            {
                int replaced = diagonal + (left[i - 1] == right[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[right.Length];
    }
}
