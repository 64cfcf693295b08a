using ZonedSdk.Backends.Emulation;
using ZonedSdk.Backends.Image.Format;

namespace ZonedSdk.Backends.Image.Repair;

/// <summary>What is known of each zone, from evidence alone: a pure function of what was read.</summary>
/// <remarks>A record says all of a zone's state. So a zone is known where it was last spoken of in a place behind which no record is lost; of every other zone nobody can say what the lost records said.</remarks>
internal sealed class ZoneVerdicts
{
    private readonly ImageEvidence _evidence;
    private readonly bool[] _isKnown;
    private readonly bool[] _wasSeen;

    // Up to which record a page that the run continues contains everything; null = there is no such page.
    private readonly ulong?[] _pageSequences;

    private ZoneVerdicts(ImageEvidence evidence)
    {
        int zones = evidence.Superblock.Geometry.ZoneCount;
        _evidence = evidence;
        Zones = new StoredZone[zones];
        _isKnown = new bool[zones];
        _wasSeen = new bool[zones];
        _pageSequences = new ulong?[evidence.Superblock.SlotPages];
        Run = LogRun.Find(evidence.Superblock, evidence.Ring, index => evidence.Entries[index] is not null, evidence.Newest);
    }

    public LogRun Run { get; }

    /// <summary>The states: those that are known, and the last ones that were seen of the others.</summary>
    public StoredZone[] Zones { get; }

    public static ZoneVerdicts Of(ImageEvidence evidence)
    {
        while (true)
        {
            ZoneVerdicts verdicts = new(evidence);
            verdicts.TakePages();
            int contradiction = verdicts.TakeRun();
            if (contradiction < 0)
            {
                return verdicts;
            }

            // A record that takes data back within an incarnation was not written by a drive. Without it the run is another one.
            evidence.Disbelieve(contradiction);
        }
    }

    public bool IsKnown(int zone) => _isKnown[zone];

    /// <summary>True where the run continues what a page says.</summary>
    public bool IsContinued(int slot, int page) =>
        _evidence.Headers[slot][page] is { } header && Run.Continues(_evidence.Superblock, _evidence.Ring, header);

    /// <summary>Decides the zones that are not known.</summary>
    public List<ImageZoneLoss> Decide(UncertainZoneChoice? choice)
    {
        List<ImageZoneLoss> losses = [];
        Superblock superblock = _evidence.Superblock;
        for (int zone = 0; zone < Zones.Length; zone++)
        {
            // An offline zone never becomes anything else.
            if (_isKnown[zone] || (_wasSeen[zone] && Zones[zone].Condition == ZoneCondition.Offline))
            {
                continue;
            }

            StoredZone last = Zones[zone];
            string reason = _wasSeen[zone]
                ? $"it was {last.Condition} with {last.DataEndBytes} bytes when it was last seen, and records behind that are lost"
                : "neither checkpoint's page has it, and no record behind them names it";
            ZoneCondition? condition = choice switch
            {
                UncertainZoneChoice.Offline => ZoneCondition.Offline,
                UncertainZoneChoice.ReadOnly => ZoneCondition.ReadOnly,
                _ => null,
            };
            losses.Add(new ImageZoneLoss(zone, condition, reason));
            if (condition == ZoneCondition.Offline)
            {
                // Nothing of it is read again, so nothing of it is kept that a repair after a crash might not see.
                Zones[zone] = new StoredZone(0, ZoneCondition.Offline, 0);
            }
            else if (condition == ZoneCondition.ReadOnly)
            {
                // A zone that was read-only already keeps its end: nothing was written to it since.
                bool keepsEnd = last.Condition == ZoneCondition.ReadOnly || superblock.IsConventional(zone);
                Zones[zone] = last with { Condition = ZoneCondition.ReadOnly, DataEndBytes = keepsEnd ? last.DataEndBytes : superblock.CapacityOf(zone) };
            }
        }

        return losses;
    }

    /// <summary>States from which a replay behind a record of the run leads to those that are known: what the run says first of a zone, and of the others what is known of them.</summary>
    public StoredZone[] Before(ulong sequence)
    {
        StoredZone[] zones = [.. Zones];
        for (ulong next = Run.Last; next > sequence; next--)
        {
            foreach (RecordEntry entry in Enumerable.Reverse(_evidence.Entries[_evidence.Superblock.RingIndex(next)]!))
            {
                zones[entry.Zone] = entry.State;
            }
        }

        return zones;
    }

    private void TakePages()
    {
        for (int page = 0; page < _evidence.Superblock.SlotPages; page++)
        {
            int best = Best(page, out bool isContinued);
            _pageSequences[page] = isContinued ? _evidence.Headers[best][page]!.Value.Sequence : null;
            int first = page * CheckpointPage.EntriesPerPage;
            int end = first + CheckpointPage.EntriesOn(page, Zones.Length);
            for (int zone = first; zone < end && best >= 0; zone++)
            {
                Zones[zone] = _evidence.States[best][zone];
                _wasSeen[zone] = true;
                _isKnown[zone] = isContinued;
            }
        }
    }

    private int Best(int page, out bool isContinued)
    {
        int best = -1;
        isContinued = false;
        for (int slot = 0; slot < _evidence.Headers.Length; slot++)
        {
            if (_evidence.Headers[slot][page] is not { } header)
            {
                continue;
            }

            bool continued = IsContinued(slot, page);
            bool isBetter = best < 0 || (continued && !isContinued)
                || (continued == isContinued && header.Sequence > _evidence.Headers[best][page]!.Value.Sequence);
            (best, isContinued) = isBetter ? (slot, continued) : (best, isContinued);
        }

        return best;
    }

    private int TakeRun()
    {
        for (ulong sequence = Run.First; sequence <= Run.Last; sequence++)
        {
            int index = _evidence.Superblock.RingIndex(sequence);
            foreach (RecordEntry entry in _evidence.Entries[index]!)
            {
                if (_pageSequences[entry.Zone / CheckpointPage.EntriesPerPage] >= sequence)
                {
                    continue;
                }

                StoredZone current = Zones[entry.Zone];
                if (_isKnown[entry.Zone] && entry.State.Incarnation < current.Incarnation)
                {
                    continue;
                }

                if (_isKnown[entry.Zone] && entry.State.Incarnation == current.Incarnation && entry.State.DataEndBytes < current.DataEndBytes)
                {
                    return index;
                }

                Zones[entry.Zone] = entry.State;
                _wasSeen[entry.Zone] = true;
                _isKnown[entry.Zone] = true;
            }
        }

        return -1;
    }
}
