using ZonedSdk.Annotations;

namespace ZonedSdk.Backends.Emulation.Scheduling;

/// <summary>Runs works on the thread pool: one pool item drains the queue for as long as there is work, and at most one per processor runs, so that an operation costs neither an item nor an allocation.</summary>
internal sealed class PoolScheduler : IDriveScheduler, IThreadPoolWorkItem
{
    private readonly Lock _gate = new();
    private readonly int _maxDrainers;

    [GuardedBy(nameof(_gate))]
    private WorkQueue _queue;

    [GuardedBy(nameof(_gate))]
    private int _drainers;

    public PoolScheduler(int maxDrainers)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxDrainers, 1);
        _maxDrainers = maxDrainers;
    }

    public void Dispatch(SubmissionStack submitted, ulong lanes)
    {
        DriveWork? chain = submitted.TakeAll();
        if (chain is null)
        {
            return;
        }

        int starting;
        lock (_gate)
        {
            int added = _queue.AppendChain(chain);
            starting = Math.Min(added, _maxDrainers - _drainers);
            _drainers += starting;
        }

        for (int i = 0; i < starting; i++)
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
    }

    public void Execute()
    {
        while (true)
        {
            DriveWork? work;
            lock (_gate)
            {
                work = _queue.Take();
                if (work is null)
                {
                    _drainers--;
                    return;
                }
            }

            work.Execute();
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
