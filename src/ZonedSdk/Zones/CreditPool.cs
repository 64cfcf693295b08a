using System.Diagnostics;
using ZonedSdk.Annotations;

namespace ZonedSdk.Zones;

/// <summary>
/// The device's open and active resources. Zones take them before they hand a write over, so the drive never has to refuse one; they come back when the drive has completed what frees them.
/// </summary>
/// <remarks>The lock is a leaf: it is taken under a zone's lock, and nothing is taken under it.</remarks>
internal sealed class CreditPool
{
    private readonly Lock _gate = new();
    private readonly int _maxOpen;
    private readonly int _maxActive;

    [GuardedBy(nameof(_gate))]
    private int _open;

    [GuardedBy(nameof(_gate))]
    private int _active;

    [GuardedBy(nameof(_gate))]
    private CreditClaim? _head;

    [GuardedBy(nameof(_gate))]
    private CreditClaim? _tail;

    private int _waiting;

    /// <summary>Makes the pool of a device.</summary>
    /// <param name="limits">The device's limits; 0 = none.</param>
    /// <param name="closesImplicitly">The drive closes implicitly open zones by itself: then only explicit opens are counted.</param>
    public CreditPool(Limits limits, bool closesImplicitly)
    {
        _maxOpen = limits.MaxOpenZones == 0 ? int.MaxValue : limits.MaxOpenZones;
        _maxActive = limits.MaxActiveZones == 0 ? int.MaxValue : limits.MaxActiveZones;
        CountsImplicitOpens = !closesImplicitly;
        IsUnlimited = limits is { MaxOpenZones: 0, MaxActiveZones: 0 };
    }

    /// <summary>False where the drive itself closes implicitly open zones to make room.</summary>
    public bool CountsImplicitOpens { get; }

    /// <summary>No limit at all: nothing is ever refused.</summary>
    public bool IsUnlimited { get; }

    /// <summary>Zones that wait; a hint, read without the lock.</summary>
    public int Waiting => Volatile.Read(ref _waiting);

    /// <summary>What a zone in a condition occupies.</summary>
    public CreditHold HoldOf(ZoneCondition condition) => condition switch
    {
        ZoneCondition.ExplicitlyOpen => CreditHold.Active | CreditHold.Open,
        ZoneCondition.ImplicitlyOpen or ZoneCondition.Active => CountsImplicitOpens ? CreditHold.Active | CreditHold.Open : CreditHold.Active,
        ZoneCondition.Closed => CreditHold.Active,
        _ => CreditHold.None,
    };

    /// <summary>What a zone that holds something has to take before it may be written (or explicitly opened).</summary>
    public CreditHold MissingFor(CreditHold held, ZoneCondition condition, bool isExplicit)
    {
        CreditHold wanted = HoldOf(isExplicit ? ZoneCondition.ExplicitlyOpen : ZoneCondition.ImplicitlyOpen);

        // That a zone was opened implicitly says nothing here: the drive may have closed it since, to make room for another one.
        if (!CountsImplicitOpens && !isExplicit && condition != ZoneCondition.ExplicitlyOpen)
        {
            wanted |= CreditHold.ClosableSlot;
        }

        return wanted & ~held;
    }

    /// <summary>Takes resources if all of them are there.</summary>
    public bool TryTake(CreditHold needed)
    {
#pragma warning disable ZSDK4001 // Nothing is taken here, and a count read under the lock would be as old once it is released.
        if (needed == CreditHold.ClosableSlot && Volatile.Read(ref _open) < _maxOpen)
#pragma warning restore ZSDK4001
        {
            // Nothing is taken, so nothing has to be locked: each write of an open zone comes by here.
            return true;
        }

        lock (_gate)
        {
            return TryTakeLocked(needed);
        }
    }

    /// <summary>Counts resources that the device says are occupied, beyond the limits if need be: a report is the truth.</summary>
    public void Force(CreditHold hold)
    {
        lock (_gate)
        {
            _open += hold.HasFlag(CreditHold.Open) ? 1 : 0;
            _active += hold.HasFlag(CreditHold.Active) ? 1 : 0;
        }
    }

    /// <summary>Gives resources back.</summary>
    /// <returns>The claims that could be granted with them, linked by <see cref="CreditClaim.Next"/>; what each needed is taken for it. Null: none.</returns>
    public CreditClaim? Release(CreditHold hold)
    {
        lock (_gate)
        {
            _open -= hold.HasFlag(CreditHold.Open) ? 1 : 0;
            _active -= hold.HasFlag(CreditHold.Active) ? 1 : 0;
            Debug.Assert(_open >= 0 && _active >= 0, "More resources came back than were taken.");
            return _head is null ? null : GrantLocked();
        }
    }

    /// <summary>Queues a zone, unless what it needs has become free meanwhile.</summary>
    /// <returns>True when it was taken at once.</returns>
    public bool TakeOrQueue(CreditClaim claim, CreditHold needed)
    {
        lock (_gate)
        {
            if (TryTakeLocked(needed))
            {
                return true;
            }

            claim.Needed = needed;
            if (!claim.IsQueued)
            {
                claim.IsQueued = true;
                claim.Next = null;
                if (_tail is null)
                {
                    _head = claim;
                }
                else
                {
                    _tail.Next = claim;
                }

                _tail = claim;
                Volatile.Write(ref _waiting, _waiting + 1);
            }

            return false;
        }
    }

    /// <summary>Takes a zone out of the queue: nobody waits in it any more.</summary>
    /// <param name="claim">The zone's claim.</param>
    /// <param name="granted">The claims behind it that could be granted now, as <see cref="Release"/> returns them.</param>
    /// <returns>False when it was granted meanwhile; the zone hears of that and gives it back.</returns>
    public bool Withdraw(CreditClaim claim, out CreditClaim? granted)
    {
        lock (_gate)
        {
            granted = null;
            if (!claim.IsQueued)
            {
                return false;
            }

            CreditClaim? previous = null;
            for (CreditClaim? at = _head; at != claim; at = at.Next)
            {
                Debug.Assert(at is not null, "A queued claim is in the queue.");
                previous = at;
            }

            UnlinkLocked(claim, previous);
            granted = _head is null ? null : GrantLocked();
            return true;
        }
    }

    /// <summary>Present counts, for a check against a recount.</summary>
    public (int Open, int Active) Counts()
    {
        lock (_gate)
        {
            return (_open, _active);
        }
    }

    /// <summary>Which of the two limits stands in the way of a claim.</summary>
    public bool IsShortOfActive(CreditHold needed)
    {
        lock (_gate)
        {
            return needed.HasFlag(CreditHold.Active) && _active >= _maxActive;
        }
    }

    /// <summary>A waiting zone lacks an open resource that closing some other zone would free.</summary>
    public bool WantsClose()
    {
        if (!CountsImplicitOpens || Waiting == 0)
        {
            return false;
        }

        lock (_gate)
        {
            for (CreditClaim? claim = _head; claim is not null; claim = claim.Next)
            {
                bool shortOfActive = claim.Needed.HasFlag(CreditHold.Active) && _active >= _maxActive;
                if (!shortOfActive && claim.Needed.HasFlag(CreditHold.Open) && _open >= _maxOpen)
                {
                    return true;
                }
            }

            return false;
        }
    }

    /// <summary>No open resource is left, and closing some zone would free one.</summary>
    public bool IsOutOfOpen()
    {
        lock (_gate)
        {
            return CountsImplicitOpens && _open >= _maxOpen;
        }
    }

    [RequiresLock(nameof(_gate))]
    private bool TryTakeLocked(CreditHold needed)
    {
        if ((needed.HasFlag(CreditHold.Active) && _active >= _maxActive)
            || ((needed & (CreditHold.Open | CreditHold.ClosableSlot)) != 0 && _open >= _maxOpen))
        {
            return false;
        }

        _active += needed.HasFlag(CreditHold.Active) ? 1 : 0;
        _open += needed.HasFlag(CreditHold.Open) ? 1 : 0;
        return true;
    }

    // First come, first served, with one exception: whoever lacks only an open resource may pass those who lack an active one.
    // Without it, closed zones could not be filled up behind a zone that waits for just that, and nothing would ever finish.
    // Nobody's turn comes later for it: a zone that is written full gives back one of each, which is enough for the head whatever that lacks. So the nth in the queue waits for n full zones at most.
    [RequiresLock(nameof(_gate))]
    private CreditClaim? GrantLocked()
    {
        CreditClaim? granted = null;
        CreditClaim? grantedTail = null;
        CreditClaim? previous = null;
        CreditClaim? claim = _head;
        while (claim is not null)
        {
            CreditClaim? next = claim.Next;
            if (!TryTakeLocked(claim.Needed))
            {
                if (!(claim.Needed.HasFlag(CreditHold.Active) && _active >= _maxActive))
                {
                    break;
                }

                previous = claim;
                claim = next;
                continue;
            }

            UnlinkLocked(claim, previous);
            if (grantedTail is null)
            {
                granted = claim;
            }
            else
            {
                grantedTail.Next = claim;
            }

            grantedTail = claim;
            claim = next;
        }

        return granted;
    }

    [RequiresLock(nameof(_gate))]
    private void UnlinkLocked(CreditClaim claim, CreditClaim? previous)
    {
        if (previous is null)
        {
            _head = claim.Next;
        }
        else
        {
            previous.Next = claim.Next;
        }

        if (_tail == claim)
        {
            _tail = previous;
        }

        claim.IsQueued = false;
        claim.Next = null;
        Volatile.Write(ref _waiting, _waiting - 1);
    }
}
