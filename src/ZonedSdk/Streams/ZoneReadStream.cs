using System.Buffers;

namespace ZonedSdk.Streams;

/// <summary>Reads a zone's bytes, at any place and length, up to a length that was fixed when it was opened.</summary>
internal sealed class ZoneReadStream : Stream
{
    private const int ChunkBytes = 256 << 10;

    private readonly ZonedDevice _device;
    private readonly long _start;
    private readonly int _chunkBytes;
    private IMemoryOwner<byte>? _chunk;
    private long _chunkPosition;
    private int _chunkFilledBytes;
    private long _position;
    private readonly Lock _gate = new();
    private bool _isFilling;
    private volatile bool _isEnded;

    public ZoneReadStream(ZonedDevice device, long start, long lengthBytes)
    {
        int blockBytes = device.Geometry.BlockSizeBytes;
        _device = device;
        _start = start;
        _chunkBytes = Math.Max(ChunkBytes / blockBytes * blockBytes, blockBytes);
        Length = lengthBytes;
    }

    public override bool CanRead => !_isEnded;

    public override bool CanSeek => !_isEnded;

    public override bool CanWrite => false;

    public override long Length { get; }

    public override long Position
    {
        get => _position;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            _position = value;
        }
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_isEnded, this);
        cancellationToken.ThrowIfCancellationRequested();
        if (buffer.IsEmpty || _position >= Length)
        {
            return 0;
        }

        if (_position < _chunkPosition || _position >= _chunkPosition + _chunkFilledBytes)
        {
            await FillAsync(cancellationToken).ConfigureAwait(false);
        }

        int at = (int)(_position - _chunkPosition);
        int count = (int)Math.Min(Math.Min(buffer.Length, _chunkFilledBytes - at), Length - _position);
        _chunk!.Memory.Slice(at, count).CopyTo(buffer);
        _position += count;
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        ValidateBufferArguments(buffer, offset, count);
        return ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        ValidateBufferArguments(buffer, offset, count);
        return BlockingWait.For(ReadAsync(buffer.AsMemory(offset, count)));
    }

    public override long Seek(long offset, SeekOrigin origin) => Position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => _position + offset,
        SeekOrigin.End => Length + offset,
        _ => throw new ArgumentOutOfRangeException(nameof(origin), origin, "There is no such origin."),
    };

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException("This stream only reads.");

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("This stream only reads.");

    protected override void Dispose(bool disposing)
    {
        lock (_gate)
        {
            _isEnded = true;
            GiveBackLocked();
        }

        base.Dispose(disposing);
    }

    // What a read at the drive fills stays with it until that has ended.
    private void GiveBackLocked()
    {
        if (!_isFilling)
        {
            _chunk?.Dispose();
            _chunk = null;
        }
    }

    private async ValueTask FillAsync(CancellationToken cancellationToken)
    {
        int blockBytes = _device.Geometry.BlockSizeBytes;
        long position = _position / blockBytes * blockBytes;
        int lengthBytes = (int)Math.Min(_chunkBytes, (Length - position + blockBytes - 1) / blockBytes * blockBytes);
        Memory<byte> chunk;
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isEnded, this);
            _chunk ??= _device.Buffers.Rent(_chunkBytes);
            chunk = _chunk.Memory[..lengthBytes];
            _isFilling = true;
        }

        _chunkFilledBytes = 0;
        try
        {
            _chunkFilledBytes = await _device.ReadAsync(_start + position, chunk, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            lock (_gate)
            {
                _isFilling = false;
                if (_isEnded)
                {
                    GiveBackLocked();
                }
            }
        }

        ObjectDisposedException.ThrowIf(_isEnded, this);
        _chunkPosition = position;
        if (_position >= position + _chunkFilledBytes)
        {
            throw new EndOfStreamException($"The {lengthBytes} bytes at {_start + position} of {_device.Name} are no longer there: the zone was reset, or its write pointer was wound back, since the stream was opened.");
        }
    }
}
