namespace ZonedSdk.Benchmarks.Plots;

/// <summary>One axis: where a value stands on it, and which values are written beside it.</summary>
/// <param name="Title">What the axis counts, with its unit.</param>
/// <param name="Ticks">The values that are written, with their text; the first and the last are the axis' ends.</param>
/// <param name="Scale">Bends the values: a logarithm, or nothing.</param>
internal sealed record Axis(string Title, IReadOnlyList<(double Value, string Text)> Ticks, Func<double, double> Scale)
{
    /// <summary>Place of a value, 0 to 1.</summary>
    public double Place(double value)
    {
        double first = Scale(Ticks[0].Value);
        return (Scale(value) - first) / (Scale(Ticks[^1].Value) - first);
    }

    /// <summary>From 0 up to at least the highest value, in round steps.</summary>
    public static Axis Linear(string title, double highest, Func<double, string> text)
    {
        double step = RoundStep(highest / 5);
        int steps = (int)Math.Ceiling(highest / step);
        return new Axis(title, [.. Enumerable.Range(0, steps + 1).Select(index => (index * step, text(index * step)))], value => value);
    }

    /// <summary>Powers of ten around the values.</summary>
    public static Axis Decades(string title, double lowest, double highest, Func<double, string> text)
    {
        int first = (int)Math.Floor(Math.Log10(lowest));
        int last = Math.Max(first + 1, (int)Math.Ceiling(Math.Log10(highest)));
        return new Axis(title, [.. Enumerable.Range(first, last - first + 1).Select(power => (Math.Pow(10, power), text(Math.Pow(10, power))))], Math.Log10);
    }

    /// <summary>The values themselves, each twice the one before.</summary>
    public static Axis Doublings(string title, IReadOnlyList<int> values) => new(title, [.. values.Select(value => ((double)value, $"{value}"))], Math.Log2);

    // 1, 2 or 5 of some power of ten.
    private static double RoundStep(double step)
    {
        double power = Math.Pow(10, Math.Floor(Math.Log10(step)));
        double factor = step / power;
        return power * (factor <= 1 ? 1 : factor <= 2 ? 2 : factor <= 5 ? 5 : 10);
    }
}
