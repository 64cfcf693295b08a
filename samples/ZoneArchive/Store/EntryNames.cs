namespace ZoneArchive;

/// <summary>Names of the archive against paths of a file system. A volume may come from anywhere: its names are not trusted.</summary>
internal static class EntryNames
{
    /// <summary>Where an entry goes below a folder.</summary>
    /// <returns>Null when the name would leave the folder, or is no name: rooted, empty, or with a part that is empty, '.' or '..'.</returns>
    public static string? PathBelow(string folder, string name)
    {
        if (name.Length == 0 || name.Contains('\0') || name.Split('/').Any(part => part is "" or "." or ".."))
        {
            return null;
        }

        string root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        string path = Path.GetFullPath(Path.Combine(root, name));
        return path.StartsWith(root == "/" ? root : root + Path.DirectorySeparatorChar, StringComparison.Ordinal) ? path : null;
    }

    /// <summary>The first folder between a root and a path that is a link: writing through it would leave the root. Null when there is none.</summary>
    public static string? LinkOnTheWay(string root, string path)
    {
        for (string? folder = Path.GetDirectoryName(path); folder is not null && folder.Length > root.Length; folder = Path.GetDirectoryName(folder))
        {
            if (new DirectoryInfo(folder).LinkTarget is not null)
            {
                return folder;
            }
        }

        return null;
    }

    /// <summary>A name for the terminal: control characters cannot play tricks with it.</summary>
    public static string Printable(string name) =>
        name.Any(char.IsControl) ? string.Concat(name.Select(c => char.IsControl(c) ? $"\\u{(int)c:x4}" : c.ToString())) : name;
}
