using Microsoft.Win32.SafeHandles;

namespace ZoneArchive;

/// <summary>
/// Writes entries below a folder: folders first, then files, several at once, then links, so that no file is ever written through a link of
/// the archive; the folders' modes and times last, since a folder may be read-only.
/// </summary>
internal sealed class Restorer(Archive archive, string destination, Action<long> progress)
{
    private const int Writers = 4;
    private const UnixFileMode Permissions = (UnixFileMode)0b111_111_111;
    private readonly string _root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(destination));
    private readonly List<string> _failed = [];
    private int _entries;
    private long _bytes;

    public async Task<RestoreReport> RunAsync(IReadOnlyList<ArchiveEntry> entries, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(_root);
        foreach (ArchiveEntry folder in entries.Where(entry => entry.Kind == EntryKind.Directory))
        {
            Attempt(folder, path => Directory.CreateDirectory(path));
        }

        var options = new ParallelOptions { MaxDegreeOfParallelism = Writers, CancellationToken = cancellationToken };
        IEnumerable<ArchiveEntry[]> batches = entries.Where(entry => entry.Kind == EntryKind.File)
            .OrderBy(entry => entry.Extents.Length == 0 ? default : entry.Extents[0].Address)
            .Chunk(64);
        await Parallel.ForEachAsync(batches, options, async (batch, token) =>
        {
            var reader = new ExtentReader(archive);
            foreach (ArchiveEntry file in batch)
            {
                await RestoreFileAsync(reader, file, token);
            }
        });

        foreach (ArchiveEntry link in entries.Where(entry => entry.Kind == EntryKind.Link))
        {
            Attempt(link, path => RestoreLink(path, link));
        }

        foreach (ArchiveEntry folder in entries.Where(entry => entry.Kind == EntryKind.Directory).Reverse())
        {
            Attempt(folder, path =>
            {
                File.SetUnixFileMode(path, folder.Mode & Permissions);
                Directory.SetLastWriteTimeUtc(path, folder.Modified.UtcDateTime);
                _entries++;
            });
        }

        return new RestoreReport(_entries, _bytes, _failed);
    }

    private async Task RestoreFileAsync(ExtentReader reader, ArchiveEntry entry, CancellationToken cancellationToken)
    {
        string? path = null;
        try
        {
            path = Locate(entry);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);

            // A new file in place of whatever is there: an existing link is replaced, not followed.
            File.Delete(path);
            using (SafeFileHandle file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write, preallocationSize: entry.LengthBytes))
            {
                for (int index = 0; index < entry.Extents.Length; index++)
                {
                    ReadOnlyMemory<byte> payload = await reader.ReadAsync(entry, index, cancellationToken);
                    await RandomAccess.WriteAsync(file, payload, entry.Extents[index].FileOffset, cancellationToken);
                    Interlocked.Add(ref _bytes, payload.Length);
                    progress(payload.Length);
                }
            }

            File.SetLastWriteTimeUtc(path, entry.Modified.UtcDateTime);
            File.SetUnixFileMode(path, entry.Mode & Permissions);
            Interlocked.Increment(ref _entries);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or BadExtentException)
        {
            // Half a file under the right name would pass for the whole one.
            if (path is not null && error is BadExtentException)
            {
                File.Delete(path);
            }

            Fail(entry, error.Message);
        }
    }

    private void RestoreLink(string path, ArchiveEntry link)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.Delete(path);
        File.CreateSymbolicLink(path, link.LinkTarget);
        _entries++;
    }

    private void Attempt(ArchiveEntry entry, Action<string> action)
    {
        try
        {
            action(Locate(entry));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Fail(entry, error.Message);
        }
    }

    private string Locate(ArchiveEntry entry)
    {
        string path = EntryNames.PathBelow(_root, entry.Name)
            ?? throw new IOException($"the name would leave the folder {_root}");
        return EntryNames.LinkOnTheWay(_root, path) is { } link
            ? throw new IOException($"{link} is a link; it is not written through")
            : path;
    }

    private void Fail(ArchiveEntry entry, string reason)
    {
        lock (_failed)
        {
            string sentence = $"'{EntryNames.Printable(entry.Name)}' was not restored: {reason}";
            if (!_failed.Contains(sentence))
            {
                _failed.Add(sentence);
            }
        }
    }
}
