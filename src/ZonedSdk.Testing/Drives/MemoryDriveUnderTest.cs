using ZonedSdk.Backends;
using ZonedSdk.Backends.Faults;
using ZonedSdk.Backends.Memory;

namespace ZonedSdk.Testing;

/// <summary>The memory drive under test, with every fault that there is.</summary>
public sealed class MemoryDriveUnderTest : DriveUnderTest, IFaultInjector
{
    private readonly MemoryDriveOptions _options;
    private MemoryDrive? _drive;

    /// <summary>Makes an empty drive of a shape.</summary>
    /// <param name="shape">What a case asks for.</param>
    /// <param name="time">The drive's time.</param>
    public MemoryDriveUnderTest(DriveShape shape, TimeProvider time)
        : this(OptionsOf(shape, time))
    {
    }

    /// <summary>Makes an empty drive.</summary>
    /// <param name="options">What it is; a plan for faults is added where there is none.</param>
    public MemoryDriveUnderTest(MemoryDriveOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options with { Faults = options.Faults ?? new FaultPlan(seed: 1) };
    }

    /// <inheritdoc/>
    public override IFaultInjector Faults => this;

    /// <inheritdoc/>
    public override bool IsSwitchedOff => true;

    /// <inheritdoc/>
    public override (int Open, int Active)? Counts => _drive is { } drive ? (drive.OpenZoneCount, drive.ActiveZoneCount) : null;

    /// <inheritdoc/>
    public DriveFaults Supported => DriveFaults.FailWrite | DriveFaults.FailWritePartly | DriveFaults.ReadOnlyZone | DriveFaults.OfflineZone
        | DriveFaults.FinishZone | DriveFaults.MoveWritePointer | DriveFaults.Disconnect | DriveFaults.CutPower | DriveFaults.Plan;

    /// <inheritdoc/>
    public FaultPlan Plan => _options.Faults!;

    private MemoryDrive Drive => _drive ?? throw new InvalidOperationException("The drive was not opened yet.");

    /// <summary>What the options of a memory drive of a shape are.</summary>
    /// <param name="shape">What a case asks for.</param>
    /// <param name="time">The drive's time.</param>
    public static MemoryDriveOptions OptionsOf(DriveShape shape, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(shape);
        return new MemoryDriveOptions
        {
            BlockSizeBytes = shape.BlockSizeBytes,
            ZoneSizeBytes = shape.ZoneBlocks * shape.BlockSizeBytes,
            ZoneCapacityBytes = shape.CapacityBlocks * shape.BlockSizeBytes,
            SizeBytes = shape.SizeBlocks * shape.BlockSizeBytes,
            ConventionalZones = shape.ConventionalZones,
            Flavour = shape.Flavour,
            Limits = shape.Limits,
            Scheduling = shape.RunsOnThreads ? MemoryDriveScheduling.ThreadPool : MemoryDriveScheduling.Inline,
            TimeProvider = time,
        };
    }

    /// <inheritdoc/>
    public override ValueTask<IZoneBackend> OpenAsync(CancellationToken cancellationToken)
    {
        _drive = _drive?.Reopen(_options) ?? new MemoryDrive(_options);
        return ValueTask.FromResult<IZoneBackend>(_drive);
    }

    /// <inheritdoc/>
    public void SetCondition(int zone, ZoneCondition condition)
    {
        Action<int> set = condition switch
        {
            ZoneCondition.ReadOnly => Drive.SetReadOnly,
            ZoneCondition.Offline => Drive.SetOffline,
            ZoneCondition.Full => Drive.FinishByDevice,
            _ => throw new ArgumentOutOfRangeException(nameof(condition), condition, "No drive does that by itself."),
        };
        set(zone);
    }

    /// <inheritdoc/>
    public void MoveWritePointer(int zone, long offsetInZone) => Drive.MoveWritePointer(zone, offsetInZone);

    /// <inheritdoc/>
    public void Disconnect() => Drive.Disconnect();

    /// <inheritdoc/>
    public void CutPower() => Drive.PowerCut(static zone => zone.FlushedBytes);

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        if (_drive is not null)
        {
            await _drive.DisposeAsync().ConfigureAwait(false);
        }

        await base.DisposeAsync().ConfigureAwait(false);
    }
}
