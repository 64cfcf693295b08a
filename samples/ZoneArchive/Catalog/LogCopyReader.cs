using ZonedSdk;

namespace ZoneArchive;

/// <summary>
/// Reads the commits of one copy of a generation in order, zone by zone. What is damaged is stepped over, and a zone that cannot be read
/// is left: the other copy has the same commits.
/// </summary>
internal sealed class LogCopyReader
{
    private const int WindowBytes = 1 << 20;

    private readonly ArchiveVolume _volume;
    private readonly Superblock _superblock;
    private readonly Queue<ZoneHeader> _zones;
    private readonly Memory<byte> _buffer;
    private ZoneHeader? _zone;
    private long _position;
    private long _end;
    private long _windowStart;
    private int _windowBytes;

    /// <param name="volume">The zones.</param>
    /// <param name="superblock">What the volume is.</param>
    /// <param name="zones">The copy's zones that could be found, in any order.</param>
    public LogCopyReader(ArchiveVolume volume, Superblock superblock, IEnumerable<ZoneHeader> zones)
    {
        _volume = volume;
        _superblock = superblock;
        _zones = new Queue<ZoneHeader>(zones.OrderBy(zone => zone.Log.Index));
        _buffer = AlignedBuffer.Allocate(Math.Max(WindowBytes, volume.Device.Limits.MaxAppendBytes));
    }

    /// <summary>The commit at which the reader stands; meaningless before the first one and behind the last.</summary>
    public CommitHeader Current { get; private set; }

    /// <summary>The records of that commit, until the next step.</summary>
    public ReadOnlyMemory<byte> Payload { get; private set; }

    public bool IsAtEnd { get; private set; }

    /// <summary>Bytes that belong to no whole commit: torn tails, failed appends, damage.</summary>
    public long SkippedBytes { get; private set; }

    /// <summary>Zones that could not be read to their end.</summary>
    public List<int> UnreadableZones { get; } = [];

    /// <summary>Goes to the next commit.</summary>
    public async Task MoveNextAsync(CancellationToken cancellationToken)
    {
        while (_position < _end || TryOpenNextZone())
        {
            // A zone that was begun last may hold nothing but its header.
            if (_position >= _end || !await TryFillAsync(_superblock.BlockSizeBytes, cancellationToken))
            {
                continue;
            }

            if (CommitHeader.TryRead(_buffer.Span[Offset..]) is { } header && Belongs(header))
            {
                long lengthBytes = Align.Up((long)CommitHeader.SizeBytes + header.PayloadBytes, _superblock.BlockSizeBytes);
                bool fits = lengthBytes <= Math.Min(_end - _position, _buffer.Length);
                if (fits && await TryFillAsync((int)lengthBytes, cancellationToken) && TryTake(header))
                {
                    _position += lengthBytes;
                    return;
                }
            }

            // A torn tail, the rest of a failed append, or damage. The next commit starts on one of the next blocks.
            _position += _superblock.BlockSizeBytes;
            SkippedBytes += _superblock.BlockSizeBytes;
        }

        IsAtEnd = true;
    }

    private int Offset => (int)(_position - _windowStart);

    private bool TryOpenNextZone()
    {
        if (!_zones.TryDequeue(out _zone))
        {
            return false;
        }

        ZoneInfo info = _volume.Log[_zone.Zone].Info;
        _position = _superblock.BlockSizeBytes;
        _end = info.WrittenBytes();
        _windowBytes = 0;
        return true;
    }

    /// <summary>Has so many bytes from the position in the window, or gives the zone up.</summary>
    private async Task<bool> TryFillAsync(int lengthBytes, CancellationToken cancellationToken)
    {
        if (_windowBytes > 0 && Offset + lengthBytes <= _windowBytes)
        {
            return true;
        }

        int windowBytes = (int)Math.Min(_buffer.Length, _end - _position);
        try
        {
            await _volume.Log[_zone!.Zone].ReadAsync(_position, _buffer[..windowBytes], cancellationToken);
        }
        catch (ZonedIOException error) when (!error.IsFatal())
        {
            UnreadableZones.Add(_zone!.Zone);
            _position = _end;
            return false;
        }

        _windowStart = _position;
        _windowBytes = windowBytes;
        return true;
    }

    private bool Belongs(in CommitHeader header) =>
        header.VolumeId == _superblock.VolumeId && header.Generation == _zone!.Log.Generation
        && header.Zone == _zone.Zone && header.Incarnation == _zone.Incarnation && header.PayloadBytes >= 0;

    private bool TryTake(in CommitHeader header)
    {
        ReadOnlyMemory<byte> payload = _buffer.Slice(Offset + CommitHeader.SizeBytes, header.PayloadBytes);
        if (Crc32C.Compute(payload.Span) != header.PayloadCrc)
        {
            return false;
        }

        Current = header;
        Payload = payload;
        return true;
    }
}
