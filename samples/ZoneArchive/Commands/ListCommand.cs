using System.Globalization;

namespace ZoneArchive;

/// <summary>Lists entries: kind and mode, bytes, extents, time of the last change, name.</summary>
internal static class ListCommand
{
    public static async Task<int> RunAsync(string device, string? name, CancellationToken cancellationToken)
    {
        await using ArchiveSession session = await ArchiveSession.OpenToReadAsync(device, cancellationToken);
        IReadOnlyList<ArchiveEntry> entries = name is null ? session.Archive.Catalog.Snapshot() : session.Archive.Catalog.Below(name);
        foreach (ArchiveEntry entry in entries)
        {
            char kind = entry.Kind switch { EntryKind.Directory => 'd', EntryKind.Link => 'l', _ => '-' };
            string mode = Convert.ToString((int)entry.Mode, toBase: 8).PadLeft(4, '0');
            string target = entry.Kind == EntryKind.Link ? $" -> {EntryNames.Printable(entry.LinkTarget)}" : "";
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{kind}{mode} {entry.LengthBytes,13} {entry.Extents.Length,6} {entry.Modified:yyyy-MM-dd HH:mm:ss} {EntryNames.Printable(entry.Name)}{target}"));
        }

        if (name is not null && entries.Count == 0)
        {
            await Console.Error.WriteLineAsync($"There is no '{name}' in {device}.");
            return ExitCode.Partly;
        }

        return ExitCode.Done;
    }
}
