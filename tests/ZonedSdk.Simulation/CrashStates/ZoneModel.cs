namespace ZonedSdk.Simulation.CrashStates;

/// <summary>What a crash may leave of one zone: everything between what was promised and what was asked for.</summary>
/// <param name="Incarnation">The last incarnation that is known durable.</param>
/// <param name="FlushedEnd">Bytes of that incarnation whose flush was acknowledged.</param>
/// <param name="SubmittedEnd">Bytes of that incarnation that were submitted.</param>
/// <param name="DurableCondition">A condition that must survive (Full, ReadOnly, Offline); null = none.</param>
/// <param name="RequestedCondition">A condition that was asked for and may survive; null = none.</param>
/// <param name="ResetPending">A reset was asked for and not yet acknowledged: the zone may be empty in the next incarnation.</param>
internal sealed record ZoneModel(
    uint Incarnation = 0,
    long FlushedEnd = 0,
    long SubmittedEnd = 0,
    ZoneCondition? DurableCondition = null,
    ZoneCondition? RequestedCondition = null,
    bool ResetPending = false);
