using ZonedSdk.Backends;
using ZonedSdk.Zones;

namespace ZonedSdk.Simulation.Explorer;

/// <content>One zone as bytes.</content>
internal sealed partial class World
{
    private void WriteZone(ref StateWriter w, ModelZone zone)
    {
        ref ZoneState s = ref zone.S;
        long start = zone.B.Start;
        w.Byte((int)(s.Submitted - start));
        w.Byte((int)(s.Acknowledged - start));
        w.Byte((int)(s.ToldEnd - start));
        w.Byte((int)(s.Durable - start));
        w.Byte((int)s.Mode | (s.IsResetUnsettled ? 16 : 0));
        w.Byte((int)s.Condition);
        w.Byte((int)s.Held | ((int)s.Granted << 4));
        w.Byte((s.AwaitsCredit ? 1 : 0) | (s.ManageOutstanding ? 2 : 0) | (zone.Unlearned ? 4 : 0) | (zone.Disturbed ? 8 : 0) | (zone.ReportAsked ? 16 : 0)
            | (zone.GrantOnItsWay ? 32 : 0) | (zone.FlushMark.SameLife ? 64 : 0) | (zone.Astray ? 128 : 0));
        WriteCompleted(ref w, zone);
        WriteList(ref w, s.Waiting);
        WriteList(ref w, s.Queued);
        WriteList(ref w, s.InFlight);
        WriteList(ref w, s.HeldBack);
        w.Byte(s.Running is { } running ? _number[SlotOf(running)] : None);
        w.Byte(s.Reads);
        w.Byte(s.ReaderLeases);
        w.Byte((int)s.Cause.Error);
        w.Byte(s.Cause.Error == ZoneError.None ? 0 : s.Cause.Offset < 0 ? None : (int)(s.Cause.Offset - start));
        w.Byte((int)s.Cause.LengthBytes);
        w.Byte(zone.Pointer);
        w.Byte((int)zone.Condition);
        w.Byte(zone.Flushed);
        w.Byte(zone.DataFlushed);
        for (int i = 0; i < zone.Blocks.Length; i++)
        {
            w.Byte(BlockCode(zone, i));
        }

        w.Byte(zone.CommandCount);
        for (int i = 0; i < zone.CommandCount; i++)
        {
            Command c = zone.Commands[i];
            w.Byte(_number[c.Slot]);
            w.Byte(c.Offset);
            w.Byte(c.Length);
            w.Byte(c.Count);
            w.Byte((int)c.Stage | (c.Stale ? 16 : 0) | (c.IsAppend ? 32 : 0));
            w.Byte((int)c.Error);
        }

        w.Byte(zone.Limbo.Count);
        foreach (ZoneRequest r in zone.Limbo)
        {
            w.Byte(_number[SlotOf(r)]);
        }

        w.Byte((int)zone.Manage);
        w.Byte((int)zone.ManageOperation);
        w.Byte((int)zone.ManageError);
        w.Byte(zone.EarlyPointer & None);
        w.Byte((int)zone.EarlyCondition);
        w.Byte((int)zone.Flush | (zone.FlushMark.NoRewind ? 16 : 0));
        w.Byte(zone.Flush == FlushStage.None ? 0 : (int)(zone.FlushMark.Acknowledged - start));
        w.Byte(zone.Leases);
        w.Byte(zone.GrantOnItsWay ? (int)zone.Claim.Needed : 0);
    }

    private void ReadZone(ref StateReader r, ModelZone zone)
    {
        long start = zone.B.Start;
        zone.S = default;
        ref ZoneState s = ref zone.S;
        s.Epoch = Epoch;
        s.Incarnation = Incarnation;
        s.Submitted = start + r.Byte();
        s.Acknowledged = start + r.Byte();
        s.ToldEnd = start + r.Byte();
        s.Durable = start + r.Byte();
        byte mode = r.Byte();
        s.Mode = (ZoneMode)(mode & 15);
        s.IsResetUnsettled = (mode & 16) != 0;
        s.Condition = (ZoneCondition)r.Byte();
        byte credits = r.Byte();
        s.Held = (CreditHold)(credits & 15);
        s.Granted = (CreditHold)(credits >> 4);
        byte flags = r.Byte();
        s.AwaitsCredit = (flags & 1) != 0;
        s.ManageOutstanding = (flags & 2) != 0;
        zone.Unlearned = (flags & 4) != 0;
        zone.Disturbed = (flags & 8) != 0;
        zone.ReportAsked = (flags & 16) != 0;
        zone.GrantOnItsWay = (flags & 32) != 0;
        zone.FlushMark.SameLife = (flags & 64) != 0;
        zone.Astray = (flags & 128) != 0;
        ReadCompleted(ref r, zone);
        ReadList(ref r, ref s.Waiting);
        ReadList(ref r, ref s.Queued);
        ReadList(ref r, ref s.InFlight);
        ReadList(ref r, ref s.HeldBack);
        byte running = r.Byte();
        s.Running = running == None ? null : _requests[running];
        s.Reads = r.Byte();
        s.ReaderLeases = r.Byte();
        var error = (ZoneError)r.Byte();
        byte offset = r.Byte();
        byte length = r.Byte();
        s.Cause = error == ZoneError.None ? default : new FailureCause(error, 0, offset == None ? -1 : start + offset, length);
        zone.Pointer = r.Byte();
        zone.Condition = (ZoneCondition)r.Byte();
        zone.Flushed = r.Byte();
        zone.DataFlushed = r.Byte();
        for (int i = 0; i < zone.Blocks.Length; i++)
        {
            byte code = r.Byte();
            zone.Told[i] = code == 2 ? ToldTag : (byte)0;
            zone.Blocks[i] = code switch { 0 => 0, 1 => Filler, 2 => ToldTag, _ => (byte)(code - 2) };
        }

        zone.CommandCount = r.Byte();
        for (int i = 0; i < zone.CommandCount; i++)
        {
            ref Command c = ref zone.Commands[i];
            c.Slot = r.Byte();
            c.Offset = r.Byte();
            c.Length = r.Byte();
            c.Count = r.Byte();
            byte stage = r.Byte();
            c.Stage = (CommandStage)(stage & 15);
            c.Stale = (stage & 16) != 0;
            c.IsAppend = (stage & 32) != 0;
            c.Error = (ZoneError)r.Byte();
        }

        zone.Limbo.Clear();
        for (int i = r.Byte(); i > 0; i--)
        {
            zone.Limbo.Add(_requests[r.Byte()]);
        }

        zone.Manage = (ManageStage)r.Byte();
        zone.ManageOperation = (RequestOperation)r.Byte();
        zone.ManageError = (ZoneError)r.Byte();
        byte early = r.Byte();
        zone.EarlyPointer = early == None ? -1 : early;
        zone.EarlyCondition = (ZoneCondition)r.Byte();
        byte flush = r.Byte();
        zone.Flush = (FlushStage)(flush & 15);
        zone.FlushMark.NoRewind = (flush & 16) != 0;
        zone.FlushMark.Acknowledged = start + r.Byte();
        zone.Leases = r.Byte();
        zone.Claim.Needed = (CreditHold)r.Byte();
        zone.Claim.IsQueued = false;
        zone.Claim.Next = null;
        PoolOpen(_pool) += HoldsOpen(s.Held) + (zone.GrantOnItsWay ? HoldsOpen(zone.Claim.Needed) : 0);
        PoolActive(_pool) += HoldsActive(s.Held) + (zone.GrantOnItsWay ? HoldsActive(zone.Claim.Needed) : 0);
    }

    private static void WriteCompleted(ref StateWriter w, ModelZone zone)
    {
        for (int i = 0; i < zone.Completed?.Count; i++)
        {
            w.Byte((int)(zone.Completed[i].Start - zone.B.Start));
            w.Byte((int)(zone.Completed[i].End - zone.B.Start));
        }

        if (zone.Completed is not null)
        {
            w.Byte(None);
        }
    }

    private static void ReadCompleted(ref StateReader r, ModelZone zone)
    {
        if (zone.Completed is not { } completed)
        {
            return;
        }

        completed.Clear();
        for (byte start = r.Byte(); start != None; start = r.Byte())
        {
            completed.Add(zone.B.Start + start, zone.B.Start + r.Byte());
        }

        zone.S.Completed = completed;
    }

    // Told, landed and unclaimed, or landed by a write that is still outstanding: nothing else about a block can matter later.
    private int BlockCode(ModelZone zone, int block)
    {
        byte tag = zone.Blocks[block];
        if (zone.Told[block] != 0)
        {
            return 2;
        }

        return tag == 0 ? 0 : tag <= MaxRequests && _number[tag - 1] != None ? 3 + _number[tag - 1] : 1;
    }

    private void WriteList(ref StateWriter w, in RequestList list)
    {
        w.Byte(list.Count);
        for (ZoneRequest? r = list.Head; r is not null; r = r.Next)
        {
            w.Byte(_number[SlotOf(r)]);
        }
    }

    private void ReadList(ref StateReader r, ref RequestList list)
    {
        for (int i = r.Byte(); i > 0; i--)
        {
            list.Append(_requests[r.Byte()]);
        }
    }

    private static int HoldsOpen(CreditHold hold) => hold.HasFlag(CreditHold.Open) ? 1 : 0;

    private static int HoldsActive(CreditHold hold) => hold.HasFlag(CreditHold.Active) ? 1 : 0;
}
