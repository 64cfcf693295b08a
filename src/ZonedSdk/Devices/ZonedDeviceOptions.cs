namespace ZonedSdk;

/// <summary>How a device is opened and how the runtime behaves on it. Every limit has a default; all are checked when the device opens.</summary>
public sealed record ZonedDeviceOptions
{
    internal static readonly TimeSpan MaxDoubledBackoff = TimeSpan.FromSeconds(10);

    // io_uring holds no more in one piece.
    private const int MaxBufferArenaBytes = 1 << 30;

    // The system's timers take no more than 2^32 - 2 milliseconds: beyond it they throw where nobody could be told.
    private static readonly TimeSpan s_longest = TimeSpan.FromDays(49);

    /// <summary>What becomes of a zone after a failed write was recovered.</summary>
    /// <value>Default <see cref="ZoneErrorPolicy.Repair"/>.</value>
    public ZoneErrorPolicy ErrorPolicy { get; init; } = ZoneErrorPolicy.Repair;

    /// <summary>What a read beyond the write pointer gives.</summary>
    /// <value>Default <see cref="ReadBeyondPolicy.ZeroFill"/>.</value>
    public ReadBeyondPolicy ReadBeyond { get; init; } = ReadBeyondPolicy.ZeroFill;

    /// <summary>Whether a write that finds its zone busy with itself (recovering, being managed, short of resources) waits or fails at once.</summary>
    /// <value>Default true: it waits, first come first served.</value>
    public bool WaitForAdmission { get; init; } = true;

    /// <summary>How long a write waits for a zone's recovery or management command.</summary>
    /// <value>Default 30 seconds; positive and at most 49 days, or <see cref="Timeout.InfiniteTimeSpan"/>.</value>
    public TimeSpan RecoveryTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a write, an open or (on ZBC disks) a finish waits for an open or active zone resource.</summary>
    /// <remarks>First come, first served, by zones: each zone that is written full gives its resources to the one that has waited longest. So the nth of the zones that wait gets its turn before more than n others have
    /// become full, and with it every writer who waits in it. Zones that only have to be opened again do not wait for those that lack an active resource.</remarks>
    /// <value>Default 30 seconds; positive and at most 49 days, or <see cref="Timeout.InfiniteTimeSpan"/>.</value>
    public TimeSpan CreditTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a zone may drain after an error, or a management command may take, before the zone is faulted.</summary>
    /// <value>Default 30 seconds; positive and at most 49 days, or <see cref="Timeout.InfiniteTimeSpan"/>.</value>
    public TimeSpan DrainTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>A write that is at the drive for longer than this (up to twice as long) makes its zone drain. Because of such a read, resets of its zone fail with <see cref="ZoneBlockedException"/> until it is known dead.</summary>
    /// <value>Default 30 seconds; positive and at most 49 days, or <see cref="Timeout.InfiniteTimeSpan"/> to wait for ever.</value>
    public TimeSpan CommandTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long one report may take: of a recovery, or one page (up to 4,096 zones) of a listing or of the report at open.</summary>
    /// <value>Default 10 seconds; positive and at most 49 days, or <see cref="Timeout.InfiniteTimeSpan"/>.</value>
    public TimeSpan ReportTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How often a recovery asks for a report before the zone is faulted.</summary>
    /// <value>Default 4; 1 to 100.</value>
    public int ReportAttempts { get; init; } = 4;

    /// <summary>The pause before the second report of a recovery; it doubles each time, up to 10 seconds.</summary>
    /// <value>Default 10 milliseconds; 0 to 49 days.</value>
    public TimeSpan ReportBackoff { get; init; } = TimeSpan.FromMilliseconds(10);

    /// <summary>How long closing the device waits for what is in flight. After that, disposal throws and the backend's resources stay allocated.</summary>
    /// <value>Default 30 seconds; positive and at most 49 days, or <see cref="Timeout.InfiniteTimeSpan"/>.</value>
    public TimeSpan DisposeTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often zones at rest are compared with the drive, to notice foreign writers.</summary>
    /// <value>Default null: never. Positive and at most 49 days.</value>
    public TimeSpan? AuditInterval { get; init; }

    /// <summary>Copies each write's data into the runtime's own memory first, so that cancelling ends the wait at once even when the command is at the drive.</summary>
    /// <value>Default false: the caller's memory is used, and the wait lasts until the drive is done with it.</value>
    public bool CopyWrites { get; init; }

    /// <summary>Runs continuations and event handlers on the thread that completes the I/O (or moves the time) instead of the thread pool. Faster, and deterministic on a drive that is; one that blocks then stalls the drive.</summary>
    /// <value>Default false.</value>
    public bool InlineContinuations { get; init; }

    /// <summary>How much memory <see cref="ZonedDevice.Buffers"/> gives out at once from its arena, in bytes; what is no whole block and page is left out. It is taken by the first rent, and on an image whose data go by a ring it is then locked in memory (RLIMIT_MEMLOCK).</summary>
    /// <value>Default 4 MiB, so that the arenas of two devices are within the 8 MiB that Linux lets a process lock without privileges; 0 (no arena: each rent allocates) to 1 GiB.</value>
    public int BufferArenaBytes { get; init; } = 4 * (int)ByteUnits.MiB;

    /// <summary>Makes an activity (a span) of the source "ZonedSdk" of every read, write and append where somebody listens, as of everything rarer in any case. Each then allocates.</summary>
    /// <value>Default false: transfers are not traced, and cost nothing for it.</value>
    public bool TraceTransfers { get; init; }

    /// <summary>Opens the device for reading only: nothing is written, not even a repair.</summary>
    /// <value>Default false.</value>
    public bool ReadOnly { get; init; }

    /// <summary>Commands an NVMe zoned namespace past the block layer also where its block device is opened by path (<c>/dev/nvme0n1</c>); any other block device is refused then. By its character device (<c>/dev/ng0n1</c>) it is always commanded so.</summary>
    /// <value>Default false: a block device is driven through the kernel's block layer.</value>
    public bool NvmePassThrough { get; init; }

    /// <summary>Where all waiting and timing comes from.</summary>
    /// <value>Default <see cref="TimeProvider.System"/>.</value>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Checks every option as opening does, so that a program can tell at its start what would fail later.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range; <see cref="ArgumentException.ParamName"/> names it. The first one found is told.</exception>
    /// <exception cref="ArgumentNullException"><see cref="TimeProvider"/> is null.</exception>
    public void Validate()
    {
        CheckDefined(ErrorPolicy, nameof(ErrorPolicy));
        CheckDefined(ReadBeyond, nameof(ReadBeyond));
        CheckSpan(RecoveryTimeout, nameof(RecoveryTimeout));
        CheckSpan(CreditTimeout, nameof(CreditTimeout));
        CheckSpan(DrainTimeout, nameof(DrainTimeout));
        CheckSpan(CommandTimeout, nameof(CommandTimeout));
        CheckSpan(ReportTimeout, nameof(ReportTimeout));
        CheckSpan(DisposeTimeout, nameof(DisposeTimeout));
        ArgumentOutOfRangeException.ThrowIfLessThan(ReportAttempts, 1, nameof(ReportAttempts));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(ReportAttempts, 100, nameof(ReportAttempts));
        ArgumentOutOfRangeException.ThrowIfLessThan(ReportBackoff, TimeSpan.Zero, nameof(ReportBackoff));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(ReportBackoff, s_longest, nameof(ReportBackoff));
        ArgumentOutOfRangeException.ThrowIfNegative(BufferArenaBytes, nameof(BufferArenaBytes));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(BufferArenaBytes, MaxBufferArenaBytes, nameof(BufferArenaBytes));
        ArgumentNullException.ThrowIfNull(TimeProvider);
        if (AuditInterval is { } interval)
        {
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(interval, TimeSpan.Zero, nameof(AuditInterval));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(interval, s_longest, nameof(AuditInterval));
        }
    }

    private static void CheckDefined<T>(T value, string name)
        where T : struct, Enum
    {
        if (!Enum.IsDefined(value))
        {
            throw new ArgumentOutOfRangeException(name, value, $"There is no such {typeof(T).Name}.");
        }
    }

    private static void CheckSpan(TimeSpan value, string name)
    {
        if (value != Timeout.InfiniteTimeSpan)
        {
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(value, TimeSpan.Zero, name);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, s_longest, name);
        }
    }
}
