using ZonedSdk.Benchmarks.Pairing;

namespace ZonedSdk.Benchmarks.Bars;

/// <summary>What was measured of a bar.</summary>
/// <param name="Bar">The bar.</param>
/// <param name="Estimate">The figure.</param>
/// <param name="Samples">How many pairs or samples it is the median of.</param>
/// <param name="Seen">What the sides of the ratio were on this machine, in words: no bar rests on them.</param>
internal sealed record Figure(Bar Bar, Estimate Estimate, int Samples, string Seen)
{
    public Verdict Verdict => Bar.Judge(Estimate);
}
