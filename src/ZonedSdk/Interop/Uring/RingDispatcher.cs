using ZonedSdk.Annotations;

namespace ZonedSdk.Interop.Uring;

/// <summary>Completes operations on the thread pool: many by one work item, and without one of them that blocks keeping the others back.</summary>
/// <remarks>As long as an operation waits here, a work item is on its way that has taken none yet: each that finds more than it took sends the next one before it completes anything. So however many block, somebody goes on.</remarks>
internal sealed class RingDispatcher : IThreadPoolWorkItem
{
    // Others of the pool's users come to their turn, too.
    private const int MostInARow = 256;

    private readonly Lock _gate = new();

    [GuardedBy(nameof(_gate))]
    private RingOperation? _first;

    [GuardedBy(nameof(_gate))]
    private RingOperation? _last;

    private int _isOnItsWay;

    /// <summary>Completes a list of operations, linked by <see cref="RingOperation.Next"/>.</summary>
    public void Add(RingOperation first, RingOperation last)
    {
        lock (_gate)
        {
            if (_last is null)
            {
                _first = first;
            }
            else
            {
                _last.Next = first;
            }

            _last = last;
        }

        Send();
    }

    public void Execute()
    {
        // Said before the list is looked at: what is added from here on sends the next one.
        Interlocked.Exchange(ref _isOnItsWay, 0);
        RingOperation? operation = Take(out bool isMore);
        if (isMore)
        {
            Send();
        }

        for (int taken = 1; operation is not null; taken++)
        {
            operation.Complete(operation.Completion);
            if (taken == MostInARow)
            {
                Send();
                return;
            }

            operation = Take(out _);
        }
    }

    private void Send()
    {
        if (Interlocked.Exchange(ref _isOnItsWay, 1) == 0)
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
    }

    private RingOperation? Take(out bool isMore)
    {
        lock (_gate)
        {
            RingOperation? operation = _first;
            if (operation is not null)
            {
                _first = operation.Next;
                _last = _first is null ? null : _last;
                operation.Next = null;
            }

            isMore = _first is not null;
            return operation;
        }
    }
}
