using ZonedSdk.Zones;

namespace ZonedSdk;

/// <content>How the device is, without asking the drive.</content>
public sealed partial class ZonedDevice
{
    /// <summary>How the device is now, as the runtime knows it; no I/O. It looks at every zone, for some tens of nanoseconds each: ask every few seconds, not at every write.</summary>
    public DeviceStatus GetStatus()
    {
        TallyCount faulted = new();
        TallyCount readOnly = new();
        TallyCount offline = new();
        TallyCount recovering = new();
        int inFlight = _conventional.WritesInFlight;
        int waiting = 0;
        long undurable = 0;
        for (int index = 0; index < _zones.Count; index++)
        {
            if (_zones.Find(index) is not { } zone)
            {
                readOnly.AddIf(_zones.ConditionOf(index) == ZoneCondition.ReadOnly, index);
                offline.AddIf(_zones.ConditionOf(index) == ZoneCondition.Offline, index);
                continue;
            }

            ZoneStatus status = zone.Status(out ZoneMode mode);
            faulted.AddIf(status.IsFaulted, index);
            readOnly.AddIf(mode == ZoneMode.ReadOnly, index);
            offline.AddIf(mode == ZoneMode.Offline, index);
            recovering.AddIf(mode is ZoneMode.Draining or ZoneMode.Recovering, index);
            inFlight += status.InFlight;
            waiting += status.Waiting;
            undurable += Math.Max(0, status.Acknowledged - status.Durable);
        }

        (int open, int active) = _context.Credits.Counts();
        return new DeviceStatus
        {
            Stopped = _context.AllLatch,
            WritesStopped = _context.WriteLatch,
            FlushFailed = _context.FailedFlush,
            Faulted = faulted.Tally,
            ReadOnly = readOnly.Tally,
            Offline = offline.Tally,
            Recovering = recovering.Tally,
            OpenZones = open,
            ActiveZones = active,
            ZonesWaiting = _context.Credits.Waiting,
            ResourceWaits = _context.ResourceWaits,
            WritesInFlight = inFlight,
            RequestsWaiting = waiting,
            UndurableBytes = undurable,
        };
    }

    private struct TallyCount
    {
        private int _count;
        private List<int>? _first;

        public readonly ZoneTally Tally => new(_count, _first ?? (IReadOnlyList<int>)[]);

        public void AddIf(bool isOne, int zone)
        {
            if (!isOne)
            {
                return;
            }

            _count++;
            if (_count <= ZoneTally.MaxFirst)
            {
                (_first ??= []).Add(zone);
            }
        }
    }
}
