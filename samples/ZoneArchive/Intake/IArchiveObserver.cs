namespace ZoneArchive;

/// <summary>Hears what the archive does, from any thread: the command line prints it, a test remembers it.</summary>
internal interface IArchiveObserver
{
    /// <summary>The entry is durable: it survives a power cut from here on.</summary>
    void Stored(ArchiveEntry entry)
    {
    }

    /// <summary>Something was not stored; everything else goes on.</summary>
    void Skipped(string path, string reason)
    {
    }
}
