using ZonedSdk.Benchmarks.Bars;
using ZonedSdk.Benchmarks.Pairing;
using ZonedSdk.Benchmarks.Reports;

namespace ZonedSdk.Tests.Benchmarks;

/// <summary>A bar that could not be missed would say nothing, and one that noise misses would soon be switched off.</summary>
public sealed class VerdictTests
{
    [Theory]
    [InlineData(3.1, 3.0, 3.2, nameof(Verdict.AimMet))]
    [InlineData(2.4, 1.9, 2.9, nameof(Verdict.Met))]
    [InlineData(1.9, 1.8, 2.1, nameof(Verdict.WithinNoise))]
    [InlineData(1.9, 1.8, 1.99, nameof(Verdict.Missed))]
    public void More_is_better_where_a_bar_says_at_least(double median, double low, double high, string verdict) =>
        Assert.Equal(verdict, Bar.AtLeast("throughput", required: 2, aim: 3).Judge(new Estimate(median, low, high)).ToString());

    [Theory]
    [InlineData(2.4, 2.0, 2.6, nameof(Verdict.AimMet))]
    [InlineData(3.9, 3.5, 4.5, nameof(Verdict.Met))]
    [InlineData(4.2, 3.9, 4.5, nameof(Verdict.WithinNoise))]
    [InlineData(4.2, 4.1, 4.5, nameof(Verdict.Missed))]
    public void Less_is_better_where_a_bar_says_at_most(double median, double low, double high, string verdict) =>
        Assert.Equal(verdict, Bar.AtMost("cost", required: 4, aim: 2.5).Judge(new Estimate(median, low, high)).ToString());

    [Theory]
    [InlineData(true, true)]
    [InlineData(false, false)]
    public void A_missed_bar_fails_the_run_only_where_it_is_judged(bool isJudged, bool isMissed)
    {
        var figure = new Figure(Bar.AtLeast("throughput", 2, 3), new Estimate(1, 0.9, 1.1), 15, "slow");
        var result = new RowResult(new AnyRow(), [figure], Obstacle: null, isJudged, ShareOfOthers: 0, TimeSpan.Zero);

        Assert.Equal(isMissed, result.IsMissed);
        Assert.Contains(isJudged ? "| MISSED" : "| (MISSED)", BarTable.Of([result]), StringComparison.Ordinal);
    }

    private sealed class AnyRow : Row
    {
        public override string Id => "99";

        public override string Title => "Anything";

        public override IEnumerable<Figure> Measure(Effort effort) => [];
    }
}
