namespace ZoneArchive;

/// <summary>One name in the archive. Entries are never changed, only replaced, so a reader that holds one holds a consistent one.</summary>
internal sealed record ArchiveEntry
{
    public required ulong FileId { get; init; }

    /// <summary>Path with '/' between its parts, never rooted.</summary>
    public required string Name { get; init; }

    public required EntryKind Kind { get; init; }

    public UnixFileMode Mode { get; init; }

    public DateTimeOffset Modified { get; init; }

    public long LengthBytes { get; init; }

    /// <summary>Where a link points to, as it was written; empty for files and directories.</summary>
    public string LinkTarget { get; init; } = "";

    public ExtentRef[] Extents { get; init; } = [];
}

/// <summary>What an entry of the archive is.</summary>
internal enum EntryKind : byte
{
    File = 1,
    Directory = 2,
    Link = 3,
}
