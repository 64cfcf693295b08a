namespace ZoneArchive;

/// <summary>Reads everything and says what is bad.</summary>
internal static class VerifyCommand
{
    public static async Task<int> RunAsync(string device, CancellationToken cancellationToken)
    {
        await using ArchiveSession session = await ArchiveSession.OpenToReadAsync(device, cancellationToken);
        long started = TimeProvider.System.GetTimestamp();
        long done = 0;
        VerifyReport report = null!;
        var verifier = new Verifier(session.Archive, bytes => Interlocked.Add(ref done, bytes));
        await ProgressView.RunAsync(
            "Verifying",
            session.Archive.Catalog.Snapshot().Sum(entry => entry.LengthBytes),
            () => Interlocked.Read(ref done),
            async () => report = await verifier.RunAsync(cancellationToken));
        foreach (string sentence in report.Bad)
        {
            await Console.Error.WriteLineAsync($"bad {EntryNames.Printable(sentence)}");
        }

        TimeSpan time = TimeProvider.System.GetElapsedTime(started);
        Console.WriteLine($"{report.Entries} entries, {report.Extents} extents, {ByteText.Of(report.Bytes)} verified in {time.TotalSeconds:0.0} s ({ByteText.Rate(report.Bytes, time)}): {report.Bad.Count} bad. {ByteText.Of(report.OrphanBytes)} belong to no entry.");
        return report.Bad.Count == 0 ? ExitCode.Done : ExitCode.Partly;
    }
}
