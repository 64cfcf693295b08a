using System.Globalization;

namespace ZonedSdk.Benchmarks.Pairing;

/// <summary>What came out of a pair.</summary>
/// <param name="Pair">The pair.</param>
/// <param name="SubjectNanoseconds">Median of one operation of the subject.</param>
/// <param name="ReferenceNanoseconds">Median of one operation of the reference.</param>
/// <param name="Ratio">Median of the pairs' ratios.</param>
/// <param name="Low">Lower end of the interval that holds the true median with 95 %.</param>
/// <param name="High">Its upper end.</param>
internal sealed record PairResult(Pair Pair, double SubjectNanoseconds, double ReferenceNanoseconds, double Ratio, double Low, double High)
{
    /// <summary>True unless the interval lies above the bar: noise alone fails nothing, and a real excess does.</summary>
    public bool IsMet => Low <= Pair.Bar;

    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Pair.Name}: {Ratio:F3} ({Low:F3} to {High:F3}), {SubjectNanoseconds:F0} ns against {ReferenceNanoseconds:F0} ns; bar {Pair.Bar:F2}: {(IsMet ? "met" : "MISSED")}");
}
