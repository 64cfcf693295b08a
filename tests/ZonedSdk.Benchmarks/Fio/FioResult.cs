using System.Text.Json;

namespace ZonedSdk.Benchmarks.Fio;

/// <summary>What fio says of its writes.</summary>
/// <param name="PerSecond">Writes a second.</param>
/// <param name="CpuMicrosecondsEach">Processor time of one, of user and kernel.</param>
/// <param name="PercentilesMicroseconds">How long writes took, by percentile; empty where fio did not look at the clock.</param>
internal sealed record FioResult(double PerSecond, double CpuMicrosecondsEach, IReadOnlyDictionary<double, double> PercentilesMicroseconds)
{
    /// <summary>Reads fio's JSON.</summary>
    public static FioResult Parse(string output)
    {
        // Warnings stand before it.
        using JsonDocument document = JsonDocument.Parse(output[output.IndexOf('{')..]);
        JsonElement job = document.RootElement.GetProperty("jobs")[0];
        JsonElement write = job.GetProperty("write");
        double writes = write.GetProperty("total_ios").GetDouble();
        double milliseconds = write.GetProperty("runtime").GetDouble();
        double cpuShare = (job.GetProperty("usr_cpu").GetDouble() + job.GetProperty("sys_cpu").GetDouble()) / 100;
        Dictionary<double, double> percentiles = [];
        if (write.TryGetProperty("clat_ns", out JsonElement latency) && latency.TryGetProperty("percentile", out JsonElement listed))
        {
            percentiles = listed.EnumerateObject().ToDictionary(entry => double.Parse(entry.Name, System.Globalization.CultureInfo.InvariantCulture), entry => entry.Value.GetDouble() / 1000);
        }

        return new FioResult(write.GetProperty("iops").GetDouble(), cpuShare * milliseconds * 1000 / writes, percentiles);
    }
}
