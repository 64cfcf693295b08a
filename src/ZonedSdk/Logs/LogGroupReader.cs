using System.Buffers;
using ZonedSdk.Logs.Format;

namespace ZonedSdk.Logs;

/// <summary>Reads a log zone from group to group. What is no group is stepped over, block by block, until one follows or the end is reached.</summary>
internal sealed class LogGroupReader : IDisposable
{
    private const int ChunkBytes = 256 << 10;

    // An error of the medium may pass; one that comes three times in a row is taken for the block's own.
    private const int Attempts = 3;

    private readonly ZonedDevice _device;
    private readonly Guid _log;
    private readonly long _zoneStart;
    private readonly int _blockBytes;
    private IMemoryOwner<byte>? _owner;
    private long _bufferOffset;
    private int _bufferBytes;
    private int _groupAt;

    // Numbers grow: what has a smaller one is no group of this place, whatever it looks like.
    private long _least;

    /// <summary>A reader that has read nothing yet.</summary>
    /// <param name="device">The device.</param>
    /// <param name="log">The log's identity.</param>
    /// <param name="zone">The zone.</param>
    /// <param name="generation">The zone's generation.</param>
    /// <param name="offset">Absolute offset of a group.</param>
    /// <param name="least">The least number that its first record can have.</param>
    public LogGroupReader(ZonedDevice device, Guid log, int zone, long generation, long offset, long least)
    {
        _device = device;
        _log = log;
        _zoneStart = device.Geometry.StartOf(zone);
        _blockBytes = device.Geometry.BlockSizeBytes;
        Generation = generation;
        Offset = offset;
        _least = least;
    }

    /// <summary>The zone's generation.</summary>
    public long Generation { get; }

    /// <summary>Absolute offset behind the last group, or behind what was stepped over.</summary>
    public long Offset { get; private set; }

    /// <summary>The last block that could not be read, by its error; null where all could.</summary>
    public ZonedIOException? Unreadable { get; private set; }

    /// <summary>The group that was found.</summary>
    public LogGroup Group { get; private set; }

    /// <summary>Its bytes, until the next one is looked for.</summary>
    public ReadOnlySpan<byte> GroupBytes => _owner!.Memory.Span.Slice(_groupAt, Group.LengthBytes(_blockBytes));

    /// <summary>Finds the next group.</summary>
    /// <param name="end">Absolute offset at which the groups end.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <returns>False where there is none before the end.</returns>
    public async ValueTask<bool> MoveNextAsync(long end, CancellationToken cancellationToken)
    {
        while (Offset < end)
        {
            if (await HasAsync(Offset, _blockBytes, end, cancellationToken).ConfigureAwait(false)
                && LogGroup.TryDecode(SpanAt(Offset), _log, Generation, Offset - _zoneStart, out LogGroup group)
                && group.FirstSequence >= _least
                && group.LengthBytes(_blockBytes) is int lengthBytes && lengthBytes <= end - Offset
                && await HasAsync(Offset, lengthBytes, end, cancellationToken).ConfigureAwait(false)
                && group.IsSealed(SpanAt(Offset)))
            {
                Group = group;
                _least = group.NextSequence;
                _groupAt = (int)(Offset - _bufferOffset);
                Offset += lengthBytes;
                return true;
            }

            Offset = Unreadable?.Error == ZoneError.ZoneOffline ? end : Offset + _blockBytes;
        }

        return false;
    }

    public void Dispose() => _owner?.Dispose();

    private ReadOnlySpan<byte> SpanAt(long offset) => _owner!.Memory.Span[(int)(offset - _bufferOffset).._bufferBytes];

    // Reads ahead, but for a bad block ahead that would hide what is asked for.
    private async ValueTask<bool> HasAsync(long offset, int lengthBytes, long end, CancellationToken cancellationToken)
    {
        if (offset >= _bufferOffset && offset + lengthBytes <= _bufferOffset + _bufferBytes)
        {
            return true;
        }

        int aheadBytes = (int)Math.Min(Math.Max(lengthBytes, ChunkBytes / _blockBytes * _blockBytes), end - offset);
        return await TryReadAsync(offset, aheadBytes, cancellationToken).ConfigureAwait(false)
            || (aheadBytes > lengthBytes && await TryReadAsync(offset, lengthBytes, cancellationToken).ConfigureAwait(false));
    }

    private async ValueTask<bool> TryReadAsync(long offset, int lengthBytes, CancellationToken cancellationToken)
    {
        _bufferBytes = 0;
        if (_owner is null || _owner.Memory.Length < lengthBytes)
        {
            _owner?.Dispose();
            _owner = null;
            _owner = _device.Buffers.Rent(lengthBytes);
        }

        for (int attempt = 1; attempt <= Attempts; attempt++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                if (await _device.ReadAsync(offset, _owner.Memory[..lengthBytes], cancellationToken).ConfigureAwait(false) == lengthBytes)
                {
                    _bufferOffset = offset;
                    _bufferBytes = lengthBytes;
                    return true;
                }
            }
            catch (ZonedIOException e) when (e.Error is ZoneError.Io or ZoneError.Corrupt or ZoneError.ShortTransfer or ZoneError.ZoneOffline or ZoneError.ReadBeyondWritePointer)
            {
                Unreadable = e;
                if (e.Error == ZoneError.ZoneOffline)
                {
                    return false;
                }
            }
        }

        return false;
    }
}
