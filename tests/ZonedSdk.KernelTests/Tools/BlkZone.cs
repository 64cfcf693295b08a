using System.Globalization;
using System.Text.RegularExpressions;

namespace ZonedSdk.KernelTests.Tools;

/// <summary>A zone as util-linux's <c>blkzone report</c> prints it, in bytes.</summary>
/// <param name="StartBytes">Where it starts on the device.</param>
/// <param name="LengthBytes">From its start to the next zone's.</param>
/// <param name="CapacityBytes">How much of it can be written.</param>
/// <param name="WritePointerBytes">Counted from the zone's start.</param>
/// <param name="Condition">In the tool's letters: em empty, oi and oe open, cl closed, fu full, ro read-only, of offline, nw without a write pointer.</param>
internal sealed record ReportedZone(long StartBytes, long LengthBytes, long CapacityBytes, long WritePointerBytes, string Condition);

/// <summary>util-linux's <c>blkzone</c>: reports that owe nothing to our code, straight from the kernel and never from a cache.</summary>
internal static partial class BlkZone
{
    private const int SectorBytes = 512;

    /// <summary>All zones of a device.</summary>
    public static IReadOnlyList<ReportedZone> Report(string path) => Parse(Command.Run("blkzone", "report", path));

    /// <summary>One zone of a device, by its index among zones of one length.</summary>
    public static ReportedZone Report(string path, long zoneStartBytes) =>
        Parse(Command.Run("blkzone", "report", "--offset", Sectors(zoneStartBytes), "--count", "1", path)) is [var zone]
            ? zone
            : throw new LabException($"blkzone did not report one zone of {path} at {zoneStartBytes} bytes.");

    /// <summary>Runs reset, open, close or finish on one zone.</summary>
    public static CommandResult Manage(string path, string action, long zoneStartBytes) =>
        Command.Try("blkzone", action, "--offset", Sectors(zoneStartBytes), "--count", "1", path);

    private static string Sectors(long bytes) => (bytes / SectorBytes).ToString(CultureInfo.InvariantCulture);

    private static ReportedZone[] Parse(string report)
    {
        ReportedZone[] zones = [.. Line().Matches(report).Select(Zone)];
        return zones.Length == report.Count(c => c == '\n') ? zones : throw new LabException($"blkzone printed lines of another form:\n{report}");
    }

    private static ReportedZone Zone(Match line) => new(
        Bytes(line, "start"), Bytes(line, "length"), Bytes(line, "capacity"), Bytes(line, "wp"), line.Groups["condition"].Value);

    private static long Bytes(Match line, string name) =>
        long.Parse(line.Groups[name].ValueSpan, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture) * SectorBytes;

    [GeneratedRegex("start: 0x(?<start>[0-9a-f]+), len 0x(?<length>[0-9a-f]+), cap 0x(?<capacity>[0-9a-f]+), wptr 0x(?<wp>[0-9a-f]+) .*zcond: ?[0-9]+\\((?<condition>..)\\)")]
    private static partial Regex Line();
}
