namespace ZonedSdk.Backends;

/// <summary>A zone management command.</summary>
public enum ZoneAction : byte
{
    /// <summary>OPEN ZONE: to ExplicitlyOpen.</summary>
    Open = 0,

    /// <summary>CLOSE ZONE: from an open condition to Closed.</summary>
    Close = 1,

    /// <summary>FINISH ZONE: to Full.</summary>
    Finish = 2,

    /// <summary>RESET WRITE POINTER: to Empty; the zone's data are gone.</summary>
    Reset = 3,
}
