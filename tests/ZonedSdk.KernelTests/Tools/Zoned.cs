using System.Text.Json;

namespace ZonedSdk.KernelTests.Tools;

/// <summary>Our own tool, published beside this program: what it reports as JSON, in the letters of <c>blkzone</c>.</summary>
internal static class Zoned
{
    /// <summary>Where it is.</summary>
    public static string Program => Path.GetFullPath($"{AppContext.BaseDirectory}/../../ZonedSdk.Cli/release_linux-x64/zoned");

    /// <summary>All zones of a device.</summary>
    public static IReadOnlyList<ReportedZone> Report(string path)
    {
        using var report = JsonDocument.Parse(Command.Run(Program, "report", path, "--json"));
        return [.. report.RootElement.GetProperty("zones").EnumerateArray().Select(Zone)];
    }

    private static ReportedZone Zone(JsonElement zone)
    {
        long start = zone.GetProperty("start").GetInt64();
        JsonElement pointer = zone.GetProperty("writePointer");
        return new ReportedZone(
            start,
            zone.GetProperty("lengthBytes").GetInt64(),
            zone.GetProperty("capacityBytes").GetInt64(),
            pointer.ValueKind == JsonValueKind.Number ? pointer.GetInt64() - start : 0,
            Letters(zone.GetProperty("condition").GetString()!));
    }

    private static string Letters(string condition) => condition switch
    {
        "not-write-pointer" => "nw",
        "empty" => "em",
        "implicitly-open" => "oi",
        "explicitly-open" => "oe",
        "closed" => "cl",
        "read-only" => "ro",
        "full" => "fu",
        "offline" => "of",
        _ => throw new LabException($"zoned reported a condition '{condition}'."),
    };
}
