using System.Collections.Immutable;
using System.Text;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>Pairs expected diagnostics with reported ones and fails for every one that is left over.</summary>
internal sealed class DiagnosticComparer(IVerifier verifier, Action<Diagnostic, DiagnosticResult, IVerifier>? further)
{
    public void Verify(ImmutableArray<DiagnosticResult> expected, ImmutableArray<ReportedDiagnostic> reported)
    {
        var partners = Pair(expected, reported);
        var missing = Enumerable.Range(0, expected.Length).Where(index => partners[index] < 0).ToArray();
        var extra = Enumerable.Range(0, reported.Length).Except(partners).ToList();
        if (missing.Length + extra.Count > 0)
            verifier.Fail(Describe(expected, reported, missing, extra));

        for (var i = 0; i < expected.Length; i++)
            further?.Invoke(reported[partners[i]].Diagnostic, expected[i], verifier);
    }

    // An expectation may fit several reports where it states little, so the first fit may be the wrong one: an augmenting path finds
    // room for all of them, where there is room.
    private static int[] Pair(ImmutableArray<DiagnosticResult> expected, ImmutableArray<ReportedDiagnostic> reported)
    {
        var fits = expected.Select(item => Enumerable.Range(0, reported.Length)
            .Where(index => DiagnosticDifference.IsNone(item, reported[index].Diagnostic)).ToArray()).ToArray();
        var partners = Enumerable.Repeat(-1, expected.Length).ToArray();
        var owners = Enumerable.Repeat(-1, reported.Length).ToArray();
        for (var i = 0; i < expected.Length; i++)
            TryPlace(i, new bool[reported.Length]);

        return partners;

        bool TryPlace(int item, bool[] visited)
        {
            foreach (var index in fits[item])
            {
                if (visited[index])
                    continue;

                visited[index] = true;
                if (owners[index] < 0 || TryPlace(owners[index], visited))
                {
                    owners[index] = item;
                    partners[item] = index;
                    return true;
                }
            }

            return false;
        }
    }

    private static string Describe(
        ImmutableArray<DiagnosticResult> expected, ImmutableArray<ReportedDiagnostic> reported, int[] missing, List<int> extra)
    {
        var text = new StringBuilder();
        text.Append($"Expected {expected.Length} diagnostics and got {reported.Length}; {missing.Length} are missing, {extra.Count} are unexpected.\n");
        foreach (var item in missing.Select(index => expected[index]))
        {
            text.Append($"- {item}\n");
            if (Closest(item, extra.Select(index => reported[index])) is { } closest)
            {
                text.Append("    the closest of the unexpected ones differs in:\n");
                foreach (var difference in DiagnosticDifference.Find(item, closest.Diagnostic))
                    text.Append($"    {difference}\n");
            }
        }

        foreach (var item in extra.Select(index => reported[index]))
            text.Append($"+ {item.Describe()}\n{SourceLine(item.Diagnostic.Location)}");

        return text.ToString();
    }

    private static ReportedDiagnostic? Closest(DiagnosticResult expected, IEnumerable<ReportedDiagnostic> candidates)
        => candidates.MinBy(item => DiagnosticDifference.Find(expected, item.Diagnostic).Count());

    private static string SourceLine(Location location)
    {
        if (!location.IsInSource)
            return "";

        var text = location.SourceTree.GetText();
        var line = text.Lines.GetLineFromPosition(location.SourceSpan.Start);
        var start = location.SourceSpan.Start - line.Start;
        var length = Math.Max(1, Math.Min(location.SourceSpan.End, line.End) - location.SourceSpan.Start);
        return $"    {line}\n    {new string(' ', start)}{new string('~', length)}\n";
    }
}
