using System.Globalization;
using System.Runtime.InteropServices;

namespace ZonedSdk.Benchmarks.Reports;

/// <summary>When and on what machine a run was made.</summary>
/// <param name="Date">The day, UTC.</param>
/// <param name="Processor">The processors.</param>
/// <param name="System">Kernel and runtime.</param>
internal sealed record RunCircumstances(string Date, string Processor, string System)
{
    public static RunCircumstances Now()
    {
        string model = File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':', 2)[1].Trim() ?? RuntimeInformation.ProcessArchitecture.ToString();
        return new RunCircumstances(
            TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture),
            $"{Environment.ProcessorCount} x {model}",
            $"Linux {Environment.OSVersion.Version}, {RuntimeInformation.FrameworkDescription}");
    }

    public override string ToString() => $"{Date}, {Processor}, {System}";
}
