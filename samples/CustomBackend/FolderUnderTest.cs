using ZonedSdk;
using ZonedSdk.Backends;
using ZonedSdk.Backends.Faults;
using ZonedSdk.Testing;

namespace CustomBackend;

/// <summary>A folder as a drive under test: what the conformance suite needs to know of it.</summary>
public class FolderUnderTest : DriveUnderTest, IFaultInjector
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("zoned-folder-");
    private readonly BackendShape _shape;

    /// <summary>Makes an empty folder.</summary>
    /// <param name="shape">The drive that a case asks for.</param>
    /// <param name="time">The drive's time.</param>
    public FolderUnderTest(DriveShape shape, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(shape);
        _shape = new BackendShape
        {
            Name = _folder.FullName,
            Identity = new DeviceIdentity(_folder.Name),
            Geometry = shape.Geometry,
            Limits = shape.Limits,
            Flavour = shape.Flavour,
            ZoneCapacityBytes = shape.CapacityBlocks * shape.BlockSizeBytes,
            ConventionalZones = shape.ConventionalZones,
            Scheduling = shape.RunsOnThreads ? BackendScheduling.ThreadPool : BackendScheduling.Inline,
            TimeProvider = time,
            Faults = new FaultPlan(seed: 1),
        };
    }

    /// <inheritdoc/>
    public override IFaultInjector Faults => this;

    /// <summary>Opened again, the folder has what was told: open zones are closed.</summary>
    public override bool IsSwitchedOff => true;

    /// <summary>What a plan can do. What happens to a drive without any command takes more than a folder.</summary>
    public DriveFaults Supported => DriveFaults.FailWrite | DriveFaults.FailWritePartly | DriveFaults.Plan;

    /// <inheritdoc/>
    public FaultPlan Plan => _shape.Faults!;

    /// <inheritdoc/>
    public override ValueTask<IZoneBackend> OpenAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult<IZoneBackend>(FolderBackend.Open(_folder.FullName, _shape));

    /// <inheritdoc/>
    public override ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        _folder.Delete(recursive: true);
        return base.DisposeAsync();
    }
}
