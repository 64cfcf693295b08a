using System.Text.Json;

namespace ZonedSdk.KernelTests.Tools;

/// <summary>nvme-cli's <c>nvme zns</c>: reports and zone management past the block layer.</summary>
internal static class NvmeZns
{
    /// <summary>All zones of a namespace whose logical blocks are so long, and whose zones are.</summary>
    public static IReadOnlyList<ReportedZone> Report(string path, int blockBytes, long zoneLengthBytes)
    {
        using var report = JsonDocument.Parse(Command.Run("nvme", "zns", "report-zones", path, "--output-format=json"));
        return [.. report.RootElement.GetProperty("zone_list").EnumerateArray().Select(zone => Zone(zone, blockBytes, zoneLengthBytes))];
    }

    /// <summary>Most active and most open zones as the namespace says them: counted from zero, all ones for no limit.</summary>
    public static (uint Active, uint Open) LimitsOf(string path)
    {
        using var identity = JsonDocument.Parse(Command.Run("nvme", "zns", "id-ns", path, "--output-format=json"));

        // Some versions print all ones as -1.
        return ((uint)identity.RootElement.GetProperty("mar").GetInt64(), (uint)identity.RootElement.GetProperty("mor").GetInt64());
    }

    /// <summary>Runs reset-zone, open-zone, close-zone or finish-zone on one zone.</summary>
    public static void Manage(string path, string action, long startLba) => Command.Run("nvme", "zns", action, path, $"--start-lba={startLba}");

    // The drive's pointer of a full zone means nothing and may be any number.
    private static ReportedZone Zone(JsonElement zone, int blockBytes, long zoneLengthBytes)
    {
        long start = zone.GetProperty("slba").GetInt64();
        string condition = Letters(zone.GetProperty("state").GetString());
        long pointer = condition is "fu" or "ro" or "of" ? start : zone.GetProperty("wp").GetInt64();
        return new ReportedZone(start * blockBytes, zoneLengthBytes, zone.GetProperty("cap").GetInt64() * blockBytes, (pointer - start) * blockBytes, condition);
    }

    private static string Letters(string? state) => state switch
    {
        "EMPTY" => "em",
        "IMP_OPENED" => "oi",
        "EXP_OPENED" => "oe",
        "CLOSED" => "cl",
        "READONLY" => "ro",
        "FULL" => "fu",
        "OFFLINE" => "of",
        _ => throw new LabException($"nvme printed a state of another form: {state}"),
    };
}
