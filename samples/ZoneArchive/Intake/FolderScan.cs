using System.Text;

namespace ZoneArchive;

/// <summary>
/// Finds what is below the paths of a command line. Links are found as links and never followed. What cannot be stored is told to the
/// caller: pipes, sockets and devices, and names that are not valid UTF-8, which .NET cannot open.
/// </summary>
internal sealed class FolderScan(Action<string, string> skipped)
{
    private const char Replacement = '\uFFFD';

    /// <summary>The items below some paths, folders before what is in them. A path's own last part becomes the first part of its names.</summary>
    public IEnumerable<SourceItem> Find(IEnumerable<string> paths)
    {
        foreach (string path in paths)
        {
            string full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
            FileSystemInfo info = Directory.Exists(full) ? new DirectoryInfo(full) : new FileInfo(full);
            if (!info.Exists && info.LinkTarget is null)
            {
                skipped(path, "there is no such file or folder");
                continue;
            }

            foreach (SourceItem item in Walk(info, Path.GetFileName(full)))
            {
                yield return item;
            }
        }
    }

    private IEnumerable<SourceItem> Walk(FileSystemInfo info, string name)
    {
        if (Describe(info, name) is not { } item)
        {
            yield break;
        }

        if (name.Length > 0)
        {
            yield return item;
        }

        if (item.Kind != EntryKind.Directory)
        {
            yield break;
        }

        foreach (FileSystemInfo child in Children((DirectoryInfo)info))
        {
            foreach (SourceItem below in Walk(child, name.Length == 0 ? child.Name : $"{name}/{child.Name}"))
            {
                yield return below;
            }
        }
    }

    private FileSystemInfo[] Children(DirectoryInfo folder)
    {
        try
        {
            FileSystemInfo[] children = folder.GetFileSystemInfos("*", new EnumerationOptions { AttributesToSkip = 0, IgnoreInaccessible = false });
            Array.Sort(children, static (a, b) => string.CompareOrdinal(a.Name, b.Name));
            return children;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            skipped(folder.FullName, error.Message);
            return [];
        }
    }

    private SourceItem? Describe(FileSystemInfo info, string name)
    {
        string path = info.FullName;
        if (path.Length == 0)
        {
            // What enumeration makes of a path that no system call takes.
            skipped(name, "its path is longer than the 4,096 bytes that the system takes");
            return null;
        }

        try
        {
            FileType type = FileTypes.Of(path);
            if (type == FileType.Missing)
            {
                skipped(path, path.Contains(Replacement) ? "its name is not valid UTF-8" : "it is gone");
                return null;
            }

            if (Encoding.UTF8.GetByteCount(name) > ushort.MaxValue)
            {
                skipped(path, "its name is longer than 65,535 bytes");
                return null;
            }

            var modified = new DateTimeOffset(info.LastWriteTimeUtc);
            switch (type)
            {
                case FileType.Link:
                    return new SourceItem(path, name, EntryKind.Link, default, modified, 0, info.LinkTarget ?? "");
                case FileType.Directory:
                    return new SourceItem(path, name, EntryKind.Directory, info.UnixFileMode, modified, 0);
                case FileType.Regular:
                    return new SourceItem(path, name, EntryKind.File, info.UnixFileMode, modified, ((FileInfo)info).Length);
                default:
                    skipped(path, "it is a pipe, a socket or a device");
                    return null;
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            skipped(path, error.Message);
            return null;
        }
    }
}
