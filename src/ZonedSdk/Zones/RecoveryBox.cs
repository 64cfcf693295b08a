namespace ZonedSdk.Zones;

/// <summary>Carries the result of an explicit recovery from the zone to its caller, who sees the request only as a value task.</summary>
internal sealed class RecoveryBox
{
    public ZoneRecovery Result { get; set; }
}
