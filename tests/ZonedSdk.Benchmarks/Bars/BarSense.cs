namespace ZonedSdk.Benchmarks.Bars;

/// <summary>Which side of a bar is the good one.</summary>
internal enum BarSense
{
    /// <summary>More is better.</summary>
    AtLeast,

    /// <summary>Less is better.</summary>
    AtMost,
}
