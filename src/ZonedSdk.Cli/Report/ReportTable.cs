using System.Globalization;

namespace ZonedSdk.Cli;

/// <summary>A report for people: a line for each zone, in columns that programs of lines can cut, too.</summary>
internal static class ReportTable
{
    public static async Task WriteAsync(ZonedDevice device, IAsyncEnumerable<ZoneInfo> zones, TextWriter output)
    {
        await output.WriteLineAsync($"{device.Name}: {device.Identity}, {device.Geometry.ZoneCount} zones of {ByteText.Of(device.Geometry.ZoneSizeBytes)}, blocks of {ByteText.Of(device.Geometry.BlockSizeBytes)}, {Limit(device.Limits.MaxOpenZones, "open")}, {Limit(device.Limits.MaxActiveZones, "active")}").ConfigureAwait(false);
        await output.WriteLineAsync($"{"zone",8} {"start",18} {"capacity",14} {"written",14}  {"condition",-18} type").ConfigureAwait(false);
        await foreach (ZoneInfo zone in zones.ConfigureAwait(false))
        {
            await output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"{zone.Index,8} {zone.Start,18} {zone.CapacityBytes,14} {Written(zone),14}  {ConditionText.Of(zone.Condition),-18} {ConditionText.Of(zone.Type)}{Advice(zone)}")).ConfigureAwait(false);
        }
    }

    private static string Limit(int zones, string what) => zones == 0 ? $"no limit of {what} zones" : string.Create(CultureInfo.InvariantCulture, $"at most {zones} {what}");

    private static string Written(in ZoneInfo zone) => zone.HasValidWritePointer ? (zone.WritePointer - zone.Start).ToString(CultureInfo.InvariantCulture) : "-";

    private static string Advice(in ZoneInfo zone) => (zone.ResetRecommended, zone.FinishRecommended) switch
    {
        (true, _) => "  reset recommended",
        (_, true) => "  finish recommended",
        _ => "",
    };
}
