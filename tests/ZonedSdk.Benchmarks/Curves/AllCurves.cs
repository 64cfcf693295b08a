using ZonedSdk.Benchmarks.Bars;

namespace ZonedSdk.Benchmarks.Curves;

/// <summary>The charts.</summary>
internal static class AllCurves
{
    private static readonly Curve[] s_curves = [new DepthCurve(), new ImageDepthCurve(), new ZonesCurve(), new LatencyCurve()];

    /// <summary>Measures and writes all that can be drawn here.</summary>
    public static void Write(Effort effort, string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (Curve curve in s_curves)
        {
            string path = Path.Combine(folder, $"{curve.Name}.svg");
            if (curve.Obstacle is { } obstacle)
            {
                Console.Error.WriteLine($"{path} was not drawn: {obstacle}");
                continue;
            }

            File.WriteAllText(path, curve.Measure(effort).ToSvg());
            Console.Error.WriteLine(path);
        }
    }
}
