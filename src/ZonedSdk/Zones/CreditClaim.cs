namespace ZonedSdk.Zones;

/// <summary>A zone's place in the queue for open and active resources. One per zone, made at its first wait.</summary>
internal sealed class CreditClaim(object zone)
{
    /// <summary>The zone that waits; told of its grant outside every lock.</summary>
    public object Zone { get; } = zone;

    /// <summary>What it waits for.</summary>
    public CreditHold Needed { get; set; }

    public bool IsQueued { get; set; }

    /// <summary>Links the pool's queue, or the claims that one release granted.</summary>
    public CreditClaim? Next { get; set; }
}
