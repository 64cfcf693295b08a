using ZonedSdk.Annotations;
using ZonedSdk.Logs;

namespace ZonedSdk;

/// <content>Trimming: zones whose records nobody needs are reset.</content>
public sealed partial class ZonedLog
{
    /// <summary>Gives up all records below a number, and resets the zones that hold no others. Readers may go on meanwhile.</summary>
    /// <remarks>
    /// <para>Zones are reset from the oldest on. The newest zone is never reset: it keeps the log's numbers, and is flushed first where a power cut could still take it.</para>
    /// <para>Records that share a zone with others which are kept can no longer be read, and are there again after the log is opened the next time: the number is not stored.</para>
    /// </remarks>
    /// <param name="before">The number of the first record that is kept, at most <see cref="NextSequence"/>. One below <see cref="FirstSequence"/> trims nothing.</param>
    /// <param name="cancellationToken">Stops before the next zone, and ends the wait for a zone's reset; the records are given up all the same.</param>
    /// <returns>How many zones were reset.</returns>
    /// <exception cref="ArgumentOutOfRangeException">No record below that number has been appended yet, or it is negative.</exception>
    /// <exception cref="ZonedIOException">The flush failed that keeps the log's numbers: no zone was reset. Or a zone could not be reset. It is tried again when the log comes to use it; the zones before it are free.</exception>
    /// <exception cref="ObjectDisposedException">The log was disposed.</exception>
    [DeviceIo]
    public async ValueTask<int> TrimAsync(long before, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(before);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isClosing, this);
            if (before > _acknowledged)
            {
                throw new ArgumentOutOfRangeException(nameof(before), before, $"The log on {_device.Name} has records {FirstLocked()} to {_acknowledged - 1}. Trim up to {_acknowledged} at most.");
            }

            _trimmedBefore = Math.Max(_trimmedBefore, before);
        }

        await KeepNumbersAsync(before, cancellationToken).ConfigureAwait(false);
        int count = 0;
        while (!cancellationToken.IsCancellationRequested && TryDrop(before, out LogSegment? dropped))
        {
            try
            {
                await _device.ResetZoneAsync(dropped.Zone, cancellationToken).ConfigureAwait(false);
                count++;
            }
            finally
            {
                // Where the reset failed or was left, the zone is reset before it is used.
                Release(dropped.Zone);
            }
        }

        cancellationToken.ThrowIfCancellationRequested();
        return count;
    }

    // Once the older zones are gone, only the newest one's header tells which numbers were given.
    private async ValueTask KeepNumbersAsync(long before, CancellationToken cancellationToken)
    {
        LogSegment? newest;
        lock (_gate)
        {
            bool dropsZones = _segments.Count > 1 && _segments[1].FirstSequence <= before;
            newest = dropsZones && !_segments[^1].IsHeaderDurable ? _segments[^1] : null;
        }

        if (newest is not null)
        {
            await FlushOnceAsync(newest, cancellationToken).ConfigureAwait(false);
        }
    }

    private bool TryDrop(long before, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out LogSegment? dropped)
    {
        lock (_gate)
        {
            dropped = _segments.Count > 1 && _segments[1].FirstSequence <= before ? _segments[0] : null;
            if (dropped is not null)
            {
                _segments.RemoveAt(0);
            }

            return dropped is not null;
        }
    }

    private void Release(int zone)
    {
        lock (_gate)
        {
            if (_device.GetZone(zone).Condition == ZoneCondition.Offline)
            {
                _dead.Add(zone);
            }
            else
            {
                _free.Add(zone);
                _isFull = false;
            }
        }

        StartLoop();
    }
}
