using ZonedSdk.Backends;
using ZonedSdk.Zones;

namespace ZonedSdk.Simulation.Explorer;

/// <content>Flush and power cut.</content>
internal sealed partial class World
{
    private bool TryStartFlush(ModelZone zone)
    {
        if (zone.Flush != FlushStage.None || zone.S.Acknowledged == zone.S.Durable || !Spend(Budget.Flush))
        {
            return false;
        }

        zone.Flush = FlushStage.Started;
        zone.FlushMark = new FlushMark { Acknowledged = zone.S.Acknowledged, SameLife = true, NoRewind = true };
        return true;
    }

    // An emulated drive makes data durable first, then the pointer above them; between the two the power may go.
    private bool TryExecuteFlush(ModelZone zone)
    {
        if (zone.Flush is not (FlushStage.Started or FlushStage.HalfDone))
        {
            return false;
        }

        bool first = zone.Flush == FlushStage.Started;
        bool both = _model.Drive != DriveKind.Emulated;
        bool pointer = both || first == (_model.Control == Control.MetadataBeforeData);
        if (both || !pointer)
        {
            zone.DataFlushed = zone.Pointer;
        }

        if (pointer)
        {
            zone.Flushed = both || _model.Control == Control.MetadataBeforeData ? zone.Pointer : Math.Min(zone.Pointer, zone.DataFlushed);
        }

        zone.Flush = both || !first ? FlushStage.Done : FlushStage.HalfDone;
        return true;
    }

    private bool TryEndFlush(ModelZone zone)
    {
        if (zone.Flush != FlushStage.Done)
        {
            return false;
        }

        zone.Flush = FlushStage.None;
        bool looks = _model.Control != Control.FlushRacesReset;
        ulong incarnation = zone.FlushMark.SameLife ? zone.S.Incarnation : zone.S.Incarnation - 1;
        uint rewinds = zone.FlushMark.NoRewind ? zone.S.Rewinds : zone.S.Rewinds - 1;
        if (looks)
        {
            ZoneTransitions.CompleteFlush(ref zone.S, new FlushTarget(null!, zone.FlushMark.Acknowledged, incarnation, rewinds));
        }
        else
        {
            zone.S.Durable = Math.Max(zone.S.Durable, zone.FlushMark.Acknowledged);
        }


        zone.FlushMark = default;
        return true;
    }

    // The drive's cache is gone down to any point above the last flush; the runtime starts again from the report.
    private bool TryCrash(int pointer)
    {
        ModelZone first = _zones[0];
        if (!Has(Budget.Crash) || _zones.Length > 1 || pointer > first.Pointer || pointer < first.Flushed
            || (_model.Drive == DriveKind.Emulated && pointer > Math.Max(first.Flushed, first.DataFlushed)))
        {
            return false;
        }

        Spend(Budget.Crash);
        _crashed = true;
        Array.Clear(_live);
        Array.Clear(_read);
        if (_model.Drive == DriveKind.Emulated)
        {
            // Data above the last data barrier are gone, whatever the metadata say.
            DropDataAbove(first, first.DataFlushed);
        }

        for (int i = 0; i < pointer; i++)
        {
            Invariant.Holds(first.Blocks[i] != 0, "I4", $"after a power cut the pointer is {pointer}, and block {i} was never written");
        }

        for (int i = 0; i < first.S.Durable - first.B.Start && !first.Unlearned; i++)
        {
            Invariant.Holds(i < pointer, "I1", $"block {i} was durable, and after a power cut the pointer is {pointer}");
        }

        DropAbove(first, pointer);
        first.CommandCount = 0;
        first.Limbo.Clear();
        first.Manage = ManageStage.None;
        first.ManageOperation = default;
        first.ManageError = ZoneError.None;
        first.ReportAsked = false;
        first.EarlyPointer = -1;
        first.EarlyCondition = default;
        first.Flush = FlushStage.None;
        first.FlushMark = default;
        first.Unlearned = false;
        first.Disturbed = false;
        first.Leases = 0;
        first.Pointer = pointer;
        first.Flushed = pointer;
        first.DataFlushed = pointer;
        first.Condition = first.Condition is ZoneCondition.ReadOnly or ZoneCondition.Offline ? first.Condition
            : pointer == 0 ? ZoneCondition.Empty
            : pointer == first.B.End - first.B.Start ? ZoneCondition.Full : ZoneCondition.Closed;
        long at = first.Condition == ZoneCondition.Full ? first.B.End : first.B.Start + pointer;
        first.S = new ZoneState
        {
            Submitted = at,
            Acknowledged = at,
            ToldEnd = at,
            Durable = at,
            Epoch = Epoch,
            Incarnation = Incarnation,
            Condition = first.Condition,
            Held = _pool.HoldOf(first.Condition),
            Mode = first.Condition switch { ZoneCondition.ReadOnly => ZoneMode.ReadOnly, ZoneCondition.Offline => ZoneMode.Offline, _ => ZoneMode.Normal },
        };
        PoolOpen(_pool) = HoldsOpen(first.S.Held);
        PoolActive(_pool) = HoldsActive(first.S.Held);
        PoolHead(_pool) = null;
        PoolTail(_pool) = null;
        PoolWaiting(_pool) = 0;
        first.GrantOnItsWay = false;
        _makeRoomAsked = false;
        return true;
    }

    private static void DropDataAbove(ModelZone zone, int pointer) => zone.Blocks.AsSpan(pointer).Clear();
}
