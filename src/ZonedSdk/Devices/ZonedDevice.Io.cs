using System.Buffers;
using System.Runtime.CompilerServices;
using ZonedSdk.Annotations;
using ZonedSdk.Zones;

namespace ZonedSdk;

/// <content>Reading, writing, appending: arguments are checked here, everything else happens in the zone.</content>
public sealed partial class ZonedDevice
{
    /// <summary>Reads bytes of one zone.</summary>
    /// <param name="offset">Absolute offset in bytes, a multiple of the block size.</param>
    /// <param name="buffer">Filled; its length a multiple of the block size, at least one block. It belongs to the read until the task has ended.</param>
    /// <param name="cancellationToken">Ends the wait only while the read waits for a reset to finish; a read at the drive is seen to its end.</param>
    /// <returns>Bytes read: all of them, or fewer where <see cref="ZonedDeviceOptions.ReadBeyond"/> is <see cref="ReadBeyondPolicy.Short"/>.</returns>
    /// <exception cref="ArgumentException">Offset or length are not in whole blocks, or the range leaves its zone.</exception>
    /// <exception cref="ZonedIOException">The read failed.</exception>
    [DeviceIo]
    public ValueTask<int> ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        _tracesTransfers ? ReadTracedAsync(offset, buffer, cancellationToken) : ReadUntracedAsync(offset, buffer, cancellationToken);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ValueTask<int> ReadUntracedAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        int zone = CheckRange(offset, buffer.Length);
        if (_context.AllLatch is { } latch)
        {
            return ValueTask.FromException<int>(Again(latch));
        }

        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<int>(cancellationToken);
        }

        return _zones.TypeOf(zone) == ZoneType.Conventional
            ? _conventional.SubmitRead(zone, offset, buffer).CountTask
            : _zones[zone].SubmitRead(offset, buffer, cancellationToken).CountTask;
    }

    /// <summary>Writes at an offset: in a sequential zone at its write pointer, in a conventional one anywhere.</summary>
    /// <param name="offset">Absolute offset in bytes, a multiple of the block size.</param>
    /// <param name="data">A multiple of the block size, at least one block, at most <see cref="Limits.MaxTransferBytes"/>. It belongs to the write until the task has ended.</param>
    /// <param name="cancellationToken">Ends the wait only while the write waits for admission, or when its data were copied (<see cref="ZonedDeviceOptions.CopyWrites"/>).</param>
    /// <exception cref="ArgumentException">Offset or length are not in whole blocks, or the range leaves the device.</exception>
    /// <exception cref="ZonedIOException">The write failed; the exception says how much of it is on the medium and where the write pointer is.</exception>
    [DeviceIo]
    public ValueTask WriteAsync(long offset, ReadOnlyMemory<byte> data, CancellationToken cancellationToken = default) =>
        _tracesTransfers ? WriteTracedAsync(offset, new ReadOnlySequence<byte>(data), cancellationToken) : WriteUntracedAsync(offset, data, cancellationToken);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ValueTask WriteUntracedAsync(long offset, ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        int zone = CheckRange(offset, data.Length);
        CheckLength(data.Length, Limits.MaxTransferBytes, nameof(Limits.MaxTransferBytes));
        if (_context.WriteLatch is { } latch)
        {
            return ValueTask.FromException(Again(latch));
        }

        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled(cancellationToken);
        }

        return _zones.TypeOf(zone) == ZoneType.Conventional
            ? _conventional.SubmitWrite(zone, offset, data, cancellationToken).Task
            : _zones[zone].SubmitWrite(RequestOperation.Write, offset, data, cancellationToken).Task;
    }

    /// <summary>Writes at an offset and, if asked, waits until a flush has covered the write.</summary>
    /// <inheritdoc cref="WriteAsync(long, ReadOnlyMemory{byte}, CancellationToken)"/>
    /// <param name="offset">Absolute offset in bytes, a multiple of the block size.</param>
    /// <param name="data">A multiple of the block size, at least one block.</param>
    /// <param name="durability">When the write counts as done.</param>
    /// <param name="cancellationToken">As without durability; the flush's wait ends too, the flush goes on.</param>
    [DeviceIo]
    public async ValueTask WriteAsync(long offset, ReadOnlyMemory<byte> data, Durability durability, CancellationToken cancellationToken = default)
    {
        CheckDurability(durability);
        await WriteAsync(offset, data, cancellationToken).ConfigureAwait(false);
        if (durability == Durability.Flushed)
        {
            await FlushAsync(Geometry.ZoneOf(offset), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Appends to a sequential zone: the runtime assigns the offset, or the drive does where it has an append of its own, and many appends of a zone may be in flight.</summary>
    /// <param name="zone">Index of a sequential zone.</param>
    /// <param name="data">A multiple of the block size, at least one block, at most <see cref="Limits.MaxAppendBytes"/> and <see cref="Limits.MaxTransferBytes"/>. It belongs to the append until the task has ended.</param>
    /// <param name="cancellationToken">Ends the wait only while the append waits for admission, or when its data were copied (<see cref="ZonedDeviceOptions.CopyWrites"/>).</param>
    /// <returns>Absolute offset of the first byte. It counts only once the task has ended well.</returns>
    /// <exception cref="ArgumentException">The length is not in whole blocks, or too large.</exception>
    /// <exception cref="NotSupportedException">The zone is conventional.</exception>
    /// <exception cref="ZoneFullException">Too little of the zone is left; nothing was written.</exception>
    /// <exception cref="ZonedIOException">The append failed.</exception>
    [DeviceIo]
    [return: AssignedOffset]
    public ValueTask<long> AppendAsync(int zone, ReadOnlyMemory<byte> data, CancellationToken cancellationToken = default) =>
        _tracesTransfers ? AppendTracedAsync(zone, data, cancellationToken) : AppendUntracedAsync(zone, data, cancellationToken);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ValueTask<long> AppendUntracedAsync(int zone, ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        Zone target = Sequential(zone);
        CheckAppendLength(data.Length);
        if (_context.WriteLatch is { } latch)
        {
            return ValueTask.FromException<long>(Again(latch));
        }

        return cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled<long>(cancellationToken)
            : target.SubmitWrite(RequestOperation.Append, -1, data, cancellationToken).OffsetTask;
    }

    /// <summary>Appends a header and a payload as one append, gathered into memory of the runtime's own: both belong to the caller again when the call returns, and cancelling ends the wait at once.</summary>
    /// <inheritdoc cref="AppendAsync(int, ReadOnlyMemory{byte}, CancellationToken)"/>
    /// <param name="zone">Index of a sequential zone.</param>
    /// <param name="header">First part.</param>
    /// <param name="payload">Second part; both together are in whole blocks.</param>
    /// <param name="cancellationToken">Ends the wait; an append at the drive goes on and its data are then nobody's.</param>
    [DeviceIo]
    [return: AssignedOffset]
    public ValueTask<long> AppendAsync(int zone, ReadOnlyMemory<byte> header, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken = default) =>
        _tracesTransfers ? AppendTracedAsync(zone, header, payload, cancellationToken) : AppendUntracedAsync(zone, header, payload, cancellationToken);

    private ValueTask<long> AppendUntracedAsync(int zone, ReadOnlyMemory<byte> header, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        Zone target = Sequential(zone);
        CheckAppendLength((long)header.Length + payload.Length);
        if (_context.WriteLatch is { } latch)
        {
            return ValueTask.FromException<long>(Again(latch));
        }

        return cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled<long>(cancellationToken)
            : target.SubmitCopy(RequestOperation.Append, -1, header, payload, cancellationToken).OffsetTask;
    }

    /// <summary>Appends and, if asked, waits until a flush has covered the append.</summary>
    /// <inheritdoc cref="AppendAsync(int, ReadOnlyMemory{byte}, CancellationToken)"/>
    /// <param name="zone">Index of a sequential zone.</param>
    /// <param name="data">A multiple of the block size, at least one block.</param>
    /// <param name="durability">When the append counts as done.</param>
    /// <param name="cancellationToken">As without durability; the flush's wait ends too, the flush goes on.</param>
    [DeviceIo]
    [return: AssignedOffset]
    public async ValueTask<long> AppendAsync(int zone, ReadOnlyMemory<byte> data, Durability durability, CancellationToken cancellationToken = default)
    {
        CheckDurability(durability);
        long offset = await AppendAsync(zone, data, cancellationToken).ConfigureAwait(false);
        if (durability == Durability.Flushed)
        {
            await FlushAsync(zone, cancellationToken).ConfigureAwait(false);
        }

        return offset;
    }

    // The same latch is thrown to many callers: each gets an exception of its own, with the first one inside.
    private static ZonedIOException Again(ZonedIOException latch) => ZonedErrors.OfDevice(latch.Message, latch.Error, latch.Errno, latch);

    private int CheckRange(long offset, long length)
    {
        CheckLength(length, long.MaxValue, string.Empty);
        int zone = Geometry.ZoneOf(offset);
        if (offset % Geometry.BlockSizeBytes != 0)
        {
            ThrowUnaligned(offset);
        }

        if (length > Geometry.SizeBytes - offset)
        {
            ThrowBeyond(offset, length);
        }

        if (offset + length > Geometry.StartOf(zone) + Geometry.LengthOf(zone))
        {
            ThrowCrossing(offset, length, zone);
        }

        return zone;
    }

    // An append is one command too: it is refused above the smaller of the two limits.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void CheckAppendLength(long length)
    {
        if (Limits.MaxAppendBytes <= Limits.MaxTransferBytes)
        {
            CheckLength(length, Limits.MaxAppendBytes, nameof(Limits.MaxAppendBytes));
        }
        else
        {
            CheckLength(length, Limits.MaxTransferBytes, nameof(Limits.MaxTransferBytes));
        }
    }

    private static void CheckDurability(Durability durability)
    {
        if (durability is not (Durability.Acknowledged or Durability.Flushed))
        {
            throw new ArgumentOutOfRangeException(nameof(durability), durability, $"There is no such {nameof(Durability)}; nothing was written.");
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void CheckLength(long length, long limit, string limitName)
    {
        if (length <= 0 || (length & (Geometry.BlockSizeBytes - 1)) != 0 || length > limit)
        {
            ThrowLength(length, limit, limitName);
        }
    }

    private void ThrowLength(long length, long limit, string limitName) => throw new ArgumentException(
        length > limit
            ? $"{length} bytes are more than {limitName} ({limit}) of {Name} takes at once. Split them."
            : $"{length} bytes are not a positive number of blocks of {Geometry.BlockSizeBytes} bytes ({Name}). Pad them.");

    private void ThrowUnaligned(long offset) =>
        throw new ArgumentException($"Offset {offset} is not a multiple of the block size of {Name}, {Geometry.BlockSizeBytes} bytes.");

    private void ThrowBeyond(long offset, long length) =>
        throw new ArgumentOutOfRangeException(nameof(offset), offset, $"{length} bytes from there reach beyond the end of {Name}, {Geometry.SizeBytes}.");

    private void ThrowCrossing(long offset, long length, int zone) =>
        throw new ArgumentException($"{length} bytes at {offset} cross the end of zone {zone} of {Name}, {Geometry.StartOf(zone) + Geometry.LengthOf(zone)}. Split them at the zone's end.");
}
