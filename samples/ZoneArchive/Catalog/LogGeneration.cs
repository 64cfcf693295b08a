using ZonedSdk;

namespace ZoneArchive;

/// <summary>
/// One writing of the catalog log: numbered commits over one or more zones of the log region. Used by one task at a time; the
/// log is short against the data, so its appends go one after another.
/// </summary>
internal sealed class LogGeneration
{
    private const int MaxAttempts = 8;

    private readonly ZonedDevice _device;
    private readonly Superblock _superblock;
    private readonly ZoneStarter _starter;
    private readonly ArchiveStatistics _statistics;
    private readonly List<ZoneHeader> _zones;
    private readonly Queue<int> _spareZones;

    /// <param name="device">The device.</param>
    /// <param name="superblock">The volume.</param>
    /// <param name="starter">Starts the zones.</param>
    /// <param name="statistics">Counts failures.</param>
    /// <param name="number">The generation's number.</param>
    /// <param name="zones">The zones it has already, in order; empty for a new one.</param>
    /// <param name="lastSequence">The number of its last commit.</param>
    /// <param name="spareZones">Zones it may grow into. What they hold is not needed.</param>
    public LogGeneration(
        ZonedDevice device,
        Superblock superblock,
        ZoneStarter starter,
        ArchiveStatistics statistics,
        ulong number,
        IEnumerable<ZoneHeader> zones,
        ulong lastSequence,
        IEnumerable<int> spareZones)
    {
        _device = device;
        _superblock = superblock;
        _starter = starter;
        _statistics = statistics;
        Number = number;
        _zones = [.. zones];
        LastSequence = lastSequence;
        _spareZones = new Queue<int>(spareZones);
    }

    public ulong Number { get; }

    public ulong LastSequence { get; private set; }

    public IEnumerable<int> Zones => _zones.Select(zone => zone.Zone);

    /// <summary>Appends one commit. It is durable at the device's next flush.</summary>
    /// <param name="commit">Its first <see cref="CommitHeader.SizeBytes"/> bytes are free for the header, then the records; a multiple of the block.</param>
    /// <param name="payloadBytes">Bytes of records.</param>
    /// <param name="recordCount">Number of records.</param>
    /// <param name="flags">What the commit is.</param>
    /// <returns>False when the generation's zones are full.</returns>
    public async Task<bool> TryAppendAsync(Memory<byte> commit, int payloadBytes, int recordCount, CommitFlags flags)
    {
        uint crc = Crc32C.Compute(commit.Span.Slice(CommitHeader.SizeBytes, payloadBytes));
        for (int attempt = 1; ; attempt++)
        {
            if (await FindRoomAsync(commit.Length) is not { } zone)
            {
                return false;
            }

            new CommitHeader(_superblock.VolumeId, Number, LastSequence + 1, zone.Incarnation, zone.Zone, payloadBytes, recordCount, flags, crc).Write(commit.Span);
            try
            {
                // Not cancellable: a commit that has begun is finished, so that what is on the drive and what is in memory stay one.
                await _device.AppendAsync(zone.Zone, commit, CancellationToken.None);
                LastSequence++;
                return true;
            }
            catch (ZonedIOException error) when (!error.IsFatal() && attempt < MaxAttempts)
            {
                // The same commit again, under the same number. If the first one landed after all, replay sees the number twice and
                // takes one of them.
                _statistics.AddFailure(error.Error == ZoneError.Follower);
                _statistics.AddReappend();
            }
        }
    }

    private async Task<ZoneHeader?> FindRoomAsync(int lengthBytes)
    {
        if (_zones.Count > 0 && _device.GetZone(_zones[^1].Zone).TakesAppends(out long roomBytes) && roomBytes >= lengthBytes)
        {
            return _zones[^1];
        }

        while (_spareZones.TryDequeue(out int zone))
        {
            ZoneHeader? header = await _starter.TryStartAsync(_superblock.VolumeId, ZoneUse.Log, zone, Number, _zones.Count, CancellationToken.None);
            if (header is not null)
            {
                _zones.Add(header);
                return header;
            }
        }

        return null;
    }
}
