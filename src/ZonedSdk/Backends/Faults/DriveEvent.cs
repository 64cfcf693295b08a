namespace ZonedSdk.Backends.Faults;

/// <summary>A command as it reaches an emulated drive.</summary>
public enum DriveEvent : byte
{
    /// <summary>A read.</summary>
    Read = 0,

    /// <summary>A write command; one command may carry several coalesced writes.</summary>
    Write = 1,

    /// <summary>OPEN ZONE.</summary>
    Open = 2,

    /// <summary>CLOSE ZONE.</summary>
    Close = 3,

    /// <summary>FINISH ZONE.</summary>
    Finish = 4,

    /// <summary>RESET WRITE POINTER.</summary>
    Reset = 5,

    /// <summary>REPORT ZONES.</summary>
    Report = 6,

    /// <summary>A flush of the drive's cache.</summary>
    Flush = 7,
}
