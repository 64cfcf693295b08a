using System.Runtime.CompilerServices;
using CustomBackend;
using ZonedSdk.Backends;
using ZonedSdk.Backends.Emulation;
using ZonedSdk.Backends.Faults;
using ZonedSdk.CompilerServices;
using ZonedSdk.Testing;

namespace ZonedSdk.Tests.Behaviour.Kit;

/// <summary>The sample's drive under test: a folder with a file for each zone, whose adapter is generated from a table.</summary>
internal sealed class FolderUnderTest : DriveUnderTest
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("zoned-behaviour");
    private readonly BackendShape _shape;
    private readonly EmulatedFaults _faults;
    private EmulatedDrive? _drive;

    public FolderUnderTest(DriveShape shape, TimeProvider time)
    {
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
        _faults = new EmulatedFaults(() => _drive!, _shape.Faults);
    }

    public override IFaultInjector Faults => _faults;

    public override bool IsSwitchedOff => true;

    public override (int Open, int Active)? Counts => (_drive!.OpenCount, _drive.ActiveCount);

    public override ValueTask<IZoneBackend> OpenAsync(CancellationToken cancellationToken)
    {
        FolderBackend backend = FolderBackend.Open(_folder.FullName, _shape);
        _drive = EngineOf(backend)!.Drive;
        return ValueTask.FromResult<IZoneBackend>(backend);
    }

    public override ValueTask DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return base.DisposeAsync();
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_engine")]
    private static extern ref MediumEngine? EngineOf(FolderBackend backend);
}
