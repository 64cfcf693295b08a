namespace ZonedSdk;

/// <summary>The condition of a zone. Values are those of Linux's <c>enum blk_zone_cond</c>, which follow ZBC's ZONE CONDITION field.</summary>
public enum ZoneCondition : byte
{
    /// <summary>The zone has no write pointer (conventional zones).</summary>
    NotWritePointer = 0x0,

    /// <summary>Nothing written since the last reset; the write pointer is at the zone's start.</summary>
    Empty = 0x1,

    /// <summary>Opened by a write. Counts as open and as active.</summary>
    ImplicitlyOpen = 0x2,

    /// <summary>Opened by an OPEN command. Counts as open and as active.</summary>
    ExplicitlyOpen = 0x3,

    /// <summary>Partly written and not open. Counts as active.</summary>
    Closed = 0x4,

    /// <summary>ZBC-2 inactive zones. Not supported.</summary>
    Inactive = 0x5,

    /// <summary>Only reads work. Set by the device, never left. The write pointer is invalid.</summary>
    ReadOnly = 0xD,

    /// <summary>Written to its capacity, or finished. The write pointer is invalid.</summary>
    Full = 0xE,

    /// <summary>Neither reads nor writes work. Set by the device, never left. The write pointer is invalid.</summary>
    Offline = 0xF,

    /// <summary>Open or closed, the device's cache does not say which (cached reports of Linux 6.19 and later).</summary>
    Active = 0xFF,
}
