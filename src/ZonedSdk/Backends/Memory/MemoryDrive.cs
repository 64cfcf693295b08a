using ZonedSdk.Backends.Emulation;
using ZonedSdk.Backends.Emulation.Scheduling;
using ZonedSdk.Descriptors;

namespace ZonedSdk.Backends.Memory;

/// <summary>A complete zoned drive in memory: for tests, simulations and trying things out.</summary>
/// <example>
/// <code>
/// await using MemoryDrive drive = new(new MemoryDriveOptions { ZoneSizeBytes = 16 &lt;&lt; 20, SizeBytes = 256 &lt;&lt; 20, ConventionalZones = 1 });
/// </code>
/// </example>
[ZonedBackend("memory", Engine = nameof(_drive))]
public sealed partial class MemoryDrive : IKickedByZone
{
    private readonly MemoryDriveOptions _options;
    private readonly EmulatedDriveOptions _emulated;
    private readonly MemoryMedium _medium;
    private readonly SteppedScheduler? _steps;
    private readonly EmulatedDrive _drive;

    /// <summary>Makes an empty drive and switches it on.</summary>
    /// <param name="options">What the drive is.</param>
    /// <exception cref="ArgumentException">The options contradict each other.</exception>
    public MemoryDrive(MemoryDriveOptions options)
        : this(options, medium: null)
    {
    }

    private MemoryDrive(MemoryDriveOptions options, MemoryMedium? medium)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _emulated = MemoryDriveChecks.ToEmulated(options);
        _medium = medium ?? MemoryMedium.Create(_emulated, options.HasVolatileCache);
        IDriveScheduler scheduler = MakeScheduler(options);
        _steps = scheduler as SteppedScheduler;
        _drive = new EmulatedDrive(_emulated, _medium.Data, _medium.Metadata, scheduler);
        foreach ((int zone, byte[] extension) in _medium.Metadata.Extensions())
        {
            _drive.RestoreExtension(_drive.ZoneAt(zone), extension);
        }
    }

    /// <inheritdoc/>
    public BackendDescription Description { get; } = new() { DataPath = IoPath.Memory, MetadataPath = IoPath.Memory };

    /// <summary>Zones that are open at the drive right now.</summary>
    public int OpenZoneCount => _drive.OpenCount;

    /// <summary>Zones that are active (open or closed) at the drive right now.</summary>
    public int ActiveZoneCount => _drive.ActiveCount;

    /// <summary>Steps that wait to be picked (<see cref="MemoryDriveScheduling.Stepped"/>); 0 with any other scheduling.</summary>
    public int StepCount => _steps?.Count ?? 0;

    /// <inheritdoc/>
    void IKickedByZone.Kick(int zone) => _drive.Kick(zone);

    /// <summary>One zone as the drive itself has it, past every command and fault.</summary>
    /// <param name="zone">Zone index.</param>
    public ZoneInfo Inspect(int zone) => _drive.Describe(zone);

    /// <summary>What a pending step would do.</summary>
    /// <param name="index">0 to <see cref="StepCount"/> - 1, the oldest first.</param>
    public DriveStep DescribeStep(int index) => Steps().Describe(index);

    /// <summary>Runs one pending step on the calling thread.</summary>
    /// <param name="index">0 to <see cref="StepCount"/> - 1, the oldest first.</param>
    public void Step(int index) => Steps().Run(index);

    private static IDriveScheduler MakeScheduler(MemoryDriveOptions options) => options.Scheduling switch
    {
        MemoryDriveScheduling.Inline => new InlineScheduler(),
        MemoryDriveScheduling.ThreadPool => new PoolScheduler(Environment.ProcessorCount),
        MemoryDriveScheduling.Workers => new DriveWorkers(options.WorkerCount, options.Name),
        MemoryDriveScheduling.Stepped => new SteppedScheduler(),
        _ => throw new ArgumentOutOfRangeException(nameof(options), options.Scheduling, "There is no such scheduling."),
    };

    private SteppedScheduler Steps() =>
        _steps ?? throw new InvalidOperationException($"The drive runs its commands itself ({_options.Scheduling}); only {MemoryDriveScheduling.Stepped} has steps to pick.");
}
