namespace ZonedSdk.Backends.Faults;

/// <summary>Which commands go wrong, and how.</summary>
/// <example>The third write of zone 2 and each tenth after it fails with two blocks written:
/// <code>
/// new FaultRule { Event = DriveEvent.Write, Zone = 2, Nth = 3, RepeatEvery = 10, Effect = FaultEffect.Fail, LandedBlocks = 2 }
/// </code>
/// </example>
public sealed record FaultRule
{
    /// <summary>Stands for all blocks of a command in <see cref="LandedBlocks"/>.</summary>
    public const int AllBlocks = int.MaxValue;

    /// <summary>The command that goes wrong.</summary>
    public required DriveEvent Event { get; init; }

    /// <summary>What goes wrong with it.</summary>
    public required FaultEffect Effect { get; init; }

    /// <summary>Only commands that touch this zone.</summary>
    /// <value>Default null: any zone.</value>
    public int? Zone { get; init; }

    /// <summary>Only reads, writes and reports that touch bytes from this absolute offset on.</summary>
    /// <value>Default 0.</value>
    public long FromOffset { get; init; }

    /// <summary>Only reads, writes and reports that touch bytes below this absolute offset.</summary>
    /// <value>Default: no end.</value>
    public long ToOffset { get; init; } = long.MaxValue;

    /// <summary>The first command that goes wrong, counted from 1 among those that match.</summary>
    /// <value>Default 1.</value>
    public int Nth { get; init; } = 1;

    /// <summary>From the n-th match on: 0 = once, 1 = always, k = each k-th match.</summary>
    /// <value>Default 0.</value>
    public int RepeatEvery { get; init; }

    /// <summary>How likely a command that is due goes wrong, above 0 and at most 1. Drawn from the plan's seed.</summary>
    /// <value>Default 1.</value>
    public double Probability { get; init; } = 1;

    /// <summary>The error of a failure.</summary>
    /// <value>Default <see cref="ZoneError.Io"/>.</value>
    public ZoneError Error { get; init; } = ZoneError.Io;

    /// <summary>The error number of a failure.</summary>
    /// <value>Default 5 (EIO).</value>
    public int Errno { get; init; } = 5;

    /// <summary>How many blocks of a failing or short transfer land, at most all of them; of a short report, zones.</summary>
    /// <value>Default 0.</value>
    public int LandedBlocks { get; init; }

    /// <summary>Whether the drive says how many bytes of a failed command it transferred.</summary>
    /// <value>Default false: it says 0, as most drives do.</value>
    public bool ReportsCount { get; init; }

    /// <summary>How long <see cref="FaultEffect.Delay"/> and <see cref="FaultEffect.DelayCompletion"/> take, in the drive's time.</summary>
    /// <value>Default 10 ms.</value>
    public TimeSpan Delay { get; init; } = TimeSpan.FromMilliseconds(10);

    /// <summary>How far <see cref="FaultEffect.WrongAddress"/> is off, in bytes, a multiple of the block size; wraps round at the zone's capacity.</summary>
    /// <value>Default 65,536.</value>
    public long ShiftBytes { get; init; } = 65536;

    /// <summary>What a lying report says.</summary>
    /// <value>Default <see cref="ReportLie.WritePointerTooHigh"/>.</value>
    public ReportLie Lie { get; init; }

    internal bool IsForData => Event is DriveEvent.Read or DriveEvent.Write;

    /// <summary>Whether the effect exists for the command.</summary>
    internal bool IsPossible => Effect switch
    {
        FaultEffect.Fail or FaultEffect.Hang or FaultEffect.Delay or FaultEffect.LoseCompletion or FaultEffect.DelayCompletion or FaultEffect.DeviceGone => true,
        FaultEffect.FailAfter => !IsForData && Event != DriveEvent.Report,
        FaultEffect.ShortTransfer => IsForData || Event == DriveEvent.Report,
        FaultEffect.DuplicateCompletion or FaultEffect.WrongAddress or FaultEffect.FlipBit => IsForData,
        FaultEffect.DropData => Event is DriveEvent.Write or DriveEvent.Flush,
        FaultEffect.Lie => Event is DriveEvent.Report or DriveEvent.Flush,
        FaultEffect.ZoneReadOnly or FaultEffect.ZoneOffline or FaultEffect.ZoneFull => Event is not (DriveEvent.Report or DriveEvent.Flush),
        _ => false,
    };

    internal bool Matches(DriveEvent command, int firstZone, int zoneCount, long offset, long lengthBytes)
    {
        if (command != Event)
        {
            return false;
        }

        bool isInZone = Zone is not { } zone || firstZone == IZoneBackend.AllZones || (zone >= firstZone && zone - firstZone < zoneCount);
        return isInZone && (lengthBytes == 0 || (offset < ToOffset && offset + lengthBytes > FromOffset));
    }
}
