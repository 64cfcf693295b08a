using System.Runtime.InteropServices;

namespace ZonedSdk.Interop.Uring;

/// <content>What a ring does when the kernel takes nothing, and how it ends.</content>
internal sealed unsafe partial class RingLoop
{
    /// <summary>The kernel took nothing, gave nothing, and said why.</summary>
    /// <returns>0 where the ring goes on; otherwise the error number with which it is over.</returns>
    private int Refused(int errno)
    {
        if (errno is not (Errno.Again or Errno.Busy or Errno.NoMemory))
        {
            return errno;
        }

        // It lacks memory, or room for completions. Both come back when something ends: that is waited for, where there is something. The read that wakes the thread does not count, for nobody knows that it sleeps.
        if (_slots.Length - _freeCount + _cancelling > _queues.Unsubmitted)
        {
            _ = _queues.Enter(atLeast: 1, submits: false);
            if (Reap() > 0)
            {
                _refusals = 0;
                return 0;
            }
        }

        if (++_refusals < MostRefusals)
        {
            _queues.Wait(PauseMilliseconds);
            return 0;
        }

        // Nobody is helped by trying for ever: what the kernel does not take fails, and what it has is waited for. Without the read that wakes it the thread could not sleep any more.
        _refusals = 0;
        return TakeBackUnsubmitted(errno) && (_isWakeArmed || _isStopping) ? 0 : errno;
    }

    private bool TakeBackUnsubmitted(int errno)
    {
        bool isAny = false;
        while (_queues.TakeBack() is { } token)
        {
            isAny = true;
            if (token == WakeToken)
            {
                _isWakeArmed = false;
            }
            else if (token == CancelToken)
            {
                _cancelling--;
            }
            else
            {
                AddEnded(Vacate(token), new RingCompletion(-errno, 0, WasSubmitted: false));
            }
        }

        return isAny;
    }

    // Asks the kernel to end early what can be: a read that waits, a request that no worker has begun. Commands at a drive run to their end.
    private void CancelSubmitted()
    {
        if (_cancelled == 0 && _isWakeArmed)
        {
            _ = RingCalls.Signal(_event);
        }

        for (; _cancelled < _slots.Length; _cancelled++)
        {
            if (_slots[_cancelled] is { } operation && !TryCancel(operation.Token))
            {
                return;
            }
        }
    }

    private bool TryCancel(ulong token)
    {
        SubmissionEntry* entry = _queues.TryBegin(out _);
        if (entry is null)
        {
            return false;
        }

        entry->Opcode = RingOpcode.Cancel;
        entry->Descriptor = -1;
        entry->Address = token;
        entry->UserData = CancelToken;
        _queues.End();
        _cancelling++;
        return true;
    }

    private void RefusePending(int errno)
    {
        while (TakePending() is { } operation)
        {
            AddEnded(operation, new RingCompletion(-errno, 0, WasSubmitted: false));
        }
    }

    // Any thread. What was pushed is taken by one of those who come here, or by the ring's thread.
    private void RefusePushed()
    {
        RingOperation? newestFirst = Interlocked.Exchange(ref _pushed.Newest, null);
        while (newestFirst is not null)
        {
            RingOperation operation = newestFirst;
            newestFirst = operation.Next;
            operation.Next = null;
            operation.Completion = new RingCompletion(-(_brokenErrno == 0 ? Errno.Cancelled : _brokenErrno), 0, WasSubmitted: false);
            Complete(operation, operation);
        }
    }

    /// <summary>The thread's last act.</summary>
    private void End(int errno)
    {
        _brokenErrno = errno;
        if (errno != 0)
        {
            TakeBackUnsubmitted(errno);
        }

        // Set before what was pushed is taken for the last time, with a fence between: see Kick.
        _isStopping = true;
        TakePushed();
        Interlocked.MemoryBarrier();
        RefusePending(errno == 0 ? Errno.Cancelled : errno);
        RefusePushed();
        if (_freeCount == _slots.Length && !_isWakeArmed && _cancelling == 0)
        {
            UnregisterMemory();
            UnregisterDevice();
            _queues.Dispose();
            _event.Dispose();
            NativeMemory.Free(_eventValue);
            _device?.DangerousRelease();
        }
        else
        {
            // The kernel has something and does not say when it is done: ring, memory and device stay as they are, and whoever waits for that operation is never told that it has ended.
            // Memory may be the collector's and be held by being referred to, so this is referred to for ever.
            _ = GCHandle.Alloc(this);
        }

        TellEnded();
        _ended.SetResult();
    }
}
