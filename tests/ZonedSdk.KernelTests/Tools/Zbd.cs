using System.Globalization;

namespace ZonedSdk.KernelTests.Tools;

/// <summary>libzbd's <c>zbd</c>: another program's reports and zone management, by the library that file systems use.</summary>
internal static class Zbd
{
    /// <summary>All zones of a device.</summary>
    public static IReadOnlyList<ReportedZone> Report(string path) =>
        [.. Command.Run("zbd", "report", "-csv", path).Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(Zone)];

    /// <summary>Runs reset, open, close or finish on one zone.</summary>
    public static void Manage(string path, string action, long zoneStartBytes, long zoneLengthBytes) =>
        Command.Run("zbd", action, "-ofst", $"{zoneStartBytes}", "-len", $"{zoneLengthBytes}", path);

    // zone num, type, ofst, len, cap, wp, cond, non_seq, reset: in bytes and decimal, but for the condition.
    private static ReportedZone Zone(string line)
    {
        string[] fields = line.Split(',', StringSplitOptions.TrimEntries);
        long start = Number(fields[2]);
        string condition = Letters(fields[6]);

        // Where the pointer means nothing it may be any number.
        long pointer = condition is "nw" or "fu" or "ro" or "of" ? 0 : Number(fields[5]) - start;
        return new ReportedZone(start, Number(fields[3]), Number(fields[4]), pointer, condition);
    }

    private static long Number(string field) => long.Parse(field, CultureInfo.InvariantCulture);

    private static string Letters(string condition) => condition switch
    {
        "0x0" => "nw",
        "0x1" => "em",
        "0x2" => "oi",
        "0x3" => "oe",
        "0x4" => "cl",
        "0xd" => "ro",
        "0xe" => "fu",
        "0xf" => "of",
        _ => throw new LabException($"zbd printed a condition of another form: {condition}"),
    };
}
