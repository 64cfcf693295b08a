namespace ZoneArchive;

/// <summary>Takes entries out of the archive.</summary>
internal static class DeleteCommand
{
    public static async Task<int> RunAsync(string device, string[] names, CancellationToken cancellationToken)
    {
        await using ArchiveSession session = await ArchiveSession.OpenAsync(device, cancellationToken);
        var entries = new Dictionary<ulong, ArchiveEntry>();
        int missing = 0;
        foreach (string name in names)
        {
            IReadOnlyList<ArchiveEntry> found = session.Archive.Catalog.Below(name);
            if (found.Count == 0)
            {
                missing++;
                await Console.Error.WriteLineAsync($"There is no '{name}' in {device}; 'list' shows the names.");
            }

            foreach (ArchiveEntry entry in found)
            {
                entries[entry.FileId] = entry;
            }
        }

        if (entries.Count > 0)
        {
            await session.Archive.DeleteAsync(entries.Values, cancellationToken);
        }

        Console.WriteLine($"{entries.Count} entries of {ByteText.Of(entries.Values.Sum(entry => entry.LengthBytes))} deleted. 'reclaim' brings their space back.");
        return missing == 0 ? ExitCode.Done : ExitCode.Partly;
    }
}
