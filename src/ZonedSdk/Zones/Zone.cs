using System.Runtime.CompilerServices;
using ZonedSdk.Annotations;
using ZonedSdk.Backends;
using ZonedSdk.Devices;

namespace ZonedSdk.Zones;

/// <summary>
/// One zone with a write pointer: its lock, its state, and the shell that carries out what the transitions decide.
/// Read it in the order of a request: <c>Zone.Admission.cs</c> (in), <c>Zone.Completion.cs</c> (out), <c>Zone.Recovery.cs</c> (what an error starts), <c>Zone.Durability.cs</c>.
/// </summary>
internal sealed partial class Zone : IRequestOwner
{
    /// <summary>Most appends of a zone that are at the drive at once without an offset.</summary>
    private const int MaxAppendsInFlight = 64;

    private readonly Lock _gate = new();
    private readonly DeviceContext _context;
    private readonly ZoneBounds _bounds;
    private readonly CreditClaim _claim;

    // What every request asks for, within reach.
    private readonly IZoneBackend _backend;
    private readonly bool _copiesWrites;
    private readonly bool _continuesInline;
    private readonly bool _hasCredits;

    [GuardedBy(nameof(_gate))]
    private ZoneState _state;

    public Zone(DeviceContext context, int index, in ZoneInfo info)
    {
        _context = context;
        Index = index;
        _claim = new CreditClaim(this);
        _backend = context.Backend;
        _copiesWrites = context.Options.CopyWrites;
        _continuesInline = context.Options.InlineContinuations;
        _hasCredits = !context.Credits.IsUnlimited;
        _bounds = new ZoneBounds
        {
            Start = info.Start,
            End = info.End,
            Limit = info.Start + info.LengthBytes,
            BlockSizeBytes = context.Backend.Geometry.BlockSizeBytes,
            Type = info.Type,
            EnforcesOrder = context.Backend.Capabilities.EnforcesOrder && info.Type == ZoneType.SequentialWriteRequired,
            MaxTransferBytes = context.Backend.Limits.MaxTransferBytes,
            MaxAppendsInFlight = context.Backend.Capabilities is { AppendsNatively: true, EnforcesOrder: true } && info.Type == ZoneType.SequentialWriteRequired ? MaxAppendsInFlight : 0,
            ErrorPolicy = context.Options.ErrorPolicy,
            FinishPassesThroughOpen = context.Backend.Capabilities.Flavour == ZoneFlavour.Zbc,
            HasStrictTransitions = context.Backend.Capabilities.Flavour == ZoneFlavour.Zns,
        };
        long pointer = info.Condition == ZoneCondition.Full ? info.End : info.HasValidWritePointer ? info.WritePointer : info.Start;
        _state = new ZoneState
        {
            Submitted = pointer,
            Acknowledged = pointer,
            ToldEnd = pointer,
            Durable = pointer,
            Condition = info.Condition,
            KeepsPointer = info.KeepsWritePointer,
            Completed = _bounds.MaxAppendsInFlight > 0 ? new CompletedRanges(_bounds.MaxAppendsInFlight) : null,
            Held = context.Credits.HoldOf(info.Condition),
            Mode = info.Condition switch
            {
                ZoneCondition.ReadOnly => ZoneMode.ReadOnly,
                ZoneCondition.Offline => ZoneMode.Offline,
                _ => ZoneMode.Normal,
            },
        };
    }

    public int Index { get; }

    public ZoneBounds Bounds => _bounds;

    public ZoneInfo Info()
    {
        using ZoneGuard guard = Enter();
        return InfoOf(guard.State);
    }

    private ZoneInfo InfoOf(in ZoneState s) => new()
    {
        Index = Index,
        Type = _bounds.Type,
        Condition = s.Condition,
        Start = _bounds.Start,
        LengthBytes = _bounds.Limit - _bounds.Start,
        CapacityBytes = _bounds.End - _bounds.Start,
        WritePointer = s.Submitted,
        KeepsWritePointer = s.KeepsPointer && s.Condition == ZoneCondition.ReadOnly,
    };

    public ZoneStatus Status() => Status(out _);

    public ZoneStatus Status(out ZoneMode mode)
    {
        using ZoneGuard guard = Enter();
        mode = guard.State.Mode;
        return StatusOf(guard.State);
    }

    /// <summary>Both views of one moment.</summary>
    public ZoneInfo Look(out ZoneStatus status)
    {
        using ZoneGuard guard = Enter();
        status = StatusOf(guard.State);
        return InfoOf(guard.State);
    }

    private ZoneStatus StatusOf(in ZoneState s) => new()
    {
        Zone = Index,
        Submitted = s.Submitted,
        Acknowledged = s.Acknowledged,
        Durable = s.Durable,
        Epoch = s.Epoch,
        Incarnation = (long)s.Incarnation,
        InFlight = s.InFlight.Count + s.Queued.Count,
        Waiting = s.Waiting.Count,
        ReaderLeases = s.ReaderLeases,
        IsWritable = s.Mode == ZoneMode.Normal && s.Condition != ZoneCondition.Full,
        IsRecovering = s.Mode is ZoneMode.Draining or ZoneMode.Recovering,
        IsFaulted = s.Mode is ZoneMode.FaultedQuiet or ZoneMode.FaultedUnknown,
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    [AcquiresLock(nameof(_gate))]
    private ZoneGuard Enter() => new(_gate, ref _state);

    /// <summary>For whatever may admit requests that wait: where the device takes no more writes, those that wait are refused first.</summary>
    [AcquiresLock(nameof(_gate))]
    private ZoneGuard EnterAdmitting(scoped ref ZoneEffects fx)
    {
        ZoneGuard guard = Enter();
        if (_context.WriteLatch is { } latch && !guard.State.Waiting.IsEmpty)
        {
            ZoneTransitions.RefuseWriters(ref guard.State, _bounds, _context.Credits, latch.Error, ref fx);
        }

        return guard;
    }
}
