namespace ZonedSdk.Benchmarks.Bars;

/// <summary>What a figure says of its bar.</summary>
internal enum Verdict
{
    /// <summary>The median reaches what is worth reaching.</summary>
    AimMet,

    /// <summary>The median reaches what is required.</summary>
    Met,

    /// <summary>The median falls short, but the interval does not: this run cannot tell.</summary>
    WithinNoise,

    /// <summary>The whole interval falls short.</summary>
    Missed,
}
