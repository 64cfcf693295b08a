namespace ZonedSdk;

/// <summary>Which zones a report lists. The first eight are ZBC's REPORTING OPTIONS.</summary>
public enum ReportFilter
{
    /// <summary>All zones (ZBC 00h).</summary>
    All = 0x00,

    /// <summary>Empty zones (ZBC 01h).</summary>
    Empty = 0x01,

    /// <summary>Implicitly open zones (ZBC 02h).</summary>
    ImplicitlyOpen = 0x02,

    /// <summary>Explicitly open zones (ZBC 03h).</summary>
    ExplicitlyOpen = 0x03,

    /// <summary>Closed zones (ZBC 04h).</summary>
    Closed = 0x04,

    /// <summary>Full zones (ZBC 05h).</summary>
    Full = 0x05,

    /// <summary>Read-only zones (ZBC 06h).</summary>
    ReadOnly = 0x06,

    /// <summary>Offline zones (ZBC 07h).</summary>
    Offline = 0x07,

    /// <summary>Zones whose reset the drive recommends (ZBC 10h).</summary>
    ResetRecommended = 0x10,

    /// <summary>Zones that took writes away from their write pointer (ZBC 11h).</summary>
    NonSequential = 0x11,

    /// <summary>Zones without a write pointer (ZBC 3Fh).</summary>
    NotWritePointer = 0x3F,

    /// <summary>Zones that hold an active resource: open, closed, or <see cref="ZoneCondition.Active"/> where it is not known which of them. ZBC has no such option.</summary>
    Active = 0x100,
}
