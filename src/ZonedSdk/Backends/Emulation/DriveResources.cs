using System.Diagnostics;
using ZonedSdk.Annotations;

namespace ZonedSdk.Backends.Emulation;

/// <summary>
/// Counts the open and active zones of a drive and keeps them within its limits. Every change of a zone's condition goes through here.
/// </summary>
/// <remarks>
/// The gate is a leaf below the zones' gates. A drive that needs an open resource closes an implicitly open zone without that zone's gate:
/// to a write that is just being accepted there, this looks as if the close had come right behind it. So a condition read under the zone's gate
/// alone may turn from ImplicitlyOpen to Closed at any time, and is otherwise stable.
/// </remarks>
internal sealed class DriveResources(ZoneFlavour flavour, int maxOpen, int maxActive, bool closesImplicitly)
{
    private readonly Lock _gate = new();

    // In the order of opening: the drive closes the one that has been open longest.
    [GuardedBy(nameof(_gate))]
    private readonly LinkedList<DriveZone> _implicitlyOpen = new();

    [GuardedBy(nameof(_gate))]
    private int _open;

    [GuardedBy(nameof(_gate))]
    private int _active;

    public int OpenCount
    {
        get
        {
            lock (_gate)
            {
                return _open;
            }
        }
    }

    public int ActiveCount
    {
        get
        {
            lock (_gate)
            {
                return _active;
            }
        }
    }

    /// <summary>Counts a zone that is active when the drive starts.</summary>
    public void AddAtStart(DriveZone zone)
    {
        lock (_gate)
        {
            Debug.Assert(!DriveRules.IsOpen(zone.Condition), "Open conditions are not stored.");
            _active += zone.IsSequentialRequired && DriveRules.IsActive(zone.Condition) ? 1 : 0;
        }
    }

    /// <summary>Applies a command to a zone's condition, if table and limits allow it.</summary>
    /// <param name="zone">The zone, its gate held.</param>
    /// <param name="operation">The command.</param>
    /// <param name="isWritten">Whether anything was accepted since the last reset.</param>
    public ZoneError Apply(DriveZone zone, DriveOperation operation, bool isWritten)
    {
        ZoneCondition seen = zone.Condition;
        if (operation == DriveOperation.Write && (DriveRules.IsOpen(seen) || seen == ZoneCondition.NotWritePointer))
        {
            // The path of nearly all writes: an open zone, or one without a pointer, stays as it is, so nothing has to be counted.
            return ZoneError.None;
        }

        lock (_gate)
        {
            ZoneCondition now = zone.Condition;
            DriveTransition transition = DriveRules.Apply(flavour, zone.Type, now, isWritten, operation);
            if (transition.Error != ZoneError.None)
            {
                return transition.Error;
            }

            if (zone.IsSequentialRequired)
            {
                bool takesActive = DriveRules.IsActive(transition.Next) && !DriveRules.IsActive(now);
                if (takesActive && maxActive > 0 && _active >= maxActive)
                {
                    return ZoneError.TooManyActiveZones;
                }

                bool takesOpen = transition.PassesThroughOpen || (DriveRules.IsOpen(transition.Next) && !DriveRules.IsOpen(now));
                if (takesOpen && maxOpen > 0 && _open >= maxOpen && !TryCloseOneLocked())
                {
                    return ZoneError.TooManyOpenZones;
                }
            }

            MoveLocked(zone, transition.Next);
            return ZoneError.None;
        }
    }

    /// <summary>Makes an empty zone Closed without a write: setting a descriptor extension takes an active resource.</summary>
    public ZoneError ActivateEmpty(DriveZone zone)
    {
        lock (_gate)
        {
            if (maxActive > 0 && _active >= maxActive)
            {
                return ZoneError.TooManyActiveZones;
            }

            MoveLocked(zone, ZoneCondition.Closed);
            return ZoneError.None;
        }
    }

    /// <summary>Moves a zone where the drive itself takes it: full, dead, closed.</summary>
    public void Set(DriveZone zone, ZoneCondition next)
    {
        lock (_gate)
        {
            MoveLocked(zone, next);
        }
    }

    [RequiresLock(nameof(_gate))]
    private bool TryCloseOneLocked()
    {
        if (!closesImplicitly || _implicitlyOpen.First is not { } oldest)
        {
            return false;
        }

        // Whether anything is written there cannot be asked without the zone's gate; Closed is right either way, for it promises less.
        MoveLocked(oldest.Value, ZoneCondition.Closed);
        return true;
    }

    [RequiresLock(nameof(_gate))]
    private void MoveLocked(DriveZone zone, ZoneCondition next)
    {
        ZoneCondition now = zone.Condition;
        if (now == next)
        {
            return;
        }

        zone.Condition = next;
        if (!zone.IsSequentialRequired)
        {
            return;
        }

        _open += (DriveRules.IsOpen(next) ? 1 : 0) - (DriveRules.IsOpen(now) ? 1 : 0);
        _active += (DriveRules.IsActive(next) ? 1 : 0) - (DriveRules.IsActive(now) ? 1 : 0);
        if (now == ZoneCondition.ImplicitlyOpen)
        {
            _implicitlyOpen.Remove(zone.OpenNode);
        }
        else if (next == ZoneCondition.ImplicitlyOpen)
        {
            _implicitlyOpen.AddLast(zone.OpenNode);
        }

        Debug.Assert(_open >= 0 && _active >= _open, "Every open zone is active.");
    }
}
