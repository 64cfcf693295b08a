namespace ZonedSdk.Benchmarks.Bars;

/// <summary>What came out of a row.</summary>
/// <param name="Row">The row.</param>
/// <param name="Figures">Its figures; none where something was in the way.</param>
/// <param name="Obstacle">What was in the way; null where nothing was.</param>
/// <param name="IsJudged">Whether a missed bar fails the run.</param>
/// <param name="ShareOfOthers">Share of the processors that others had meanwhile.</param>
/// <param name="Elapsed">How long it took.</param>
internal sealed record RowResult(Row Row, IReadOnlyList<Figure> Figures, string? Obstacle, bool IsJudged, double ShareOfOthers, TimeSpan Elapsed)
{
    public bool IsMissed => IsJudged && Figures.Any(figure => figure.Verdict == Verdict.Missed);
}
