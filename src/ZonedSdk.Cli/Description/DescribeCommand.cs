using System.Globalization;
using ZonedSdk.Backends;

namespace ZonedSdk.Cli;

/// <summary>Says what a drive is, which way its data go, and what opening it brought to light; a line for each fact.</summary>
internal static class DescribeCommand
{
    public static async Task<int> RunAsync(string path, TextWriter output, CancellationToken cancellationToken)
    {
        ZonedDevice device = await DeviceOpener.OpenForLookingAsync(path, cancellationToken).ConfigureAwait(false);
        await using (device.ConfigureAwait(false))
        {
            DriveShape shape = await DriveShape.OfAsync(device, cancellationToken).ConfigureAwait(false);
            foreach ((string name, string value) in Facts(device, shape))
            {
                await output.WriteLineAsync($"{name,-18}{value}").ConfigureAwait(false);
            }
        }

        return ExitCode.Done;
    }

    private static IEnumerable<(string Name, string Value)> Facts(ZonedDevice device, DriveShape shape)
    {
        (Geometry geometry, Limits limits, BackendDescription description) = (device.Geometry, device.Limits, device.Description);
        yield return ("name", device.Name);
        yield return ("identity", device.Identity.Value);
        yield return ("size", Both(geometry.SizeBytes));
        yield return ("block size", Both(geometry.BlockSizeBytes));
        yield return ("zone size", Both(geometry.ZoneSizeBytes));
        yield return ("zone capacity", string.Join(", ", shape.Capacities.Select(capacity => $"{Both(capacity.CapacityBytes)} in {Count(capacity.ZoneCount, "zone")}")));
        yield return ("zones", Count(geometry.ZoneCount, "zone"));
        foreach ((ZoneType type, int firstZone, int zoneCount) in shape.Runs)
        {
            yield return ("", string.Create(CultureInfo.InvariantCulture, $"{firstZone} to {firstZone + zoneCount - 1}: {ConditionText.Of(type)}"));
        }

        yield return ("conditions", string.Join(", ", shape.Conditions.Select(condition => string.Create(CultureInfo.InvariantCulture, $"{condition.ZoneCount} {ConditionText.Of(condition.Condition)}"))));
        yield return ("open zones", Limit(limits.MaxOpenZones));
        yield return ("active zones", Limit(limits.MaxActiveZones));
        yield return ("one command", $"at most {Both(limits.MaxTransferBytes)}");
        yield return ("one append", $"at most {Both(limits.MaxAppendBytes)}");
        yield return ("data", description.DataPath == IoPath.Unknown ? "by the backend's own way" : $"{description.DataPath}{(description.Engine is { } engine ? $", by {engine}" : "")}");
        foreach (BackendFinding finding in description.Findings)
        {
            yield return ($"{finding.Severity}".ToUpperInvariant(), finding.Message);
        }
    }

    private static string Both(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes} ({ByteText.Of(bytes)})");

    private static string Count(int count, string what) => string.Create(CultureInfo.InvariantCulture, $"{count} {what}{(count == 1 ? "" : "s")}");

    private static string Limit(int limit) => limit == 0 ? "no limit" : string.Create(CultureInfo.InvariantCulture, $"at most {limit}");
}
