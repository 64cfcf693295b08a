using System.Globalization;

namespace ZonedSdk.Benchmarks.Load;

/// <summary>What writers did while they were watched.</summary>
/// <param name="Operations">Operations that ended.</param>
/// <param name="Elapsed">How long it took.</param>
/// <param name="Cpu">Processor time of the whole process.</param>
internal readonly record struct CrowdSample(long Operations, TimeSpan Elapsed, TimeSpan Cpu)
{
    public double PerSecond => Operations / Elapsed.TotalSeconds;

    public double CpuMicrosecondsEach => Cpu.TotalMicroseconds / Operations;

    /// <summary>A throughput for a reader.</summary>
    public static string Thousands(double perSecond) => string.Create(CultureInfo.InvariantCulture, $"{perSecond / 1000:F1}k op/s");
}
