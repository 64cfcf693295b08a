using ZonedSdk.Benchmarks.Pairing;

namespace ZonedSdk.Tests.Benchmarks;

public sealed class EstimateTests
{
    [Fact]
    public void The_median_lies_in_its_interval_and_the_same_samples_always_give_the_same()
    {
        double[] samples = [.. Enumerable.Range(0, 15).Select(index => 1 + (index * 0.1))];

        var estimate = Estimate.Of(samples);

        Assert.Equal(1.7, estimate.Median, precision: 9);
        Assert.InRange(estimate.Low, 1.2, 1.5);
        Assert.InRange(estimate.High, 1.9, 2.2);
        Assert.Equal(estimate, Estimate.Of(samples.Reverse()) with { Low = estimate.Low, High = estimate.High });
        Assert.Equal(estimate, Estimate.Of(samples));
    }

    [Fact]
    public void One_wild_sample_of_fifteen_moves_neither_end_of_the_interval()
    {
        var estimate = Estimate.Of([.. Enumerable.Repeat(2.0, 14), 900.0]);

        Assert.Equal(new Estimate(2, 2, 2), estimate);
    }

    [Fact]
    public void Every_way_has_one_turn_a_round_and_each_begins_in_turn()
    {
        List<int> turns = [];
        Interleaved seen = Interleaved.Measure(3, () => Turn(0), () => Turn(1), () => Turn(2));

        Assert.Equal([0, 1, 2, 1, 2, 0, 2, 0, 1], turns);
        Assert.Equal(1, seen.MedianOf(1));
        Assert.Equal(2, seen.Of(figures => figures[2] - figures[0]).Median);

        double Turn(int way)
        {
            turns.Add(way);
            return way;
        }
    }
}
