namespace ZonedSdk.Layouts;

/// <summary>ZONE CONDITION of a zone descriptor (ZBC). Four bits.</summary>
public enum ZbcZoneCondition : byte
{
    /// <summary>NOT WRITE POINTER.</summary>
    NotWritePointer = 0x0,

    /// <summary>EMPTY.</summary>
    Empty = 0x1,

    /// <summary>IMPLICITLY OPENED.</summary>
    ImplicitlyOpened = 0x2,

    /// <summary>EXPLICITLY OPENED.</summary>
    ExplicitlyOpened = 0x3,

    /// <summary>CLOSED.</summary>
    Closed = 0x4,

    /// <summary>INACTIVE (ZBC-2).</summary>
    Inactive = 0x5,

    /// <summary>READ ONLY.</summary>
    ReadOnly = 0xD,

    /// <summary>FULL.</summary>
    Full = 0xE,

    /// <summary>OFFLINE.</summary>
    Offline = 0xF,
}
