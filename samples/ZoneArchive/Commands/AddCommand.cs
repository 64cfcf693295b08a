namespace ZoneArchive;

/// <summary>Stores files and folders. Where the output is no terminal, each name is printed once it is durable, and not before.</summary>
internal static class AddCommand
{
    public static async Task<int> RunAsync(string device, string[] paths, AddOptions options, CancellationToken cancellationToken)
    {
        await using ArchiveSession session = await ArchiveSession.OpenAsync(device, cancellationToken);
        ArchiveStatistics statistics = session.Archive.Statistics;
        long started = TimeProvider.System.GetTimestamp();
        var observer = new AddObserver();
        SourceItem[] items = [.. new FolderScan(observer.Skipped).Find(paths)];
        long totalBytes = items.Sum(item => item.LengthBytes);
        try
        {
            await ProgressView.RunAsync("Storing", totalBytes, () => statistics.BytesRead, () => session.Archive.AddAsync(items, options, observer, cancellationToken));
        }
        finally
        {
            TimeSpan time = TimeProvider.System.GetElapsedTime(started);
            Console.WriteLine($"{observer.Count} entries, {ByteText.Of(observer.Bytes)} stored in {time.TotalSeconds:0.0} s ({ByteText.Rate(observer.Bytes, time)}): {statistics.ExtentsWritten} extents in {statistics.Appends} appends, {statistics.Groups} groups, {statistics.Reappends} appends made again, {observer.SkippedCount} skipped.");
        }

        return observer.SkippedCount == 0 ? ExitCode.Done : ExitCode.Partly;
    }

    private sealed class AddObserver : IArchiveObserver
    {
        private int _skipped;

        public int Count { get; private set; }

        public long Bytes { get; private set; }

        public int SkippedCount => _skipped;

        public void Stored(ArchiveEntry entry)
        {
            Count++;
            Bytes += entry.LengthBytes;
            if (!ProgressView.IsTerminal)
            {
                Console.WriteLine($"stored {EntryNames.Printable(entry.Name)}");
            }
        }

        public void Skipped(string path, string reason)
        {
            Interlocked.Increment(ref _skipped);
            Console.Error.WriteLine($"skipped {EntryNames.Printable(path)}: {reason}");
        }
    }
}
