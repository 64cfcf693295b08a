namespace ZonedSdk.Benchmarks.Bars;

/// <summary>One row of the table of bars: what is measured, with what it is compared, and how.</summary>
internal abstract class Row
{
    /// <summary>Number in the table of bars, or a word for what stands beside it.</summary>
    public abstract string Id { get; }

    /// <summary>What the row says.</summary>
    public abstract string Title { get; }

    /// <summary>True where neither a disk nor the machine's other users matter, so that a short run may judge it.</summary>
    public virtual bool IsQuiet => false;

    /// <summary>True where nanoseconds count: measured before the compiler has seen other drives than the row's own, as a program has it that uses one kind of drive.</summary>
    public virtual bool ComesFirst => false;

    /// <summary>False where the row says what something brings on this machine, of which nothing is required.</summary>
    public virtual bool IsJudged => true;

    /// <summary>Why the row cannot be measured here; null where it can.</summary>
    public virtual string? Obstacle(Effort effort) => null;

    /// <summary>Measures the row, one figure after the other.</summary>
    public abstract IEnumerable<Figure> Measure(Effort effort);
}
