using ZonedSdk.Benchmarks.Pairing;

namespace ZonedSdk.Benchmarks.Bars;

/// <summary>What a figure has to reach.</summary>
/// <param name="Label">What of the row is measured.</param>
/// <param name="Sense">Which way is better.</param>
/// <param name="Required">The figure that must be reached.</param>
/// <param name="Aim">The figure that is worth reaching.</param>
/// <param name="Unit">What it counts.</param>
internal sealed record Bar(string Label, BarSense Sense, double Required, double Aim, Unit Unit)
{
    public static Bar AtLeast(string label, double required, double aim, Unit unit = Unit.Times) => new(label, BarSense.AtLeast, required, aim, unit);

    public static Bar AtMost(string label, double required, double aim, Unit unit = Unit.Times) => new(label, BarSense.AtMost, required, aim, unit);

    /// <summary>Noise alone fails nothing, and a real shortfall does: a bar is missed when the whole interval is on its wrong side.</summary>
    public Verdict Judge(in Estimate estimate)
    {
        double closest = Sense == BarSense.AtLeast ? estimate.High : estimate.Low;
        return Reaches(estimate.Median, Aim) ? Verdict.AimMet
            : Reaches(estimate.Median, Required) ? Verdict.Met
            : Reaches(closest, Required) ? Verdict.WithinNoise
            : Verdict.Missed;
    }

    private bool Reaches(double figure, double bar) => Sense == BarSense.AtLeast ? figure >= bar : figure <= bar;
}
