using ZonedSdk.Annotations;
using ZonedSdk.Backends;

namespace ZonedSdk.CompilerServices;

/// <summary>The transfers of one zone of a described drive. Where the adapter keeps the order, one write runs at a time and the others wait; those behind a failed one fail, as long as any waits.</summary>
internal sealed class CommandZone
{
    // Beyond this many, finished works are left to the collector.
    private const int MaxFree = 1024;

    private readonly Lock _gate = new();

    [GuardedBy(nameof(_gate))]
    private TransferWork? _free;

    [GuardedBy(nameof(_gate))]
    private int _freeCount;

    [GuardedBy(nameof(_gate))]
    private TransferWork? _first;

    [GuardedBy(nameof(_gate))]
    private TransferWork? _last;

    [GuardedBy(nameof(_gate))]
    private bool _isBusy;

    [GuardedBy(nameof(_gate))]
    private bool _isBroken;

    /// <summary>Takes a request in.</summary>
    /// <returns>The work, if it can begin now; null where it waits for a write before it.</returns>
    public TransferWork? Accept(CommandEngine engine, ZoneRequest request, bool queuesWrites)
    {
        lock (_gate)
        {
            TransferWork work = RentLocked(engine);
            work.Request = request;
            work.Ticket = request.Ticket;
            work.LengthBytes = request.NextCoalesced is null ? request.LengthBytes : request.CommandLengthBytes;
            work.IsFollower = false;
            work.IsQueued = queuesWrites && request.Kind == ZoneRequestKind.Write;
            if (!work.IsQueued)
            {
                return work;
            }

            if (_isBusy)
            {
                AppendLocked(work);
                return null;
            }

            _isBusy = true;
            return work;
        }
    }

    /// <summary>Takes back a work whose request has ended.</summary>
    /// <returns>The write that may begin now.</returns>
    public TransferWork? Leave(TransferWork work, bool hasFailed)
    {
        lock (_gate)
        {
            TransferWork? next = null;
            if (work.IsQueued)
            {
                next = _first;
                _isBroken = next is not null && (_isBroken || hasFailed);
                _isBusy = next is not null;
                if (next is not null)
                {
                    _first = next.NextInZone;
                    _last = _first is null ? null : _last;
                    next.NextInZone = null;
                    next.IsFollower = _isBroken;
                }
            }

            ReturnLocked(work);
            return next;
        }
    }

    [RequiresLock(nameof(_gate))]
    private void AppendLocked(TransferWork work)
    {
        if (_last is null)
        {
            _first = work;
        }
        else
        {
            _last.NextInZone = work;
        }

        _last = work;
    }

    [RequiresLock(nameof(_gate))]
    private TransferWork RentLocked(CommandEngine engine)
    {
        if (_free is not { } work)
        {
            return new TransferWork(engine, this);
        }

        _free = work.NextInZone;
        _freeCount--;
        work.NextInZone = null;
        return work;
    }

    [RequiresLock(nameof(_gate))]
    private void ReturnLocked(TransferWork work)
    {
        work.Request = null;
        if (_freeCount < MaxFree)
        {
            work.NextInZone = _free;
            _free = work;
            _freeCount++;
        }
    }
}
