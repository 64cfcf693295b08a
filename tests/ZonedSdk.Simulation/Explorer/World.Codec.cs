using ZonedSdk.Backends;
using ZonedSdk.Zones;

namespace ZonedSdk.Simulation.Explorer;

/// <content>
/// States as bytes. Requests are numbered by where they stand, blocks by what is known of them, epochs and incarnations by whether they are the present ones:
/// two histories that differ in names only become one state.
/// </content>
internal sealed partial class World
{
    private const uint Epoch = 100;
    private const ulong Incarnation = 100;
    private const byte None = byte.MaxValue;
    public const byte Filler = 150;
    private const byte ToldTag = 200;

    private readonly byte[] _number = new byte[MaxRequests];
    private readonly byte[] _order = new byte[MaxRequests];
    private int _numbered;

    public int Encode(Span<byte> target)
    {
        NumberRequests();
        var w = new StateWriter(target);
        w.Bytes(_budget);
        w.Bytes(_writesLeft);
        w.Bytes(_believed);
        w.Flag(_makeRoomAsked);
        w.Byte(_numbered);
        for (int i = 0; i < _numbered; i++)
        {
            WriteRequest(ref w, _order[i]);
        }

        foreach (ModelZone zone in _zones)
        {
            WriteZone(ref w, zone);
        }

        for (CreditClaim? claim = PoolHead(_pool); claim is not null; claim = claim.Next)
        {
            w.Byte((int)claim.Zone);
            w.Byte((int)claim.Needed);
        }

        w.Byte(None);
        return w.Length;
    }

    public void Decode(ReadOnlySpan<byte> source)
    {
        var r = new StateReader(source);
        r.Bytes(_budget);
        r.Bytes(_writesLeft);
        r.Bytes(_believed);
        _makeRoomAsked = r.Flag();
        _crashed = false;
        int count = r.Byte();
        for (int i = 0; i < MaxRequests; i++)
        {
            _live[i] = i < count;
            _read[i] = ReadStage.None;
            Clear(_requests[i], i);
        }

        for (int i = 0; i < count; i++)
        {
            ReadRequest(ref r, i);
        }

        PoolOpen(_pool) = 0;
        PoolActive(_pool) = 0;
        PoolHead(_pool) = null;
        PoolTail(_pool) = null;
        PoolWaiting(_pool) = 0;
        foreach (ModelZone zone in _zones)
        {
            ReadZone(ref r, zone);
            zone.SubmittedBefore = zone.S.Submitted;
            zone.ModeBefore = zone.S.Mode;
        }

        for (byte zone = r.Byte(); zone != None; zone = r.Byte())
        {
            Enqueue(_zones[zone].Claim, (CreditHold)r.Byte());
        }
    }

    // Puts a claim back where it stood, past the question whether it could be granted.
    private void Enqueue(CreditClaim claim, CreditHold needed)
    {
        claim.Needed = needed;
        claim.IsQueued = true;
        if (PoolTail(_pool) is { } tail)
        {
            tail.Next = claim;
        }
        else
        {
            PoolHead(_pool) = claim;
        }

        PoolTail(_pool) = claim;
        PoolWaiting(_pool)++;
    }

    private void NumberRequests()
    {
        _numbered = 0;
        Array.Fill(_number, None);
        foreach (ModelZone zone in _zones)
        {
            ref ZoneState s = ref zone.S;
            NumberList(s.Waiting);
            NumberList(s.Queued);
            NumberList(s.InFlight);
            NumberList(s.HeldBack);
            if (s.Running is { } running)
            {
                Number(SlotOf(running));
            }

            for (int i = 0; i < zone.CommandCount; i++)
            {
                Number(zone.Commands[i].Slot);
            }
        }

        for (int i = 0; i < MaxRequests; i++)
        {
            if (_live[i])
            {
                Number(i);
            }
        }
    }

    private void NumberList(in RequestList list)
    {
        for (ZoneRequest? r = list.Head; r is not null; r = r.Next)
        {
            for (ZoneRequest? member = r; member is not null; member = member.NextCoalesced)
            {
                Number(SlotOf(member));
            }
        }
    }

    private void Number(int slot)
    {
        if (_number[slot] == None)
        {
            _number[slot] = (byte)_numbered;
            _order[_numbered++] = (byte)slot;
        }
    }

    private void WriteRequest(ref StateWriter w, int slot)
    {
        ZoneRequest r = _requests[slot];
        ModelZone zone = _zones[r.ZoneIndex];
        w.Flag(_live[slot]);
        w.Byte(_client[slot]);
        w.Byte(r.ZoneIndex);
        w.Byte((int)r.Operation);
        w.Byte((int)r.Stage);
        w.Byte(r.Offset < 0 ? None : (int)(r.Offset - zone.B.Start));
        w.Byte(r.LengthBytes);
        w.Byte((int)r.CommandLengthBytes);
        w.Byte(r.NextCoalesced is { } next ? _number[SlotOf(next)] : None);
        w.Byte((int)r.Outcome.Error);
        w.Byte((r.Outcome.OfUncountedBatch ? 1 : 0) | (r.Force ? 2 : 0) | (r.Epoch == zone.S.Epoch ? 4 : 0) | (r.Incarnation == zone.S.Incarnation ? 8 : 0)
            | ((r.Ticket & 1) != 0 ? 16 : 0) | (_readOldHalf[slot] ? 32 : 0) | (_readOldEnd[slot] ? 64 : 0) | (r.Outcome.WasRefused ? 128 : 0));
        w.Byte((int)_read[slot] | (r.Outcome.WasNeverIssued ? 16 : 0));
    }

    private void ReadRequest(ref StateReader reader, int slot)
    {
        ZoneRequest r = _requests[slot];
        _live[slot] = reader.Flag();
        _client[slot] = reader.Byte();
        r.ZoneIndex = reader.Byte();
        ModelZone zone = _zones[r.ZoneIndex];
        r.Operation = (RequestOperation)reader.Byte();
        r.Kind = KindOf(r.Operation);
        r.Stage = (RequestStage)reader.Byte();
        byte offset = reader.Byte();
        r.Offset = offset == None ? -1 : zone.B.Start + offset;
        r.Buffer = _memory.AsMemory(0, reader.Byte());
        r.CallerBuffer = r.Buffer;
        r.CommandLengthBytes = reader.Byte();
        byte next = reader.Byte();
        r.NextCoalesced = next == None ? null : _requests[next];
        var error = (ZoneError)reader.Byte();
        byte flags = reader.Byte();
        r.Force = (flags & 2) != 0;
        r.Epoch = (flags & 4) != 0 ? Epoch : Epoch - 1;
        r.Incarnation = (flags & 8) != 0 ? Incarnation : Incarnation - 1;
        Ticket(r) = (flags & 16) != 0 ? 1 : 0;
        r.Owner = this;
        _readOldHalf[slot] = (flags & 32) != 0;
        _readOldEnd[slot] = (flags & 64) != 0;
        byte read = reader.Byte();
        _read[slot] = (ReadStage)(read & 15);

        // No drive here counts what it wrote before it refused the rest.
        bool wasRefused = (flags & 128) != 0;
        r.Outcome = new RequestOutcome
        {
            Error = error,
            OfUncountedBatch = (flags & 1) != 0,
            WasRefused = wasRefused,
            WasNeverIssued = (read & 16) != 0,
            LandedBytes = wasRefused ? 0 : RequestOutcome.UnknownLanded,
        };
    }
}
