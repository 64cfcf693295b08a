namespace ZonedSdk;

/// <summary>Who answers a listing of zones.</summary>
public enum ReportSource
{
    /// <summary>The drive itself, past every cache.</summary>
    Drive = 0,

    /// <summary>
    /// What the system keeps of the drive's zones, where it does (block devices on Linux 6.19 and later); the drive itself everywhere else. It costs the drive nothing, and knows less: open and closed zones are told as
    /// <see cref="ZoneCondition.Active"/>, one that was opened and not written as <see cref="ZoneCondition.Empty"/>, a write counts when it is on its way, and what went past the block layer or was changed by the drive itself is not seen.
    /// </summary>
    Cache = 1,
}
