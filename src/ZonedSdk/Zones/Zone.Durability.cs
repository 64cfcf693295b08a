using ZonedSdk.Annotations;

namespace ZonedSdk.Zones;

/// <content>The durable pointer: what a flush covered, and who waits for it.</content>
internal sealed partial class Zone
{
    [GuardedBy(nameof(_gate))]
    private List<DurabilityWaiter>? _durabilityWaiters;

    /// <summary>What a flush that starts now will cover; false where it would cover nothing new, or nothing can be covered any more.</summary>
    public bool TrySnapshot(out FlushTarget target)
    {
        using ZoneGuard guard = Enter();
        ref ZoneState s = ref guard.State;
        target = new FlushTarget(this, s.Acknowledged, s.Incarnation, s.Rewinds);
        return s.Acknowledged > s.Durable && s.Mode != ZoneMode.Offline;
    }

    /// <summary>A flush that covered the target ended well.</summary>
    /// <returns>Why the target is not durable all the same; null where it is, and where a reset took it away on purpose.</returns>
    public ZonedIOException? OnFlushed(in FlushTarget target)
    {
        List<DurabilityWaiter>? done = null;
        using (ZoneGuard guard = Enter())
        {
            ref ZoneState s = ref guard.State;
            if (target.Acknowledged > s.Durable && (s.Mode == ZoneMode.Offline || s.Rewinds != target.Rewinds))
            {
                ZoneError reason = s.Mode == ZoneMode.Offline ? ZoneError.ZoneOffline : ZoneError.AcknowledgedDataLost;
                return LostDurability(s, reason, s.Durable, target.Acknowledged);
            }

            if (!ZoneTransitions.CompleteFlush(ref s, target))
            {
                return null;
            }

            for (int i = (_durabilityWaiters?.Count ?? 0) - 1; i >= 0; i--)
            {
                DurabilityWaiter waiter = _durabilityWaiters![i];
                if (waiter.Offset <= s.Durable)
                {
                    _durabilityWaiters.RemoveAt(i);
                    (done ??= []).Add(waiter);
                }
            }
        }

        foreach (DurabilityWaiter waiter in done ?? [])
        {
            waiter.TrySetResult();
        }

        return null;
    }

    /// <summary>A flush failed: everybody who waits for durability hears of it.</summary>
    public void OnFlushFailed(ZonedIOException error)
    {
        FailDurabilityWaiters(error);
        ZoneStatus status = Status();
        if (status.Acknowledged > status.Durable)
        {
            _context.Raise?.Invoke(new ZoneEventArgs(ZoneEventKind.FlushFailed, Index, status.Durable, status.Acknowledged, error));
        }
    }

    /// <summary>No flush will come any more: everybody who waits for durability is told. The device's latch is set before, so nobody begins to wait after this.</summary>
    public void FailDurabilityWaiters(ZonedIOException error)
    {
        List<DurabilityWaiter>? waiters;
        using (Enter())
        {
            waiters = _durabilityWaiters;
            _durabilityWaiters = null;
        }

        foreach (DurabilityWaiter waiter in waiters ?? [])
        {
            // Each has an exception of its own, as everybody whom a latch refuses.
            waiter.TrySetException(ZonedErrors.OfDevice(error.Message, error.Error, error.Errno, error));
        }
    }

    public Task WaitDurableAsync(long offset, CancellationToken cancellationToken)
    {
        DurabilityWaiter waiter;
        using (ZoneGuard guard = Enter())
        {
            ref ZoneState s = ref guard.State;
            if (offset <= s.Durable)
            {
                return Task.CompletedTask;
            }

            if (s.Mode == ZoneMode.Offline)
            {
                return Task.FromException(LostDurability(s, ZoneError.ZoneOffline, s.Durable, offset));
            }

            if (offset > s.Submitted)
            {
                return Task.FromException(new ArgumentOutOfRangeException(nameof(offset), offset, $"Nothing was written there: the write pointer of zone {Index} is at {s.Submitted}."));
            }

            if (_context.FlushLatch is { } latch)
            {
                return Task.FromException(ZonedErrors.OfDevice(latch.Message, latch.Error, latch.Errno, latch));
            }

            waiter = new DurabilityWaiter(offset, s.Incarnation, _context.Options.InlineContinuations);
            (_durabilityWaiters ??= []).Add(waiter);
        }

        return cancellationToken.CanBeCanceled ? WaitAsync(waiter, cancellationToken) : waiter.Task;
    }

    private async Task WaitAsync(DurabilityWaiter waiter, CancellationToken cancellationToken)
    {
        try
        {
            await waiter.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            using ZoneGuard guard = Enter();
            _durabilityWaiters?.Remove(waiter);
            throw;
        }
    }

    // Bytes that a recovery or a reset took away, or the drive with the whole zone, will never be durable. Whoever waits for them is told outside the lock.
    [RequiresLock(nameof(_gate))]
    private void FailDurabilityWaitersLocked(in ZoneState s, ref ZoneEffects fx)
    {
        long end = fx.IsRewound ? fx.RewoundTo : s.Submitted;
        for (int i = (_durabilityWaiters?.Count ?? 0) - 1; i >= 0; i--)
        {
            DurabilityWaiter waiter = _durabilityWaiters![i];
            ZoneError reason = s.Mode == ZoneMode.Offline ? ZoneError.ZoneOffline
                : waiter.Incarnation != s.Incarnation ? ZoneError.ZoneReset
                : waiter.Offset > end ? ZoneError.Io : ZoneError.None;
            if (reason != ZoneError.None)
            {
                _durabilityWaiters.RemoveAt(i);
                waiter.Failure = LostDurability(s, reason, Math.Min(reason == ZoneError.ZoneOffline ? s.Durable : end, waiter.Offset), waiter.Offset);
                (fx.NeverDurable ??= []).Add(waiter);
            }
        }
    }

    private ZonedIOException LostDurability(in ZoneState s, ZoneError reason, long start, long end) =>
        ZonedErrors.OfLostDurability(_context.Backend.Name, _bounds, Index, reason, start, end, s.Epoch, s.Condition);
}
