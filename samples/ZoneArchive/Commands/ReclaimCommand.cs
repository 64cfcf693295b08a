namespace ZoneArchive;

/// <summary>Makes room.</summary>
internal static class ReclaimCommand
{
    public static async Task<int> RunAsync(string device, ReclaimOptions options, CancellationToken cancellationToken)
    {
        await using ArchiveSession session = await ArchiveSession.OpenAsync(device, cancellationToken);
        ReclaimReport report = await session.Archive.ReclaimAsync(options, _ => { }, cancellationToken);
        foreach (string left in report.Left)
        {
            await Console.Error.WriteLineAsync(left);
        }

        Console.WriteLine($"{report.ZonesReset} of {report.Candidates} zones reset: {ByteText.Of(report.BytesCopied)} copied, {ByteText.Of(report.BytesFreed)} of garbage gone.");
        return report.Left.Count == 0 ? ExitCode.Done : ExitCode.Partly;
    }
}
