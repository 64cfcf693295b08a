using System.Buffers;
using System.Runtime.CompilerServices;
using ZonedSdk.Annotations;
using ZonedSdk.Zones;

namespace ZonedSdk;

/// <content>Writing data that lie in several pieces. What fits both this and one piece of memory, as <c>default</c> does, means the latter.</content>
public sealed partial class ZonedDevice
{
    /// <summary>Writes data that lie in several pieces, as one write: at one offset, by one command.</summary>
    /// <inheritdoc cref="WriteAsync(long, ReadOnlyMemory{byte}, CancellationToken)" path="/exception"/>
    /// <remarks>
    /// <para>Data of one segment belong to the write until the task has ended, and are not copied. Data of several are gathered into memory of the runtime's own: they are the caller's again when the call returns, and cancelling ends the wait at once. Empty segments do not count.</para>
    /// <para>Segments may have any length; only all of them together are in whole blocks.</para>
    /// </remarks>
    /// <param name="offset">Absolute offset in bytes, a multiple of the block size.</param>
    /// <param name="data">All together a multiple of the block size, at least one block, at most <see cref="Limits.MaxTransferBytes"/>.</param>
    /// <param name="cancellationToken">Ends the wait while the write waits for admission, and at any time where the data were gathered; a write at the drive goes on, and its data are then nobody's.</param>
    [DeviceIo]
    [OverloadResolutionPriority(-1)]
    public ValueTask WriteAsync(long offset, ReadOnlySequence<byte> data, CancellationToken cancellationToken = default)
    {
        if (IsOnePiece(data, out ReadOnlyMemory<byte> piece))
        {
            return WriteAsync(offset, piece, cancellationToken);
        }

        return _tracesTransfers ? WriteTracedAsync(offset, data, cancellationToken) : WriteUntracedAsync(offset, data, cancellationToken);
    }

    private ValueTask WriteUntracedAsync(long offset, ReadOnlySequence<byte> data, CancellationToken cancellationToken)
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
            ? _conventional.SubmitCopy(zone, offset, data, cancellationToken).Task
            : _zones[zone].SubmitCopy(RequestOperation.Write, offset, data, cancellationToken).Task;
    }

    /// <summary>Appends data that lie in several pieces, as one append: they stand behind one another from the offset that it returns.</summary>
    /// <inheritdoc cref="AppendAsync(int, ReadOnlyMemory{byte}, CancellationToken)" path="/*[self::returns or self::exception]"/>
    /// <remarks>
    /// <para>Data of one segment belong to the append until the task has ended, and are not copied. Data of several are gathered into memory of the runtime's own: they are the caller's again when the call returns, and cancelling ends the wait at once. Empty segments do not count.</para>
    /// <para>Segments may have any length; only all of them together are in whole blocks.</para>
    /// </remarks>
    /// <param name="zone">Index of a sequential zone.</param>
    /// <param name="data">All together a multiple of the block size, at least one block, at most <see cref="Limits.MaxAppendBytes"/> and <see cref="Limits.MaxTransferBytes"/>.</param>
    /// <param name="cancellationToken">Ends the wait while the append waits for admission, and at any time where the data were gathered; an append at the drive goes on, and its data are then nobody's.</param>
    [DeviceIo]
    [return: AssignedOffset]
    [OverloadResolutionPriority(-1)]
    public ValueTask<long> AppendAsync(int zone, ReadOnlySequence<byte> data, CancellationToken cancellationToken = default)
    {
        if (IsOnePiece(data, out ReadOnlyMemory<byte> piece))
        {
            return AppendAsync(zone, piece, cancellationToken);
        }

        return _tracesTransfers ? AppendTracedAsync(zone, data, cancellationToken) : AppendUntracedAsync(zone, data, cancellationToken);
    }

    private ValueTask<long> AppendUntracedAsync(int zone, ReadOnlySequence<byte> data, CancellationToken cancellationToken)
    {
        Zone target = Sequential(zone);
        CheckAppendLength(data.Length);
        if (_context.WriteLatch is { } latch)
        {
            return ValueTask.FromException<long>(Again(latch));
        }

        return cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled<long>(cancellationToken)
            : target.SubmitCopy(RequestOperation.Append, -1, data, cancellationToken).OffsetTask;
    }

    // What has one segment that is not empty, or none.
    private static bool IsOnePiece(in ReadOnlySequence<byte> data, out ReadOnlyMemory<byte> piece)
    {
        piece = data.First;
        if (data.IsSingleSegment)
        {
            return true;
        }

        long lengthBytes = data.Length;
        SequencePosition next = data.Start;
        while (data.TryGet(ref next, out piece) && piece.IsEmpty)
        {
        }

        return piece.Length == lengthBytes;
    }
}
