using ZonedSdk.Annotations;
using ZonedSdk.Backends;

namespace ZonedSdk.CompilerServices;

/// <summary>The writes of one zone of a described drive, where the adapter keeps their order: one runs at a time and the others wait; those behind a failed one fail, as long as any waits.</summary>
internal sealed class CommandZone
{
    private readonly Lock _gate = new();

    [GuardedBy(nameof(_gate))]
    private ZoneRequest? _first;

    [GuardedBy(nameof(_gate))]
    private ZoneRequest? _last;

    [GuardedBy(nameof(_gate))]
    private bool _isBusy;

    // Written before the next write is let go, and read by that one only.
    private volatile bool _isBroken;

    /// <summary>A write in front of the one that runs now failed while that one waited.</summary>
    public bool IsBroken => _isBroken;

    /// <summary>Takes a write in.</summary>
    /// <returns>True when it can begin now; it waits for a write before it otherwise.</returns>
    public bool Enter(ZoneRequest write)
    {
        lock (_gate)
        {
            if (!_isBusy)
            {
                _isBusy = true;
                return true;
            }

            write.BackendNext = null;
            if (_last is null)
            {
                _first = write;
            }
            else
            {
                _last.BackendNext = write;
            }

            _last = write;
            return false;
        }
    }

    /// <summary>The write that ran has ended.</summary>
    /// <returns>The one that may begin now.</returns>
    public ZoneRequest? Leave(bool hasFailed)
    {
        lock (_gate)
        {
            ZoneRequest? next = _first;
            _isBusy = next is not null;
            _isBroken = next is not null && (_isBroken || hasFailed);
            if (next is not null)
            {
                _first = next.BackendNext;
                _last = _first is null ? null : _last;
                next.BackendNext = null;
            }

            return next;
        }
    }
}
