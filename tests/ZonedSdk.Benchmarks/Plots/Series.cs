namespace ZonedSdk.Benchmarks.Plots;

/// <summary>One line of a chart.</summary>
/// <param name="Name">What stands at its end.</param>
/// <param name="Role">Which colour it has: ours, ours-pool, held or other.</param>
/// <param name="Points">From left to right.</param>
internal sealed record Series(string Name, SeriesRole Role, IReadOnlyList<(double X, double Y)> Points);
