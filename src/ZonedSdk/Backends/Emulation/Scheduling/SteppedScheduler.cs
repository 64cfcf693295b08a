using ZonedSdk.Annotations;

namespace ZonedSdk.Backends.Emulation.Scheduling;

/// <summary>Runs nothing by itself: each pending work is a step that the owner of this scheduler picks.</summary>
internal sealed class SteppedScheduler : IDriveScheduler
{
    private readonly Lock _gate = new();

    [GuardedBy(nameof(_gate))]
    private readonly List<DriveWork> _pending = [];

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _pending.Count;
            }
        }
    }

    public void Dispatch(SubmissionStack submitted, ulong lanes)
    {
        DriveWork? work = submitted.TakeAll();
        lock (_gate)
        {
            for (DriveWork? next; work is not null; work = next)
            {
                next = work.NextWork;
                work.NextWork = null;
                _pending.Add(work);
            }
        }
    }

    public DriveStep Describe(int index)
    {
        lock (_gate)
        {
            return _pending[index].Describe();
        }
    }

    public void Run(int index)
    {
        DriveWork work;
        lock (_gate)
        {
            work = _pending[index];
            _pending.RemoveAt(index);
        }

        work.Execute();
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
