using System.Text;

namespace ZonedSdk.Testing;

/// <summary>What became of all cases on a target.</summary>
public sealed class ConformanceReport
{
    internal ConformanceReport(string target, IReadOnlyList<ConformanceResult> results)
    {
        Target = target;
        Results = results;
    }

    /// <summary>The target's name.</summary>
    public string Target { get; }

    /// <summary>One result for each case, in the suite's order.</summary>
    public IReadOnlyList<ConformanceResult> Results { get; }

    /// <summary>True where no case failed and at least one passed.</summary>
    public bool IsConformant => Count(ConformanceOutcome.Failed) == 0 && Count(ConformanceOutcome.Passed) > 0;

    /// <summary>The counts in one line.</summary>
    public string Summary =>
        $"{Target}: {Count(ConformanceOutcome.Passed)} passed, {Count(ConformanceOutcome.Failed)} failed, {Count(ConformanceOutcome.Permitted)} permitted to differ, {Count(ConformanceOutcome.NotApplicable)} not applicable";

    /// <summary>How many cases ended so.</summary>
    /// <param name="outcome">How they ended.</param>
    public int Count(ConformanceOutcome outcome) => Results.Count(result => result.Outcome == outcome);

    /// <summary>Where two devices answered differently, among the cases that passed on both and whose traces can be compared.</summary>
    /// <param name="other">The other device's report.</param>
    public IReadOnlyList<TraceDifference> CompareTraces(ConformanceReport other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return CompareTraces(Results, other.Results);
    }

    /// <summary>Where two devices answered differently, among the cases that passed on both and whose traces can be compared.</summary>
    /// <param name="first">Results of the first device.</param>
    /// <param name="second">Results of the second device.</param>
    public static IReadOnlyList<TraceDifference> CompareTraces(IEnumerable<ConformanceResult> first, IEnumerable<ConformanceResult> second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        Dictionary<string, ConformanceResult> theirs = second.Where(IsPassed).ToDictionary(static result => result.Case.Name, StringComparer.Ordinal);
        List<TraceDifference> differences = [];
        foreach (ConformanceResult mine in first.Where(static result => IsPassed(result) && result.Case.HasComparableTrace))
        {
            if (theirs.TryGetValue(mine.Case.Name, out ConformanceResult? their) && FirstDifference(mine.Trace, their.Trace) is { } line and >= 0)
            {
                differences.Add(new TraceDifference(mine.Case.Name, line, LineOf(mine.Trace, line), LineOf(their.Trace, line)));
            }
        }

        return differences;
    }

    /// <summary>The summary; then each failure in full, each permitted difference, and why cases did not apply.</summary>
    public override string ToString()
    {
        StringBuilder text = new(Summary);
        foreach (ConformanceResult result in Results.Where(static result => result.Outcome is ConformanceOutcome.Failed or ConformanceOutcome.Permitted))
        {
            text.AppendLine().Append(result);
        }

        foreach (IGrouping<string, ConformanceResult> reason in Results.Where(static result => result.Outcome == ConformanceOutcome.NotApplicable).GroupBy(static result => result.Reason, StringComparer.Ordinal))
        {
            text.AppendLine().Append($"{reason.Count()} not applicable: {reason.Key}");
        }

        return text.ToString();
    }

    private static bool IsPassed(ConformanceResult result) => result.Outcome == ConformanceOutcome.Passed;

    private static int FirstDifference(IReadOnlyList<string> first, IReadOnlyList<string> second)
    {
        for (int i = 0; i < Math.Max(first.Count, second.Count); i++)
        {
            if (!string.Equals(LineOf(first, i), LineOf(second, i), StringComparison.Ordinal))
            {
                return i;
            }
        }

        return -1;
    }

    private static string LineOf(IReadOnlyList<string> trace, int line) => line < trace.Count ? trace[line] : "";
}
