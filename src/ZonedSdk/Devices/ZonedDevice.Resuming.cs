using ZonedSdk.Annotations;
using ZonedSdk.Zones;

namespace ZonedSdk;

/// <content>Resuming: the rest of a short write, and only when the caller says so.</content>
public sealed partial class ZonedDevice
{
    /// <summary>Writes the rest of a write or append that the drive ended early (<see cref="ZoneError.ShortTransfer"/>), directly behind the part that is on the medium. As long as the rest is short again and some of it landed, the rest of that follows.</summary>
    /// <remarks>
    /// <para>Nothing is ever written at another offset than the one that the failed call had. Where the zone has changed since that call failed (other writes, a reset, another recovery) the rest is refused and nothing is written: a zone that is to be resumed has one writer.</para>
    /// <para>When this fails, its exception describes the rest that was under way: its last <see cref="ZonedIOException.LengthBytes"/> bytes of data are missing, and can be resumed with that exception where it is a short write.</para>
    /// <example>
    /// <code>
    /// try
    /// {
    ///     offset = await device.AppendAsync(zone, data);
    /// }
    /// catch (ZonedIOException e) when (e.Error == ZoneError.ShortTransfer)
    /// {
    ///     offset = await device.ResumeAsync(e, data);
    /// }
    /// </code>
    /// </example>
    /// </remarks>
    /// <param name="failure">What the write or append threw.</param>
    /// <param name="data">The same data that it was given, all of them. They belong to the call until its task has ended.</param>
    /// <param name="cancellationToken">As for <see cref="WriteAsync(long, ReadOnlyMemory{byte}, CancellationToken)"/>; also ends the call between two parts.</param>
    /// <returns>Absolute offset of the first byte of the data, part that landed before included.</returns>
    /// <exception cref="ArgumentException">The failure is not that of a short write whose landed bytes are known, or the data have another length than those that failed.</exception>
    /// <exception cref="NotSupportedException">The zone takes writes away from its write pointer, which therefore does not tell how much of the write landed: write it again.</exception>
    /// <exception cref="ZonedIOException">The rest failed; with <see cref="ZoneError.Misaligned"/> the zone has changed and nothing was written.</exception>
    [return: AssignedOffset]
    public async ValueTask<long> ResumeAsync(ZonedIOException failure, ReadOnlyMemory<byte> data, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(failure);
        bool isShortWrite = failure.Error == ZoneError.ShortTransfer && failure.Offset >= 0;
        if (isShortWrite && _zones.TypeOf(Geometry.ZoneOf(failure.Offset)) == ZoneType.SequentialWritePreferred)
        {
            throw new NotSupportedException($"Zone {failure.Zone} of {Name} takes writes anywhere: its write pointer does not tell how much of this one landed. Write it again.");
        }

        if (!isShortWrite || failure.LandedBytes is not { } landed)
        {
            throw new ArgumentException($"Only a short write whose landed bytes are known can be resumed; this is {failure.Error}: {failure.Message}", nameof(failure));
        }

        if (data.Length != failure.LengthBytes)
        {
            throw new ArgumentException($"The write that failed had {failure.LengthBytes} bytes, these are {data.Length}. Give the same data, not only what is left of them.", nameof(data));
        }

        long offset = failure.Offset + landed;
        long epoch = failure.Epoch;
        ReadOnlyMemory<byte> rest = data[(int)landed..];
        bool isWhole = false;
        while (!isWhole)
        {
            try
            {
                await WriteRestAsync(offset, rest, epoch, cancellationToken).ConfigureAwait(false);
                isWhole = true;
            }
            catch (ZonedIOException e) when (e is { Error: ZoneError.ShortTransfer, LandedBytes: > 0 })
            {
                // Each round lands at least a block, so there are at most as many as the data have blocks.
                offset += e.LandedBytes.Value;
                epoch = e.Epoch;
                rest = rest[(int)e.LandedBytes.Value..];
            }
        }

        return failure.Offset;
    }

    private ValueTask WriteRestAsync(long offset, ReadOnlyMemory<byte> rest, long epoch, CancellationToken cancellationToken)
    {
        if (_context.WriteLatch is { } latch)
        {
            return ValueTask.FromException(Again(latch));
        }

        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled(cancellationToken);
        }

        // The rest may be empty and its offset behind the zone; its first byte's neighbour is in the zone for certain.
        int index = Geometry.ZoneOf(offset - (rest.IsEmpty ? 1 : 0));
        if (_zones.TypeOf(index) == ZoneType.Conventional)
        {
            return rest.IsEmpty ? ValueTask.CompletedTask : _conventional.SubmitWrite(index, offset, rest, cancellationToken).Task;
        }

        Zone zone = _zones[index];
        ZoneStatus status = zone.Status();
        if (status.Epoch != epoch || status.Submitted != offset)
        {
            return ValueTask.FromException(ZonedErrors.OfChangedZone(Name, status, zone.Info().Condition, offset, rest.Length, epoch));
        }

        // The look above is for the message; the zone looks again under its lock.
        return rest.IsEmpty ? ValueTask.CompletedTask : zone.SubmitWrite(RequestOperation.Write, offset, rest, cancellationToken, expectedEpoch: (uint)epoch).Task;
    }
}
