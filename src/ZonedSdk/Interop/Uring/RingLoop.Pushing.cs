using System.Runtime.InteropServices;

namespace ZonedSdk.Interop.Uring;

/// <content>How operations come to the thread: from others, who may have to wake it, and from what it completes itself.</content>
internal sealed unsafe partial class RingLoop
{
    // The thread's: what it takes to the kernel next.
    private RingOperation? _firstPending;
    private RingOperation? _lastPending;

    // Everybody's: pushed without a lock, and taken all at once.
    private PushedOperations _pushed;

    // The thread's, and taken back by whoever wakes it.
    private int _isAsleep;

    // Ids are given anew to other threads; once this one has ended, the ring takes nothing any more.
    private int _threadId;

    private bool IsOwnThread => Environment.CurrentManagedThreadId == _threadId;

    /// <summary>Any thread: puts an operation in.</summary>
    public void Push(RingOperation operation)
    {
        if (IsOwnThread && !_isStopping)
        {
            // From within a completion: nobody has to be woken, and what others pushed before comes before it.
            TakePushed();
            AppendPending(operation, operation);
            return;
        }

        RingOperation? top = Volatile.Read(ref _pushed.Newest);
        while (true)
        {
            operation.Next = top;
            RingOperation? seen = Interlocked.CompareExchange(ref _pushed.Newest, operation, top);
            if (ReferenceEquals(seen, top))
            {
                return;
            }

            top = seen;
        }
    }

    /// <summary>Any thread, which holds no lock: has what was pushed handed over. After the end it is completed here and now.</summary>
    public void Kick()
    {
        if (Volatile.Read(ref _pushed.Newest) is null)
        {
            return;
        }

        // The thread sets this before it takes what was pushed for the last time. Whoever pushes behind that sees it.
        Interlocked.MemoryBarrier();
        if (_isStopping)
        {
            RefusePushed();
        }
        else
        {
            Wake();
        }
    }

    private void Wake()
    {
        if (Volatile.Read(ref _isAsleep) == 0 || Interlocked.Exchange(ref _isAsleep, 0) == 0)
        {
            return;
        }

        try
        {
            _ = RingCalls.Signal(_event);
        }
        catch (ObjectDisposedException)
        {
            // The thread woke by a completion meanwhile, and has ended.
        }
    }

    private void TakePushed()
    {
        RingOperation? newestFirst = Volatile.Read(ref _pushed.Newest) is null ? null : Interlocked.Exchange(ref _pushed.Newest, null);
        RingOperation? newest = newestFirst;
        RingOperation? oldestFirst = null;
        while (newestFirst is not null)
        {
            RingOperation? next = newestFirst.Next;
            newestFirst.Next = oldestFirst;
            oldestFirst = newestFirst;
            newestFirst = next;
        }

        if (oldestFirst is not null)
        {
            AppendPending(oldestFirst, newest!);
        }
    }

    private void AppendPending(RingOperation first, RingOperation last)
    {
        if (_lastPending is null)
        {
            _firstPending = first;
        }
        else
        {
            _lastPending.Next = first;
        }

        _lastPending = last;
    }

    private RingOperation? TakePending()
    {
        RingOperation? operation = _firstPending;
        if (operation is not null)
        {
            _firstPending = operation.Next;
            _lastPending = _firstPending is null ? null : _lastPending;
            operation.Next = null;
        }

        return operation;
    }

    /// <summary>Whoever kicks a drive looks at each of its rings. So this has cache lines of its own: what the thread writes for each operation is not on them, nor on the one that the processor fetches with each.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct PushedOperations
    {
        [FieldOffset(128)]
        public RingOperation? Newest;
    }
}
