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

    // Which pointer a zone comes back with: the choices of all zones are the digits of one number.
    private int PointerAfterCut(int choice, int zone) => choice / (int)Math.Pow(_model.Capacity + 1, zone) % (_model.Capacity + 1);

    // The drive's cache is gone down to any point above the last flush, in each zone on its own; the runtime starts again from the report.
    private bool TryCrash(int choice)
    {
        if (!Has(Budget.Crash))
        {
            return false;
        }

        foreach (ModelZone zone in _zones)
        {
            int pointer = PointerAfterCut(choice, zone.Index);
            if (pointer > zone.Pointer || pointer < zone.Flushed || (_model.Drive == DriveKind.Emulated && pointer > Math.Max(zone.Flushed, zone.DataFlushed)))
            {
                return false;
            }
        }

        Spend(Budget.Crash);
        _crashed = true;
        Array.Clear(_live);
        Array.Clear(_read);
        PoolOpen(_pool) = 0;
        PoolActive(_pool) = 0;
        PoolHead(_pool) = null;
        PoolTail(_pool) = null;
        PoolWaiting(_pool) = 0;
        _makeRoomAsked = false;
        foreach (ModelZone zone in _zones)
        {
            CutPower(zone, PointerAfterCut(choice, zone.Index));
            Restart(zone);
        }

        return true;
    }

    private void CutPower(ModelZone zone, int pointer)
    {
        if (_model.Drive == DriveKind.Emulated)
        {
            // Data above the last data barrier are gone, whatever the metadata say.
            DropDataAbove(zone, zone.DataFlushed);
        }

        for (int i = 0; i < pointer; i++)
        {
            Invariant.Holds(zone.Blocks[i] != 0, "I4", $"after a power cut the pointer is {pointer}, and block {i} was never written");
        }

        for (int i = 0; i < zone.S.Durable - zone.B.Start && !zone.Unlearned; i++)
        {
            Invariant.Holds(i < pointer, "I1", $"block {i} was durable, and after a power cut the pointer is {pointer}");
        }

        DropAbove(zone, pointer);
        zone.CommandCount = 0;
        zone.Limbo.Clear();
        zone.Manage = ManageStage.None;
        zone.ManageOperation = default;
        zone.ManageError = ZoneError.None;
        zone.ReportAsked = false;
        zone.EarlyPointer = -1;
        zone.EarlyCondition = default;
        zone.Flush = FlushStage.None;
        zone.FlushMark = default;
        zone.Unlearned = false;
        zone.Disturbed = false;
        zone.Astray = false;
        zone.Leases = 0;
        zone.Pointer = pointer;
        zone.Flushed = pointer;
        zone.DataFlushed = pointer;
        zone.Condition = zone.Condition is ZoneCondition.ReadOnly or ZoneCondition.Offline ? zone.Condition
            : pointer == 0 ? ZoneCondition.Empty
            : pointer == zone.B.End - zone.B.Start ? ZoneCondition.Full : ZoneCondition.Closed;
    }

    private void Restart(ModelZone zone)
    {
        long at = zone.Condition == ZoneCondition.Full ? zone.B.End : zone.B.Start + zone.Pointer;
        if (_model.Control == Control.RemembersOverPowerCut && zone.Index == _zones.Length - 1)
        {
            at = zone.S.Submitted;
        }

        zone.Completed?.Clear();
        zone.S = new ZoneState
        {
            Submitted = at,
            Acknowledged = at,
            ToldEnd = at,
            Durable = Math.Min(at, zone.B.Start + zone.Pointer),
            Epoch = Epoch,
            Incarnation = Incarnation,
            Condition = zone.Condition,
            Completed = zone.Completed,
            Held = _pool.HoldOf(zone.Condition),
            Mode = zone.Condition switch { ZoneCondition.ReadOnly => ZoneMode.ReadOnly, ZoneCondition.Offline => ZoneMode.Offline, _ => ZoneMode.Normal },
        };
        PoolOpen(_pool) += HoldsOpen(zone.S.Held);
        PoolActive(_pool) += HoldsActive(zone.S.Held);
        zone.Claim.IsQueued = false;
        zone.Claim.Next = null;
        zone.GrantOnItsWay = false;
    }

    private static void DropDataAbove(ModelZone zone, int pointer) => zone.Blocks.AsSpan(pointer).Clear();
}
