using ZonedSdk.Annotations;

namespace ZonedSdk.Zones;

/// <summary>The only way to a zone's mutable state: holds the zone's lock for as long as it lives. A ref struct, so it cannot outlive the method or cross an await.</summary>
internal readonly ref struct ZoneGuard
{
    private readonly Lock _gate;
    private readonly ref ZoneState _state;

    [AcquiresLock("gate")]
    public ZoneGuard(Lock gate, ref ZoneState state)
    {
        gate.Enter();
        _gate = gate;
        _state = ref state;
    }

    /// <summary>The zone's state, for as long as the guard lives.</summary>
    public ref ZoneState State => ref _state;

    [ReleasesLock("_gate")]
    public void Dispose() => _gate.Exit();
}
