using ZonedSdk.Annotations;

namespace ZonedSdk.Backends.Emulation;

/// <summary>Works that rest for a while: one timer for all of them, in the drive's own time.</summary>
internal sealed class DelayQueue(EmulatedDrive drive, TimeProvider time) : IDisposable
{
    private readonly Lock _gate = new();

    // Equal times leave in the order of arrival, so that a run can be replayed.
    [GuardedBy(nameof(_gate))]
    private readonly PriorityQueue<DriveWork, (long Due, long Sequence)> _resting = new();

    [GuardedBy(nameof(_gate))]
    private ITimer? _timer;

    [GuardedBy(nameof(_gate))]
    private long _sequence;

    [GuardedBy(nameof(_gate))]
    private bool _isDisposed;

    public void Add(DriveWork work, TimeSpan delay)
    {
        long due = time.GetTimestamp() + (long)(delay.TotalSeconds * time.TimestampFrequency);
        lock (_gate)
        {
            if (!_isDisposed)
            {
                _resting.Enqueue(work, (due, _sequence++));
                ArmLocked();
                return;
            }
        }

        drive.Post(work);
        drive.Kick();
    }

    /// <summary>Lets everything go at once.</summary>
    public void ReleaseAll()
    {
        lock (_gate)
        {
            while (_resting.TryDequeue(out DriveWork? work, out _))
            {
                drive.Post(work);
            }
        }
    }

    public void Dispose()
    {
        ITimer? timer;
        lock (_gate)
        {
            _isDisposed = true;
            timer = _timer;
        }

        timer?.Dispose();
        ReleaseAll();
        drive.Kick();
    }

    private void OnTimer()
    {
        lock (_gate)
        {
            long now = time.GetTimestamp();
            while (_resting.TryPeek(out DriveWork? work, out (long Due, long Sequence) key) && key.Due <= now)
            {
                _resting.Dequeue();
                drive.Post(work);
            }

            ArmLocked();
        }

        drive.Kick();
    }

    [RequiresLock(nameof(_gate))]
    private void ArmLocked()
    {
        if (_isDisposed || !_resting.TryPeek(out _, out (long Due, long Sequence) key))
        {
            return;
        }

        TimeSpan rest = time.GetElapsedTime(time.GetTimestamp(), key.Due);
        rest = rest < TimeSpan.Zero ? TimeSpan.Zero : rest;
        _timer ??= time.CreateTimer(static state => ((DelayQueue)state!).OnTimer(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _timer.Change(rest, Timeout.InfiniteTimeSpan);
    }
}
