namespace ZoneArchive;

/// <summary>Restores entries below a folder.</summary>
internal static class GetCommand
{
    public static async Task<int> RunAsync(string device, string? name, string destination, CancellationToken cancellationToken)
    {
        await using ArchiveSession session = await ArchiveSession.OpenToReadAsync(device, cancellationToken);
        IReadOnlyList<ArchiveEntry> entries = name is null ? session.Archive.Catalog.Snapshot() : session.Archive.Catalog.Below(name);
        if (name is not null && entries.Count == 0)
        {
            await Console.Error.WriteLineAsync($"There is no '{name}' in {device}; 'list' shows the names.");
            return ExitCode.Partly;
        }

        long started = TimeProvider.System.GetTimestamp();
        long done = 0;
        RestoreReport report = null!;
        var restorer = new Restorer(session.Archive, destination, bytes => Interlocked.Add(ref done, bytes));
        await ProgressView.RunAsync(
            "Restoring",
            entries.Sum(entry => entry.LengthBytes),
            () => Interlocked.Read(ref done),
            async () => report = await restorer.RunAsync(entries, cancellationToken));
        foreach (string failure in report.Failed)
        {
            await Console.Error.WriteLineAsync(failure);
        }

        TimeSpan time = TimeProvider.System.GetElapsedTime(started);
        Console.WriteLine($"{report.Entries} entries, {ByteText.Of(report.Bytes)} restored to {destination} in {time.TotalSeconds:0.0} s ({ByteText.Rate(report.Bytes, time)}), {report.Failed.Count} failed.");
        return report.Failed.Count == 0 ? ExitCode.Done : ExitCode.Partly;
    }
}
