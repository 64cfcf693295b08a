using System.Diagnostics.CodeAnalysis;
using ZonedSdk.Annotations;
using ZonedSdk.Logs;

namespace ZonedSdk;

/// <content>Flushing, and the log's end.</content>
public sealed partial class ZonedLog
{
    [GuardedBy(nameof(_gate))]
    private long _durable;

    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _disposed;

    /// <summary>Makes every record survive a power cut whose append ended before the call.</summary>
    /// <param name="cancellationToken">Ends the wait; a flush that has begun goes on.</param>
    /// <exception cref="ZonedLogException">The log takes no more records since a failure, and what was acknowledged before it may be lost. Open it again.</exception>
    /// <exception cref="ZonedIOException">The flush failed.</exception>
    [DeviceIo]
    public ValueTask FlushAsync(CancellationToken cancellationToken = default) => FlushUpToAsync(NextSequence, cancellationToken);

    /// <summary>Waits for the appends that have begun, flushes, and lets go of the zones. The device stays open. A second call waits for the first; only that one throws. Readers that wait end with <see cref="ObjectDisposedException"/>.</summary>
    /// <exception cref="ZonedException">Records that were acknowledged could not be made durable.</exception>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            await _closed.Task.ConfigureAwait(false);
            return;
        }

        try
        {
            await CloseAsync().ConfigureAwait(false);
        }
        finally
        {
            _closed.SetResult();
        }
    }

    private async Task CloseAsync()
    {
        lock (_gate)
        {
            _isClosing = true;
            _isFull = false;
        }

        try
        {
            StartLoop();
            while (!IsIdle(out TaskCompletionSource? change))
            {
                await change.Task.ConfigureAwait(false);
            }

            bool hasFailed;
            lock (_gate)
            {
                hasFailed = _fault is not null;
            }

            // Whoever was told of the failure knows that the rest may be lost.
            if (!hasFailed)
            {
                await FlushUpToAsync(NextSequence, CancellationToken.None).ConfigureAwait(false);
            }
        }
        finally
        {
            _hold?.Dispose();
            Signal();
        }
    }

    private bool IsIdle([NotNullWhen(false)] out TaskCompletionSource? change)
    {
        lock (_gate)
        {
            bool isIdle = !_isPumping && _inFlight == 0 && (_fault is not null || _again.Count + _waiting.Count == 0);
            change = isIdle ? null : _changed.Join();
            return isIdle;
        }
    }

    // Those who flush at the same time share the device's flush.
    private async ValueTask FlushUpToAsync(long next, CancellationToken cancellationToken)
    {
        while (TryFindUndurable(next, out LogSegment? segment))
        {
            try
            {
                await FlushOnceAsync(segment, cancellationToken).ConfigureAwait(false);
            }
            catch (ZonedIOException) when (DurableSequence >= next)
            {
                // It was another zone's: these records are durable since that zone ended.
            }
        }
    }

    private bool TryFindUndurable(long next, [NotNullWhen(true)] out LogSegment? segment)
    {
        lock (_gate)
        {
            segment = _durable >= next ? null : _segments[^1];
            return segment is null || _fault is null
                ? segment is not null
                : throw new ZonedLogException(_fault.Message, _fault.InnerException, mayHaveBeenAppended: true);
        }
    }

    // What the zones before it hold has been durable since they ended.
    private async ValueTask FlushOnceAsync(LogSegment segment, CancellationToken cancellationToken)
    {
        long covered;
        lock (_gate)
        {
            covered = segment.NextSequence;
        }

        await _device.FlushAsync(segment.Zone, cancellationToken).ConfigureAwait(false);
        lock (_gate)
        {
            segment.IsHeaderDurable = true;
            _durable = Math.Max(_durable, covered);
        }
    }
}
