using ZonedSdk.Backends.Image;

namespace ZonedSdk.Cli;

/// <summary>Says what is wrong with an image.</summary>
internal static class CheckCommand
{
    public static async Task<int> RunAsync(string path, CancellationToken cancellationToken)
    {
        ImageCheckReport report = await ImageDrive.CheckAsync(path, cancellationToken).ConfigureAwait(false);
        foreach (ImageFinding finding in report.Findings)
        {
            await Console.Out.WriteLineAsync(finding.ToString()).ConfigureAwait(false);
        }

        await Console.Out.WriteLineAsync($"{path}: {(report.IsSound ? "sound" : "damaged")}; it opens for {Use(report)}.").ConfigureAwait(false);
        return report.IsSound ? ExitCode.Done : ExitCode.Found;
    }

    private static string Use(ImageCheckReport report) => report switch
    {
        { CanOpenForWriting: true } => "reading and writing",
        { CanOpenReadOnly: true } => "reading only",
        _ => "nothing",
    };
}
