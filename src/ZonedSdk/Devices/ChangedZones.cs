using ZonedSdk.Annotations;
using ZonedSdk.Backends;

namespace ZonedSdk.Devices;

/// <summary>Zones that the drive has changed by itself and that were not recovered yet. A drive tells each change once, so what was told is kept until somebody has acted on it.</summary>
/// <remarks>The lock is a leaf. A change that is told again while its zone is being recovered gets a new ticket, so that the end of that recovery does not take it off.</remarks>
internal sealed class ChangedZones
{
    private readonly Lock _gate = new();

    [GuardedBy(nameof(_gate))]
    private readonly SortedDictionary<int, long> _tickets = [];

    [GuardedBy(nameof(_gate))]
    private long _ticket;

    // Not 0 where any zone may have changed.
    [GuardedBy(nameof(_gate))]
    private long _anyTicket;

    /// <summary>Keeps what a drive has told.</summary>
    /// <param name="list">The list; null where nobody got to see it, although it may have been taken.</param>
    public void Add(ChangedZoneList? list)
    {
        lock (_gate)
        {
            if (list is null or { Result.IsSuccess: true, IsIncomplete: true } or { Result.Error: not (ZoneError.None or ZoneError.NotSupported) })
            {
                _anyTicket = ++_ticket;
            }

            foreach (int zone in list?.Zones ?? [])
            {
                _tickets[zone] = ++_ticket;
            }
        }
    }

    /// <summary>What is to be recovered, in the order of the zones.</summary>
    /// <param name="any">Not 0 where any zone may have changed; for <see cref="DoneAny"/>.</param>
    public (int Zone, long Ticket)[] Pending(out long any)
    {
        lock (_gate)
        {
            any = _anyTicket;
            return [.. _tickets.Select(static pair => (pair.Key, pair.Value))];
        }
    }

    /// <summary>A zone was recovered.</summary>
    public void Done(int zone, long ticket)
    {
        lock (_gate)
        {
            if (_tickets.TryGetValue(zone, out long last) && last == ticket)
            {
                _tickets.Remove(zone);
            }
        }
    }

    /// <summary>All zones were looked at, and recovered where that was needed.</summary>
    public void DoneAny(long any)
    {
        lock (_gate)
        {
            _anyTicket = _anyTicket == any ? 0 : _anyTicket;
        }
    }
}
