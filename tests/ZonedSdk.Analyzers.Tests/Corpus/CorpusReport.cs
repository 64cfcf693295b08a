using System.Globalization;
using System.Text;

namespace ZonedSdk.Analyzers.Tests.Corpus;

/// <summary>What the three modes found in one code base, and whether that is good enough.</summary>
internal sealed record CorpusReport
{
    private const int LinesPerReport = 100_000;
    private const double LeastKillRate = 0.95;

    public required int FileCount { get; init; }

    public required int LineCount { get; init; }

    /// <summary>How long the rules took without annotations, with all that the compiler did for them.</summary>
    public required TimeSpan Analysis { get; init; }

    /// <summary>Mode 1: what was reported without annotations; it should be nothing.</summary>
    public required IReadOnlyList<Finding> Silent { get; init; }

    /// <summary>Mode 2: the fields that were annotated.</summary>
    public required IReadOnlyList<GuardedField> Fields { get; init; }

    /// <summary>Mode 2: what was reported, to be judged by hand.</summary>
    public required IReadOnlyList<Finding> Reports { get; init; }

    /// <summary>Mode 3: how many locks were removed or exchanged.</summary>
    public required int MutantCount { get; init; }

    /// <summary>Mode 3: those that nobody noticed.</summary>
    public required IReadOnlyList<string> Survivors { get; init; }

    public int CrashCount => Silent.Concat(Reports).Count(static f => f.IsCrash);

    public double ReportsPer100kLines => Reports.Count * 100_000.0 / LineCount;

    public double KillRate => MutantCount == 0 ? 1 : 1 - ((double)Survivors.Count / MutantCount);

    /// <summary>Every report counts as a false positive until somebody has judged it.</summary>
    public bool IsGood => Silent.Count == 0 && CrashCount == 0 && Reports.Count <= (LineCount + LinesPerReport - 1) / LinesPerReport && KillRate >= LeastKillRate;

    public override string ToString()
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"{FileCount} files, {LineCount} lines, analysed in {Analysis.TotalSeconds:F1} s");
        text.AppendLine(CultureInfo.InvariantCulture, $"mode 1, no annotations: {Silent.Count} reports, {CrashCount} crashes (in modes 1 and 2)");
        AppendAll(text, Silent);
        text.AppendLine(CultureInfo.InvariantCulture, $"mode 2, inferred GuardedBy: {Fields.Count} fields with {Fields.Sum(static f => f.Accesses.Length)} accesses, {Reports.Count} reports, {ReportsPer100kLines:F2} per 100,000 lines");
        AppendAll(text, Reports);
        text.AppendLine(CultureInfo.InvariantCulture, $"mode 3, one lock removed or exchanged: {MutantCount - Survivors.Count} of {MutantCount} noticed, {KillRate:P1}");
        AppendAll(text, Survivors);
        return text.ToString();
    }

    private static void AppendAll<T>(StringBuilder text, IEnumerable<T> lines)
    {
        foreach (T line in lines)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"    {line}");
        }
    }
}
