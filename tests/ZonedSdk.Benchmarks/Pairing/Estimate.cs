namespace ZonedSdk.Benchmarks.Pairing;

/// <summary>A median, and how sure it is.</summary>
/// <param name="Median">Median of the samples.</param>
/// <param name="Low">Lower end of the 90 % interval.</param>
/// <param name="High">Its upper end.</param>
internal readonly record struct Estimate(double Median, double Low, double High)
{
    private const int Draws = 2000;
    private const int Seed = 1;

    /// <summary>The median, with the interval that holds the medians of 90 of 100 bootstrap draws: what other runs of the same length would have said.</summary>
    /// <remarks>The draws follow from a seed, so that the same samples are always judged alike.</remarks>
    public static Estimate Of(IEnumerable<double> samples)
    {
        double[] values = [.. samples];
        double[] draw = new double[values.Length];
        double[] medians = new double[Draws];
        var random = new Random(Seed);
        for (int index = 0; index < Draws; index++)
        {
            for (int place = 0; place < draw.Length; place++)
            {
                draw[place] = values[random.Next(values.Length)];
            }

            medians[index] = MedianOf(draw);
        }

        Array.Sort(medians);
        return new Estimate(MedianOf(values), medians[Draws / 20], medians[Draws - 1 - (Draws / 20)]);
    }

    /// <summary>The middle of the values, which are sorted by that; of an even number the mean of both middles.</summary>
    public static double MedianOf(Span<double> values)
    {
        values.Sort();
        int half = values.Length / 2;
        return values.Length % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
    }
}
