namespace ZonedSdk.Zones;

/// <summary>What a zone is busy with. Only in <see cref="Normal"/> are requests admitted.</summary>
internal enum ZoneMode : byte
{
    /// <summary>Requests are admitted.</summary>
    Normal,

    /// <summary>A write failed; admission is closed until nothing is in flight.</summary>
    Draining,

    /// <summary>Nothing is in flight; the zone's report is on its way.</summary>
    Recovering,

    /// <summary>One management command has the zone to itself.</summary>
    Managed,

    /// <summary>A command did not come back in time and may still execute. Nothing may touch the zone.</summary>
    FaultedUnknown,

    /// <summary>Nothing is outstanding, but the zone's state is unproven.</summary>
    FaultedQuiet,

    /// <summary>Reads work, writes never again.</summary>
    ReadOnly,

    /// <summary>Nothing works any more.</summary>
    Offline,
}
