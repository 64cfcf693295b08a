namespace ZoneArchive;

/// <summary>Something to be stored, as the folder scan found it.</summary>
/// <param name="Path">Where it is in the file system.</param>
/// <param name="Name">What it is called in the archive.</param>
/// <param name="Kind">File, folder or link.</param>
/// <param name="Mode">Its Unix mode.</param>
/// <param name="Modified">When it was changed last.</param>
/// <param name="LengthBytes">A file's length when it was found; it may change before it is read.</param>
/// <param name="LinkTarget">Where a link points to.</param>
internal sealed record SourceItem(
    string Path, string Name, EntryKind Kind, UnixFileMode Mode, DateTimeOffset Modified, long LengthBytes, string LinkTarget = "");
