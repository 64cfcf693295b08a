namespace ZonedSdk.Descriptors;

/// <summary>What a drive can be asked, as a backend's table lists it.</summary>
public enum ZoneCommand
{
    /// <summary>Reads bytes.</summary>
    Read = 0,

    /// <summary>Writes bytes at an offset; in a sequential zone at its write pointer.</summary>
    Write = 1,

    /// <summary>Writes bytes at an offset that the drive chooses and tells. In a backend that runs, one with <see cref="WriteOrdering.Required"/>.</summary>
    Append = 2,

    /// <summary>Makes what was written survive a power cut.</summary>
    Flush = 3,

    /// <summary>Reports zones.</summary>
    Report = 4,

    /// <summary>Opens a zone explicitly.</summary>
    Open = 5,

    /// <summary>Closes an open zone.</summary>
    Close = 6,

    /// <summary>Makes a zone full.</summary>
    Finish = 7,

    /// <summary>Empties a zone.</summary>
    Reset = 8,
}
