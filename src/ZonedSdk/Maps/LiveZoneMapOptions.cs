namespace ZonedSdk.Maps;

/// <summary>How a live map looks at its device.</summary>
public sealed record LiveZoneMapOptions
{
    /// <summary>How each map is made.</summary>
    public ZoneMapOptions Map { get; init; } = new();

    /// <summary>How often the device is looked at, at most, however many ask; and how often a page asks.</summary>
    /// <value>Default 500 milliseconds; 50 milliseconds to one minute.</value>
    public TimeSpan Interval { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Who says what the zones are: null = the runtime that the device belongs to, without I/O. Of a device that somebody else writes the runtime knows nothing new, so there the drive is asked, or what the system keeps of it.</summary>
    /// <value>Default null.</value>
    public ReportSource? Source { get; init; }

    /// <summary>How long a zone is marked after its recovery: most recoveries end sooner than anybody looks.</summary>
    /// <value>Default 4 seconds; 0 to one minute.</value>
    public TimeSpan RecoveryIsNewsFor { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>The address from which a page gets its snapshots, relative to its own.</summary>
    /// <value>Default <c>snapshot</c>.</value>
    public string SnapshotPath { get; init; } = "snapshot";

    internal void Validate()
    {
        ArgumentNullException.ThrowIfNull(Map);
        Map.Validate();
        ArgumentException.ThrowIfNullOrEmpty(SnapshotPath);
        ArgumentOutOfRangeException.ThrowIfLessThan(Interval, TimeSpan.FromMilliseconds(50), nameof(Interval));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Interval, TimeSpan.FromMinutes(1), nameof(Interval));
        ArgumentOutOfRangeException.ThrowIfLessThan(RecoveryIsNewsFor, TimeSpan.Zero, nameof(RecoveryIsNewsFor));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(RecoveryIsNewsFor, TimeSpan.FromMinutes(1), nameof(RecoveryIsNewsFor));
    }
}
