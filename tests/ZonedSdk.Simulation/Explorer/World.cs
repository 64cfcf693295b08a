using System.Runtime.CompilerServices;
using ZonedSdk.Backends;
using ZonedSdk.Zones;

namespace ZonedSdk.Simulation.Explorer;

/// <summary>
/// One state of a model: zones, drive, clients and what may still happen. It is a scratch object: decoded from bytes, changed by one step, encoded again.
/// </summary>
internal sealed partial class World : IRequestOwner
{
    public const int MaxRequests = 12;

    // Whose request it is, where no client waits for it.
    private const byte Manager = 0xFE;

    private readonly Model _model;
    private readonly ZoneRequest[] _requests = new ZoneRequest[MaxRequests];
    private readonly byte[] _client = new byte[MaxRequests];
    private readonly bool[] _live = new bool[MaxRequests];
    private readonly ReadStage[] _read = new ReadStage[MaxRequests];
    private readonly bool[] _readOldHalf = new bool[MaxRequests];
    private readonly bool[] _readOldEnd = new bool[MaxRequests];
    private readonly byte[] _writesLeft;
    private readonly byte[] _believed;
    private readonly byte[] _budget = new byte[Enum.GetValues<Budget>().Length];
    private readonly byte[] _memory = new byte[16];
    private readonly ModelZone[] _zones;
    private readonly CreditPool _pool;
    private bool _makeRoomAsked;
    private bool _crashed;

    public World(Model model)
    {
        _model = model;
        _writesLeft = new byte[model.Clients.Length];
        _believed = new byte[model.Clients.Length];
        _zones = [.. Enumerable.Range(0, model.Zones).Select(i => new ModelZone(model, i))];
        _pool = new CreditPool(new Limits { MaxOpenZones = model.MaxOpen, MaxActiveZones = model.MaxActive }, model.ClosesImplicitly);
        for (int i = 0; i < MaxRequests; i++)
        {
            _requests[i] = new ZoneRequest();
        }

        Array.Fill(_writesLeft, (byte)model.WritesPerClient);
        Array.Fill(_believed, byte.MaxValue);
        foreach ((Budget kind, int count) in model.Budgets)
        {
            _budget[(int)kind] = (byte)count;
        }

        foreach (ModelZone zone in _zones)
        {
            zone.Condition = ZoneCondition.Empty;
            zone.S = new ZoneState { Submitted = zone.B.Start, Acknowledged = zone.B.Start, ToldEnd = zone.B.Start, Durable = zone.B.Start, Epoch = Epoch, Incarnation = Incarnation, Condition = ZoneCondition.Empty, Completed = zone.Completed };
        }
    }

    /// <summary>Whether ordinary writes take the transitions' shortcuts.</summary>
    public bool TakesShortcuts { get; set; } = true;

    /// <summary>A step has taken one since this was last set.</summary>
    public bool HasTakenShortcut { get; set; }

    private bool IsHostAware => _model.Drive == DriveKind.HostAware;

    // The block of a client's write carries its slot; slots are renumbered with each encoding, and so are the tags.
    private static byte TagOf(ZoneRequest r) => (byte)(SlotOf(r) + 1);

    private static int SlotOf(ZoneRequest r) => (int)r.BackendData;

    private ZoneRequestKind KindOf(RequestOperation operation) => operation switch
    {
        RequestOperation.Read or RequestOperation.ReaderLease => ZoneRequestKind.Read,
        RequestOperation.Append when _model.NativeAppends > 0 => ZoneRequestKind.Append,
        _ => ZoneRequestKind.Write,
    };

    private ZoneRequest Rent(byte client, ModelZone zone, RequestOperation operation, int length)
    {
        int slot = 0;
        while (_live[slot] || IsAtDrive(zone, _requests[slot]))
        {
            slot++;
        }

        _live[slot] = true;
        _client[slot] = client;
        _read[slot] = ReadStage.None;
        ZoneRequest r = _requests[slot];
        Clear(r, slot);
        r.ZoneIndex = zone.Index;
        r.Operation = operation;
        r.Kind = KindOf(operation);
        r.Buffer = _memory.AsMemory(0, length);
        r.CallerBuffer = r.Buffer;
        return r;
    }

    private static void Clear(ZoneRequest r, int slot)
    {
        r.BackendData = slot;
        r.NextCoalesced = null;
        r.Previous = null;
        r.Next = null;
        r.Stage = RequestStage.New;
        r.Outcome = default;
        r.Force = false;
        r.Offset = -1;
        r.CommandLengthBytes = 0;
        Ticket(r) = 0;
    }

    private bool Spend(Budget kind)
    {
        if (_budget[(int)kind] == 0)
        {
            return false;
        }

        _budget[(int)kind]--;
        return true;
    }

    private bool Has(Budget kind) => _budget[(int)kind] > 0;

    private int OutstandingOf(int client)
    {
        int count = 0;
        for (int i = 0; i < MaxRequests; i++)
        {
            count += _live[i] && _client[i] == client ? 1 : 0;
        }

        return count;
    }

    private int FreeSlots()
    {
        int count = 0;
        foreach (bool live in _live)
        {
            count += live ? 0 : 1;
        }

        return count;
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_ticket")]
    private static extern ref long Ticket(ZoneRequest request);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_open")]
    private static extern ref int PoolOpen(CreditPool pool);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_active")]
    private static extern ref int PoolActive(CreditPool pool);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_head")]
    private static extern ref CreditClaim? PoolHead(CreditPool pool);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_tail")]
    private static extern ref CreditClaim? PoolTail(CreditPool pool);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_waiting")]
    private static extern ref int PoolWaiting(CreditPool pool);
}
