using System.Runtime.CompilerServices;
using CustomBackend;
using ZonedSdk.Backends;
using ZonedSdk.Backends.Emulation;
using ZonedSdk.Backends.Faults;
using ZonedSdk.CompilerServices;

namespace ZonedSdk.Tests.Behaviour.Kit;

/// <summary>The sample's drive under test: a folder with a file for each zone, whose adapter is generated from a table.</summary>
internal sealed class FolderUnderTest : IDeviceUnderTest
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("zoned-behaviour");
    private readonly BackendShape _shape;
    private FolderBackend _backend;

    public FolderUnderTest(DeviceShape shape, TimeProvider time)
    {
        _shape = new BackendShape
        {
            Name = _folder.FullName,
            Identity = new DeviceIdentity(_folder.Name),
            Geometry = new Geometry(shape.BlockSizeBytes, shape.ZoneBlocks * shape.BlockSizeBytes, shape.SizeBlocks * shape.BlockSizeBytes),
            Limits = shape.Limits,
            Flavour = shape.Flavour,
            ZoneCapacityBytes = shape.CapacityBlocks * shape.BlockSizeBytes,
            ConventionalZones = shape.ConventionalZones,
            Scheduling = shape.RunsOnThreads ? BackendScheduling.ThreadPool : BackendScheduling.Inline,
            TimeProvider = time,
            Faults = new FaultPlan(seed: 1),
        };
        _backend = FolderBackend.Open(_folder.FullName, _shape);
    }

    public IZoneBackend Backend => _backend;

    public FaultPlan Faults => _shape.Faults!;

    public (int Open, int Active) Counts => (Drive.OpenCount, Drive.ActiveCount);

    private EmulatedDrive Drive => EngineOf(_backend)!.Drive;

    public ZoneInfo Inspect(int zone) => Drive.Describe(zone);

    public void MoveWritePointer(int zone, long offsetInZone) => Drive.MoveWritePointer(Drive.ZoneAt(zone), offsetInZone, pattern: 0xEE);

    public void SetCondition(int zone, ZoneCondition condition) => Drive.SetCondition(Drive.ZoneAt(zone), condition);

    public void CloseByDevice(int zone) => Drive.CloseByDevice(Drive.ZoneAt(zone));

    public void Disconnect() => Drive.Disconnect();

    public int ReleaseHung() => Drive.ReleaseHeld();

    public ValueTask RestartAsync()
    {
        _backend = FolderBackend.Open(_folder.FullName, _shape);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _backend.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_engine")]
    private static extern ref MediumEngine? EngineOf(FolderBackend backend);
}
