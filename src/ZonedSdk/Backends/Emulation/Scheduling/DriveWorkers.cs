using System.Globalization;
using ZonedSdk.Annotations;

namespace ZonedSdk.Backends.Emulation.Scheduling;

/// <summary>A few threads of the drive's own, for media whose calls block. Idle workers sleep; they never spin, because a spinning drive starves those who submit to it.</summary>
internal sealed class DriveWorkers : IDriveScheduler
{
    /// <summary>More workers than this bring nothing to a file and cost a stack each.</summary>
    public const int MaxCount = 256;

    // A monitor, not a Lock: workers wait on it.
    private readonly object _gate = new();
    private readonly Thread[] _threads;

    [GuardedBy(nameof(_gate))]
    private WorkQueue _queue;

    [GuardedBy(nameof(_gate))]
    private int _idle;

    [GuardedBy(nameof(_gate))]
    private bool _isStopping;

    public DriveWorkers(int count, string name)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, MaxCount);
        _threads = new Thread[count];
        for (int i = 0; i < count; i++)
        {
            _threads[i] = new Thread(Work)
            {
                IsBackground = true,
                Name = string.Create(CultureInfo.InvariantCulture, $"{name} worker {i}"),
            };
            _threads[i].Start();
        }
    }

    public void Dispatch(SubmissionStack submitted, ulong lanes)
    {
        DriveWork? chain = submitted.TakeAll();
        if (chain is null)
        {
            return;
        }

        lock (_gate)
        {
            int waking = Math.Min(_queue.AppendChain(chain), _idle);
            for (int i = 0; i < waking; i++)
            {
                Monitor.Pulse(_gate);
            }

            if (!_isStopping)
            {
                return;
            }
        }

        // The threads may be gone. A drive that stops fails whatever comes now; those who wait for it must hear that.
        while (TryTake(out DriveWork? work))
        {
            work.Execute();
        }
    }

    private bool TryTake([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out DriveWork? work)
    {
        lock (_gate)
        {
            work = _queue.Take();
            return work is not null;
        }
    }

    /// <summary>Lets the queued works end, then the threads. Called from a worker itself it does not wait for that one.</summary>
    public ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            _isStopping = true;
            Monitor.PulseAll(_gate);
        }

        foreach (Thread thread in _threads)
        {
            if (thread != Thread.CurrentThread)
            {
                thread.Join();
            }
        }

        return ValueTask.CompletedTask;
    }

    private void Work()
    {
        while (true)
        {
            DriveWork? work;
            lock (_gate)
            {
                while ((work = _queue.Take()) is null)
                {
                    if (_isStopping)
                    {
                        return;
                    }

                    _idle++;
                    Monitor.Wait(_gate);
                    _idle--;
                }
            }

            work.Execute();
        }
    }
}
