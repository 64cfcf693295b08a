namespace ZonedSdk.Maps;

/// <summary>What a piece of a map in text speaks of: who writes it chooses the colour.</summary>
public enum ZoneMapTone
{
    /// <summary>Ordinary text.</summary>
    Plain = 0,

    /// <summary>The title.</summary>
    Title = 1,

    /// <summary>What may be read last.</summary>
    Quiet = 2,

    /// <summary>Conventional zones.</summary>
    Conventional = 3,

    /// <summary>Full zones.</summary>
    Full = 4,

    /// <summary>Partly written zones that are not open.</summary>
    Closed = 5,

    /// <summary>Open zones.</summary>
    Open = 6,

    /// <summary>Zones that take no more writes.</summary>
    ReadOnly = 7,

    /// <summary>Zones that are being recovered, or were just now.</summary>
    Recovering = 8,

    /// <summary>Offline and faulted zones.</summary>
    Failed = 9,
}
