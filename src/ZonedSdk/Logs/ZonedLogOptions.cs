namespace ZonedSdk;

/// <summary>How a log writes. The format does not depend on it: a log may be opened with other options each time.</summary>
public sealed record ZonedLogOptions
{
    internal const int MaxGroupLimitBytes = 256 << 20;

    /// <summary>Most bytes of one write, headers included. It limits the length of a record: <see cref="ZonedLog.MaxRecordBytes"/>.</summary>
    /// <value>Default 1 MiB; 4 KiB to 256 MiB. What the device takes in one command and what fits the smallest zone limit it further.</value>
    public int MaxGroupBytes { get; init; } = 1 << 20;

    /// <summary>Most writes in flight. Records that come while all are in flight share the next one.</summary>
    /// <value>Default 4; 1 to 256. More make single appends quicker where many wait, and waste more room: a write takes whole blocks.</value>
    public int MaxWritesInFlight { get; init; } = 4;

    /// <summary>In how many zones, one after another, a group is tried before the log gives up.</summary>
    /// <value>Default 4; 1 to 100.</value>
    public int WriteAttempts { get; init; } = 4;

    /// <summary>Whether appends wait while no zone is free, until <see cref="ZonedLog.TrimAsync"/> makes room.</summary>
    /// <value>Default false: they fail with <see cref="ZonedLogFullException"/>.</value>
    public bool WaitForRoom { get; init; }

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxGroupBytes, 4096, nameof(MaxGroupBytes));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MaxGroupBytes, MaxGroupLimitBytes, nameof(MaxGroupBytes));
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxWritesInFlight, 1, nameof(MaxWritesInFlight));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MaxWritesInFlight, 256, nameof(MaxWritesInFlight));
        ArgumentOutOfRangeException.ThrowIfLessThan(WriteAttempts, 1, nameof(WriteAttempts));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(WriteAttempts, 100, nameof(WriteAttempts));
    }
}
