namespace ZonedSdk.Benchmarks.Pairing;

/// <summary>Figures of several ways to do the same work, taken in turns, so that whatever else the machine does meets all of them.</summary>
internal sealed class Interleaved
{
    private readonly double[][] _rounds;

    private Interleaved(double[][] rounds)
    {
        _rounds = rounds;
    }

    public int Rounds => _rounds.Length;

    /// <summary>Lets each way have one turn a round. Who begins moves on with each round: the second one finds warmer caches.</summary>
    /// <param name="rounds">How many rounds.</param>
    /// <param name="ways">Each takes one turn and says its figure.</param>
    public static Interleaved Measure(int rounds, params Func<double>[] ways)
    {
        double[][] figures = new double[rounds][];
        for (int round = 0; round < rounds; round++)
        {
            figures[round] = new double[ways.Length];
            for (int turn = 0; turn < ways.Length; turn++)
            {
                int way = (round + turn) % ways.Length;
                figures[round][way] = ways[way]();
            }
        }

        return new Interleaved(figures);
    }

    /// <summary>The median of what each round says, with its interval.</summary>
    /// <param name="figure">Of one round's figures, in the order of the ways.</param>
    public Estimate Of(Func<double[], double> figure) => Estimate.Of(_rounds.Select(figure));

    /// <summary>The median of one way alone: for a reader, never for a verdict.</summary>
    public double MedianOf(int way) => Estimate.MedianOf(_rounds.Select(round => round[way]).ToArray());
}
