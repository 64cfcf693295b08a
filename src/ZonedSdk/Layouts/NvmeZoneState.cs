namespace ZonedSdk.Layouts;

/// <summary>The state of a zone in an NVMe zone descriptor (Zoned Namespace Command Set, Zone State).</summary>
public enum NvmeZoneState : byte
{
    /// <summary>ZSE: Empty.</summary>
    Empty = 0x1,

    /// <summary>ZSIO: opened by a write.</summary>
    ImplicitlyOpened = 0x2,

    /// <summary>ZSEO: opened by a command.</summary>
    ExplicitlyOpened = 0x3,

    /// <summary>ZSC: Closed.</summary>
    Closed = 0x4,

    /// <summary>ZSRO: Read Only.</summary>
    ReadOnly = 0xD,

    /// <summary>ZSF: Full.</summary>
    Full = 0xE,

    /// <summary>ZSO: Offline.</summary>
    Offline = 0xF,
}
