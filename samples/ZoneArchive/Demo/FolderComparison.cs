using Microsoft.Win32.SafeHandles;

namespace ZoneArchive;

/// <summary>Originals against what was restored of them.</summary>
internal sealed class FolderComparison
{
    private const int Readers = 4;
    private const int BufferBytes = 256 << 10;
    private readonly List<string> _differences = [];
    private long _bytes;
    private int _entries;

    public long Bytes => _bytes;

    public int Entries => _entries;

    public IReadOnlyList<string> Differences => _differences;

    /// <summary>Compares originals with what was restored below a folder: every byte of every file, links' targets, and modes.</summary>
    public static async Task<FolderComparison> RunAsync(IReadOnlyList<SourceItem> originals, string restored, CancellationToken cancellationToken)
    {
        var comparison = new FolderComparison();
        var options = new ParallelOptions { MaxDegreeOfParallelism = Readers, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(originals, options, async (item, token) =>
        {
            string? difference = await comparison.CompareAsync(item, Path.Combine(restored, item.Name), token);
            lock (comparison._differences)
            {
                comparison._entries++;
                if (difference is not null)
                {
                    comparison._differences.Add($"{item.Name}: {difference}");
                }
            }
        });

        int found = new DirectoryInfo(restored).EnumerateFileSystemInfos("*", new EnumerationOptions { AttributesToSkip = 0, RecurseSubdirectories = true }).Count();
        if (found != originals.Count)
        {
            comparison._differences.Add($"{restored} has {found} entries; {originals.Count} were stored");
        }

        return comparison;
    }

    private async Task<string?> CompareAsync(SourceItem item, string copy, CancellationToken cancellationToken)
    {
        try
        {
            switch (item.Kind)
            {
                case EntryKind.Link:
                    return new FileInfo(copy).LinkTarget == item.LinkTarget ? null : "another target";
                case EntryKind.Directory:
                    return !Directory.Exists(copy) ? "missing" : File.GetUnixFileMode(copy) == item.Mode ? null : "another mode";
                default:
                    return await CompareFilesAsync(item.Path, copy, cancellationToken) ?? (File.GetUnixFileMode(copy) == item.Mode ? null : "another mode");
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return error.Message;
        }
    }

    private async Task<string?> CompareFilesAsync(string original, string copy, CancellationToken cancellationToken)
    {
        using SafeFileHandle left = File.OpenHandle(original, options: FileOptions.SequentialScan);
        using SafeFileHandle right = File.OpenHandle(copy, options: FileOptions.SequentialScan);
        long length = RandomAccess.GetLength(left);
        if (RandomAccess.GetLength(right) != length)
        {
            return $"{RandomAccess.GetLength(right)} bytes instead of {length}";
        }

        byte[] a = new byte[BufferBytes];
        byte[] b = new byte[BufferBytes];
        for (long position = 0; position < length; position += BufferBytes)
        {
            int count = (int)Math.Min(BufferBytes, length - position);
            await ReadAsync(left, a.AsMemory(0, count), position, cancellationToken);
            await ReadAsync(right, b.AsMemory(0, count), position, cancellationToken);
            int same = a.AsSpan(0, count).CommonPrefixLength(b.AsSpan(0, count));
            if (same != count)
            {
                return $"byte {position + same} differs";
            }
        }

        Interlocked.Add(ref _bytes, length);
        return null;
    }

    private static async Task ReadAsync(SafeFileHandle file, Memory<byte> target, long position, CancellationToken cancellationToken)
    {
        for (int filled = 0; filled < target.Length;)
        {
            int count = await RandomAccess.ReadAsync(file, target[filled..], position + filled, cancellationToken);
            filled += count > 0 ? count : throw new IOException("the file became shorter while it was read");
        }
    }
}
