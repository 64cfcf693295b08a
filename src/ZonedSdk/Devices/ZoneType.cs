namespace ZonedSdk;

/// <summary>The type of a zone. Values are those of Linux's <c>enum blk_zone_type</c> and ZBC's ZONE TYPE field.</summary>
public enum ZoneType : byte
{
    /// <summary>No type: the default value, never reported by a device.</summary>
    None = 0,

    /// <summary>Random writes, no write pointer, no zone management.</summary>
    Conventional = 1,

    /// <summary>Writes only at the write pointer; anything else is refused by the drive.</summary>
    SequentialWriteRequired = 2,

    /// <summary>Has a write pointer, yet takes writes anywhere (host-aware drives).</summary>
    SequentialWritePreferred = 3,

    /// <summary>ZBC-2 sequential-or-before-required zones. Not supported: opening a device that has one is refused.</summary>
    SequentialOrBefore = 4,

    /// <summary>ZBC-2 gap zones. Not supported: opening a device that has one is refused.</summary>
    Gap = 5,
}
