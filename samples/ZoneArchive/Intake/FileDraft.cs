namespace ZoneArchive;

/// <summary>
/// A file on its way into the archive. It is ready to be committed when it was read to its end and every piece of it has landed; the
/// pieces land in any order, from several appenders.
/// </summary>
internal sealed class FileDraft(SourceItem item, Action<FileDraft> ready) : IPieceOwner
{
    private readonly Lock _gate = new();
    private readonly List<ExtentRef> _extents = [];

    // The reader holds one itself, so that a file is not ready before its end is known.
    private int _outstanding = 1;
    private long _lengthBytes;

    public ulong FileId { get; } = ZoneStarter.NewId();

    /// <summary>Bytes that were read.</summary>
    public long LengthBytes => _lengthBytes;

    /// <summary>A number for the next piece.</summary>
    public int NextSequence()
    {
        lock (_gate)
        {
            _extents.Add(default);
            _outstanding++;
            return _extents.Count - 1;
        }
    }

    public void Landed(int sequence, in ExtentRef extent)
    {
        lock (_gate)
        {
            _extents[sequence] = extent;
        }

        Release();
    }

    /// <summary>The file was read to its end.</summary>
    public void Complete(long lengthBytes)
    {
        _lengthBytes = lengthBytes;
        Release();
    }

    public ArchiveEntry ToEntry() => new()
    {
        FileId = FileId,
        Name = item.Name,
        Kind = item.Kind,
        Mode = item.Mode,
        Modified = item.Modified,
        LengthBytes = _lengthBytes,
        LinkTarget = item.LinkTarget,
        Extents = [.. _extents],
    };

    private void Release()
    {
        bool isReady;
        lock (_gate)
        {
            isReady = --_outstanding == 0;
        }

        if (isReady)
        {
            ready(this);
        }
    }
}
