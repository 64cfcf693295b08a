namespace ZonedSdk.Interop.Uring;

/// <content>What has ended, on its way out of the kernel's queue to whoever it belongs to.</content>
internal sealed unsafe partial class RingLoop
{
    // A device has nothing to do while a long row of ends is told one after the other: what these push is handed over in between. src/decisions/0045 has figures.
    private const int MostToldAtOnce = 16;

    private RingOperation? _firstEnded;
    private RingOperation? _lastEnded;

    private int Reap()
    {
        int most = _completesInline ? MostToldAtOnce : int.MaxValue;
        int reaped = 0;
        for (; reaped < most && _queues.TryReap(out ulong token, out RingCompletion completion); reaped++)
        {
            if (token < FirstOwnToken)
            {
                AddEnded(Vacate(token), completion);
            }
            else
            {
                HearOf(token, completion);
            }
        }

        return reaped;
    }

    // What the thread asked for itself.
    private void HearOf(ulong token, in RingCompletion completion)
    {
        switch (token)
        {
            case WakeToken:
                _isWakeArmed = false;
                _wakeErrno = completion.Result < 0 ? -completion.Result : 0;
                break;
            case CancelToken:
                _cancelling--;
                break;
            case DeviceToken:
                _isDeviceLetGo = true;
                break;
            default:
                _isWitnessLetGo = true;
                break;
        }
    }

    private RingOperation Vacate(ulong token)
    {
        int slot = (int)(uint)token;
        RingOperation? operation = (uint)slot < (uint)_slots.Length ? _slots[slot] : null;
        if (operation is null || operation.Token != token)
        {
            // Memory would be given back that the kernel still uses, or never.
            Environment.FailFast($"io_uring told the end of an operation that it does not have (user data {token:X16}).");
        }

        _slots[slot] = null;
        _freeSlots[_freeCount++] = slot;
        return operation;
    }

    private void AddEnded(RingOperation operation, in RingCompletion completion)
    {
        if (operation.IsBrief)
        {
            operation.Complete(completion);
            return;
        }

        operation.Completion = completion;
        if (_lastEnded is null)
        {
            _firstEnded = operation;
        }
        else
        {
            _lastEnded.Next = operation;
        }

        _lastEnded = operation;
    }

    private void TellEnded()
    {
        if (_firstEnded is not { } first)
        {
            return;
        }

        RingOperation last = _lastEnded!;
        _firstEnded = null;
        _lastEnded = null;
        Complete(first, last);
    }

    // Any thread: here and now, or on the pool.
    private void Complete(RingOperation first, RingOperation last)
    {
        if (!_completesInline)
        {
            _dispatcher.Add(first, last);
            return;
        }

        for (RingOperation? next, operation = first; operation is not null; operation = next)
        {
            next = operation.Next;
            operation.Next = null;
            operation.Complete(operation.Completion);
        }
    }
}
