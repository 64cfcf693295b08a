using System.Runtime.CompilerServices;

namespace ZonedSdk.Cli;

/// <summary>Lists the zones of a drive.</summary>
internal static class ReportCommand
{
    public static async Task<int> RunAsync(string path, ReportOptions options, TextWriter output, CancellationToken cancellationToken)
    {
        ZonedDevice device = await ZonedDevice.OpenAsync(path, new ZonedDeviceOptions { ReadOnly = true }, cancellationToken).ConfigureAwait(false);
        await using (device.ConfigureAwait(false))
        {
            IAsyncEnumerable<ZoneInfo> zones = ListAsync(device, options, cancellationToken);
            await (options.IsJson ? ReportJson.WriteAsync(device, zones, output) : ReportTable.WriteAsync(device, zones, output)).ConfigureAwait(false);
        }

        return ExitCode.Done;
    }

    private static async IAsyncEnumerable<ZoneInfo> ListAsync(ZonedDevice device, ReportOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach ((int first, int count) in (options.Zones ?? ZoneSelection.All).On(device))
        {
            await foreach (ZoneInfo zone in device.ReportAsync(first, count, options.Filter, options.Source, cancellationToken).ConfigureAwait(false))
            {
                yield return zone;
            }
        }
    }
}
