namespace ZonedSdk;

/// <summary>When a write counts as done.</summary>
public enum Durability : byte
{
    /// <summary>When the drive has acknowledged it: visible to reads, yet a power cut may take it.</summary>
    Acknowledged = 0,

    /// <summary>When a flush has covered it: it survives a power cut.</summary>
    Flushed = 1,
}
