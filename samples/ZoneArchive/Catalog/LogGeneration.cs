namespace ZoneArchive;

/// <summary>
/// One writing of the catalog log: numbered commits, each in every copy, each copy over one or more zones of the log region. Used by one
/// task at a time; the log is short against the data, so its appends go one after another.
/// </summary>
internal sealed class LogGeneration : IAsyncDisposable
{
    /// <summary>How many copies a generation has where the region has room for them.</summary>
    public const int Copies = 2;

    private readonly LogCopy[] _copies;

    /// <summary>Begins a generation.</summary>
    /// <param name="context">Where it is written.</param>
    /// <param name="number">The generation's number.</param>
    /// <param name="copies">How many copies every commit has.</param>
    /// <param name="spareZones">Zones it may grow into. What they hold is not needed.</param>
    public LogGeneration(LogContext context, ulong number, int copies, IEnumerable<int> spareZones)
    {
        Number = number;
        var spares = new Queue<int>(spareZones);
        _copies = [.. Enumerable.Range(0, copies).Select(copy => new LogCopy(context, number, (byte)copy, (byte)copies, [], spares))];
        IsWhole = true;
    }

    /// <summary>Goes on with the generation that a replay found.</summary>
    /// <param name="context">Where it is written.</param>
    /// <param name="replay">What was found.</param>
    /// <param name="spareZones">Zones it may grow into.</param>
    public LogGeneration(LogContext context, LogReplay replay, IEnumerable<int> spareZones)
    {
        Number = replay.Generation;
        LastSequence = replay.LastSequence;
        var spares = new Queue<int>(spareZones);
        _copies = [.. replay.Zones.GroupBy(zone => zone.Log.Copy).OrderBy(copy => copy.Key)
            .Select(zones => new LogCopy(context, Number, zones.Key, zones.First().Log.Copies, zones, spares))];
        IsWhole = replay.IsWhole;
    }

    public ulong Number { get; }

    public ulong LastSequence { get; private set; }

    /// <summary>Every copy has every commit. A generation that is not whole is read, and not continued.</summary>
    public bool IsWhole { get; }

    public IEnumerable<int> Zones => _copies.SelectMany(copy => copy.Zones);

    /// <summary>Appends one commit to every copy. It is durable at the device's next flush.</summary>
    /// <param name="commit">Its first <see cref="CommitHeader.SizeBytes"/> bytes are free for the header, then the records; a multiple of the block.</param>
    /// <param name="payloadBytes">Bytes of records.</param>
    /// <param name="recordCount">Number of records.</param>
    /// <param name="flags">What the commit is.</param>
    /// <returns>False when the generation's zones are full.</returns>
    public async Task<bool> TryAppendAsync(Memory<byte> commit, int payloadBytes, int recordCount, CommitFlags flags)
    {
        uint crc = Crc32C.Compute(commit.Span.Slice(CommitHeader.SizeBytes, payloadBytes));
        foreach (LogCopy copy in _copies)
        {
            if (!await copy.TryAppendAsync(commit, LastSequence + 1, payloadBytes, recordCount, flags, crc))
            {
                return false;
            }
        }

        LastSequence++;
        return true;
    }

    /// <summary>Nothing is appended to it any more; its zones stay as they are until another generation holds what they say.</summary>
    public async Task SealAsync()
    {
        foreach (LogCopy copy in _copies)
        {
            await copy.SealAsync();
        }
    }

    /// <summary>Gives the open zones back. A later commit opens them again.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (LogCopy copy in _copies)
        {
            await copy.DisposeAsync();
        }
    }
}
