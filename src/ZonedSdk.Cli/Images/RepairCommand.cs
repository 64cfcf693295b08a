using System.Globalization;
using ZonedSdk.Backends.Image;

namespace ZonedSdk.Cli;

/// <summary>Mends an image as far as that takes no guess, and says what it left.</summary>
internal static class RepairCommand
{
    // An image may have a million zones.
    private const int MostLosses = 40;

    public static async Task<int> RunAsync(string path, ImageRepairOptions options, CancellationToken cancellationToken)
    {
        ImageRepairReport report = await ImageDrive.RepairAsync(path, options, cancellationToken).ConfigureAwait(false);
        TextWriter output = Console.Out;
        foreach (ImageFinding finding in report.Before.Findings)
        {
            await output.WriteLineAsync(finding.ToString()).ConfigureAwait(false);
        }

        foreach (ImageRepairStep step in report.Steps)
        {
            await output.WriteLineAsync($"{(options.IsDryRun ? "Would write" : "Wrote")} {step}").ConfigureAwait(false);
        }

        foreach (ImageZoneLoss loss in report.Losses.Take(MostLosses))
        {
            await output.WriteLineAsync(loss.ToString()).ConfigureAwait(false);
        }

        if (report.Losses.Count > MostLosses)
        {
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"... and {report.Losses.Count - MostLosses} zones more.")).ConfigureAwait(false);
        }

        foreach (string obstacle in report.Obstacles)
        {
            await output.WriteLineAsync($"Not mended: {ByToolOptions(obstacle)}.").ConfigureAwait(false);
        }

        await output.WriteLineAsync($"{path}: {Outcome(report, options)}.").ConfigureAwait(false);
        return report.IsSound ? ExitCode.Done : ExitCode.Found;
    }

    // The library names its own options.
    private static string ByToolOptions(string obstacle) => obstacle
        .Replace($"{nameof(ImageRepairOptions)}.{nameof(ImageRepairOptions.Superblock)}", "--superblock First or Second", StringComparison.Ordinal)
        .Replace($"{nameof(ImageRepairOptions)}.{nameof(ImageRepairOptions.UncertainZones)}", "--uncertain-zones Offline or ReadOnly", StringComparison.Ordinal);

    private static string Outcome(ImageRepairReport report, ImageRepairOptions options) => (report.IsSound, report.Steps.Count, options.IsDryRun) switch
    {
        (true, 0, _) => "sound; there was nothing to do",
        (true, _, true) => "would be sound; nothing was written",
        (true, _, false) => "repaired; it opens for reading and writing",
        (false, _, true) => "would still be damaged; nothing was written",
        (false, 0, false) => "damaged; nothing was written",
        _ => "still damaged, and no worse than before",
    };
}
