using System.Buffers;
using ZonedSdk.Annotations;
using ZonedSdk.CompilerServices;
using ZonedSdk.Streams;

namespace ZonedSdk;

/// <summary>Fills a zone from its write pointer on: whole blocks are written as they come, many in flight; the last one, if it is not whole, when the stream ends, padded with zeroes.</summary>
/// <remarks>
/// <para>One writer at a time, as with any stream, and nobody else may write to the zone meanwhile. How long the data are is <see cref="TakenBytes"/>: keep it, the zone does not say where the padding begins.</para>
/// <para>A write that fails is told by the next call of any kind, at the latest by the stream's end, with how much is acknowledged (<see cref="AcknowledgedBytes"/>). The stream takes nothing after that.</para>
/// <para>Synchronous calls block until a buffer is free. They do not end on a device with <see cref="ZonedDeviceOptions.InlineContinuations"/> that is called from the thread which completes its I/O.</para>
/// </remarks>
public sealed class ZoneWriteStream : Stream
{
    private readonly ZonedDevice _device;
    private readonly ZoneStreamOptions _options;
    private readonly int _zone;
    private readonly int _blockBytes;
    private readonly int _bufferBytes;
    private readonly long _end;
    private readonly VolumeZoneHold? _hold;
    private readonly SemaphoreSlim _slots;
    private readonly Lock _gate = new();

    // Ends of writes that came before those in front of them.
    [GuardedBy(nameof(_gate))]
    private readonly PriorityQueue<long, long> _endsAhead = new();

    [GuardedBy(nameof(_gate))]
    private long _acknowledgedEnd;

    [GuardedBy(nameof(_gate))]
    private Exception? _failure;

    // What is less than a block while there is no buffer.
    private readonly byte[] _tail;
    private int _tailBytes;

    private IMemoryOwner<byte>? _buffer;
    private int _filledBytes;
    private long _next;
    private bool _isTold;
    private int _ended;

    internal ZoneWriteStream(ZonedDevice device, int zone, ZoneStreamOptions options, VolumeZoneHold? hold = null)
    {
        ZoneInfo info = device.GetZone(zone);
        _device = device;
        _options = options;
        _hold = hold;
        _zone = zone;
        _blockBytes = device.Geometry.BlockSizeBytes;
        int bufferBytes = Math.Min(options.BufferBytes, device.Limits.MaxTransferBytes) / _blockBytes * _blockBytes;
        _bufferBytes = Math.Max(bufferBytes, _blockBytes);
        _tail = new byte[_blockBytes];
        _slots = new SemaphoreSlim(options.MaxWritesInFlight, options.MaxWritesInFlight);
        StartOffset = device.GetStatus(zone).Submitted;
        _next = StartOffset;
        _acknowledgedEnd = StartOffset;
        _end = info.End;
    }

    /// <summary>Absolute offset of the first byte.</summary>
    public long StartOffset { get; }

    /// <summary>Bytes that the stream has taken: the true length of the data, without padding.</summary>
    public long TakenBytes { get; private set; }

    /// <summary>Bytes from the start that the drive has acknowledged, without a gap; padding does not count.</summary>
    public long AcknowledgedBytes
    {
        get
        {
            lock (_gate)
            {
                return Math.Min(_acknowledgedEnd - StartOffset, TakenBytes);
            }
        }
    }

    /// <summary>Bytes that still fit.</summary>
    public long RemainingBytes => _end - StartOffset - TakenBytes;

    /// <inheritdoc/>
    public override bool CanRead => false;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => Volatile.Read(ref _ended) == 0;

    /// <summary>Not supported; see <see cref="TakenBytes"/>.</summary>
    public override long Length => throw new NotSupportedException($"A zone's stream has no length to change; {nameof(TakenBytes)} says how much it has taken.");

    /// <summary>How many bytes were taken; it cannot be set.</summary>
    public override long Position
    {
        get => TakenBytes;
        set => throw new NotSupportedException("A zone is written in order.");
    }

    /// <summary>Takes bytes.</summary>
    /// <param name="buffer">The bytes; they are the caller's again when the task ends.</param>
    /// <param name="cancellationToken">Ends the wait for a buffer. What was taken until then stays taken: <see cref="TakenBytes"/>.</param>
    /// <exception cref="ZoneFullException">So many do not fit any more; none of them was taken.</exception>
    /// <exception cref="ZonedIOException">An earlier write failed.</exception>
    /// <exception cref="ObjectDisposedException">The stream has ended.</exception>
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        CheckRoom(buffer.Length);
        cancellationToken.ThrowIfCancellationRequested();
        while (!buffer.IsEmpty)
        {
            if (_buffer is null)
            {
                await _slots.WaitAsync(cancellationToken).ConfigureAwait(false);
                Begin();
            }

            buffer = buffer[Fill(buffer.Span)..];
        }
    }

    /// <inheritdoc cref="WriteAsync(ReadOnlyMemory{byte}, CancellationToken)"/>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        CheckRoom(buffer.Length);
        while (!buffer.IsEmpty)
        {
            if (_buffer is null)
            {
                _slots.Wait();
                Begin();
            }

            buffer = buffer[Fill(buffer)..];
        }
    }

    /// <inheritdoc cref="WriteAsync(ReadOnlyMemory{byte}, CancellationToken)"/>
    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        ValidateBufferArguments(buffer, offset, count);
        return WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();
    }

    /// <inheritdoc cref="WriteAsync(ReadOnlyMemory{byte}, CancellationToken)"/>
    public override void Write(byte[] buffer, int offset, int count)
    {
        ValidateBufferArguments(buffer, offset, count);
        Write(buffer.AsSpan(offset, count));
    }

    /// <summary>Hands the whole blocks over that were taken, and waits for what <see cref="ZoneStreamOptions.Flush"/> says. A block that is not whole stays with the stream: a zone's block is written once.</summary>
    /// <param name="cancellationToken">Ends the wait; what was handed over goes on.</param>
    /// <exception cref="ZonedIOException">A write failed, or the flush did.</exception>
    /// <exception cref="ObjectDisposedException">The stream has ended.</exception>
    public override async Task FlushAsync(CancellationToken cancellationToken)
    {
        ThrowIfUnusable();
        cancellationToken.ThrowIfCancellationRequested();
        HandOver();
        if (_options.Flush is not null)
        {
            await DrainAsync(cancellationToken).ConfigureAwait(false);
            ThrowIfUnusable();
        }

        if (_options.Flush == Durability.Flushed)
        {
            await _device.FlushAsync(_zone, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc cref="FlushAsync(CancellationToken)"/>
    public override void Flush() => BlockingWait.For(new ValueTask(FlushAsync(CancellationToken.None)));

    /// <summary>Writes what is left, padded with zeroes to a whole block, waits until the drive has acknowledged everything, and makes it durable where <see cref="ZoneStreamOptions.Flush"/> says so. The zone stays open.</summary>
    /// <exception cref="ZonedIOException">A write failed that nobody was told of yet, or the flush did.</exception>
    public override async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _ended, 1) != 0)
        {
            return;
        }

        try
        {
            await EndDataAsync().ConfigureAwait(false);
            Return();
            await DrainAsync(CancellationToken.None).ConfigureAwait(false);
            if (_options.Flush == Durability.Flushed && !HasFailed())
            {
                await _device.FlushAsync(_zone, CancellationToken.None).ConfigureAwait(false);
            }
        }
        finally
        {
            _slots.Dispose();
            _hold?.Dispose();
            await base.DisposeAsync().ConfigureAwait(false);
        }

        if (HasFailed() && !_isTold)
        {
            throw Failure();
        }
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("This stream is written only; open another one to read the zone.");

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException("A zone is written in order.");

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException("A zone is written in order.");

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            BlockingWait.For(DisposeAsync());
        }

        base.Dispose(disposing);
    }

    private void CheckRoom(int lengthBytes)
    {
        ThrowIfUnusable();
        if (lengthBytes > RemainingBytes)
        {
            throw ZonedErrors.OfFullStream(_device.Name, _device.GetStatus(_zone), _device.GetZone(_zone).Condition, lengthBytes, TakenBytes, RemainingBytes);
        }
    }

    private void ThrowIfUnusable()
    {
        ObjectDisposedException.ThrowIf(_ended != 0, this);
        if (HasFailed())
        {
            _isTold = true;
            throw Failure();
        }
    }

    private bool HasFailed()
    {
        lock (_gate)
        {
            return _failure is not null;
        }
    }

    // Each caller gets an exception of its own, with the first one inside.
    private ZonedIOException Failure()
    {
        Exception cause;
        lock (_gate)
        {
            cause = _failure!;
        }

        return ZonedErrors.OfDevice(
            $"The stream into zone {_zone} of {_device.Name} has failed: {AcknowledgedBytes} of {TakenBytes} bytes are acknowledged. {cause.Message}",
            (cause as ZonedIOException)?.Error ?? ZoneError.Io,
            (cause as ZonedIOException)?.Errno ?? 0,
            cause);
    }

    // A slot was taken: a buffer of it begins with what was left of the last one.
    private void Begin()
    {
        try
        {
            _buffer = _device.Buffers.Rent(_bufferBytes);
        }
        catch
        {
            // The stream's end waits for all slots.
            _slots.Release();
            throw;
        }

        _tail.AsSpan(0, _tailBytes).CopyTo(_buffer.Memory.Span);
        _filledBytes = _tailBytes;
        _tailBytes = 0;
    }

    private int Fill(ReadOnlySpan<byte> bytes)
    {
        int count = Math.Min(bytes.Length, _bufferBytes - _filledBytes);
        bytes[..count].CopyTo(_buffer!.Memory.Span[_filledBytes..]);
        _filledBytes += count;
        TakenBytes += count;
        if (_filledBytes == _bufferBytes)
        {
            HandOver();
        }

        return count;
    }

    // Whole blocks go to the drive, the rest waits without a buffer.
    private void HandOver()
    {
        if (_buffer is not { } buffer)
        {
            return;
        }

        int wholeBytes = _filledBytes / _blockBytes * _blockBytes;
        _tailBytes = _filledBytes - wholeBytes;
        buffer.Memory.Span.Slice(wholeBytes, _tailBytes).CopyTo(_tail);
        _buffer = null;
        _filledBytes = 0;
        if (wholeBytes == 0)
        {
            buffer.Dispose();
            _slots.Release();
            return;
        }

        long offset = _next;
        _next += wholeBytes;
        _ = RunAsync(buffer, offset, wholeBytes);
    }

    // Whatever goes wrong, what is in flight is waited for.
    private async ValueTask EndDataAsync()
    {
        if (HasFailed())
        {
            return;
        }

        try
        {
            HandOver();
            await PadAsync().ConfigureAwait(false);
        }
        catch (Exception e)
        {
            lock (_gate)
            {
                _failure ??= e;
            }
        }
    }

    private async ValueTask PadAsync()
    {
        if (_tailBytes == 0)
        {
            return;
        }

        await _slots.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        Begin();
        int paddedBytes = (_filledBytes + _blockBytes - 1) / _blockBytes * _blockBytes;
        _buffer!.Memory.Span[_filledBytes..paddedBytes].Clear();
        _filledBytes = paddedBytes;
        HandOver();
    }

    // Of a stream that has failed: what it still holds will never be written.
    private void Return()
    {
        if (_buffer is not null)
        {
            _buffer.Dispose();
            _buffer = null;
            _slots.Release();
        }
    }

    private async Task RunAsync(IMemoryOwner<byte> buffer, long offset, int lengthBytes)
    {
        Exception? failure = null;
        try
        {
            await _device.WriteAsync(offset, buffer.Memory[..lengthBytes], CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            // Whatever it was, the stream's next call tells it.
            failure = e;
        }

        buffer.Dispose();
        lock (_gate)
        {
            _failure ??= failure;
            if (failure is null)
            {
                _endsAhead.Enqueue(offset + lengthBytes, offset);
                while (_endsAhead.TryPeek(out long end, out long start) && start == _acknowledgedEnd)
                {
                    _endsAhead.Dequeue();
                    _acknowledgedEnd = end;
                }
            }
        }

        _slots.Release();
    }

    // Whoever has all slots knows that nothing is in flight.
    private async ValueTask DrainAsync(CancellationToken cancellationToken)
    {
        int taken = 0;
        try
        {
            for (; taken < _options.MaxWritesInFlight; taken++)
            {
                await _slots.WaitAsync(cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            if (taken > 0)
            {
                _slots.Release(taken);
            }
        }
    }
}
