using ZonedSdk.Backends;
using ZonedSdk.Backends.Faults;
using ZonedSdk.Backends.Memory;

namespace ZonedSdk.Tests.Behaviour.Kit;

/// <summary>The memory drive under test.</summary>
internal sealed class MemoryUnderTest : IDeviceUnderTest
{
    private readonly MemoryDriveOptions _options;
    private MemoryDrive _drive;

    public MemoryUnderTest(DeviceShape shape, TimeProvider time)
    {
        _options = new MemoryDriveOptions
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
            Faults = new FaultPlan(seed: 1),
        };
        _drive = new MemoryDrive(_options);
    }

    public IZoneBackend Backend => _drive;

    public FaultPlan Faults => _options.Faults!;

    public (int Open, int Active) Counts => (_drive.OpenZoneCount, _drive.ActiveZoneCount);

    public ZoneInfo Inspect(int zone) => _drive.Inspect(zone);

    public void MoveWritePointer(int zone, long offsetInZone) => _drive.MoveWritePointer(zone, offsetInZone);

    public void SetCondition(int zone, ZoneCondition condition)
    {
        Action<int> set = condition switch
        {
            ZoneCondition.ReadOnly => _drive.SetReadOnly,
            ZoneCondition.Offline => _drive.SetOffline,
            ZoneCondition.Full => _drive.FinishByDevice,
            _ => throw new ArgumentOutOfRangeException(nameof(condition), condition, "No drive does that by itself."),
        };
        set(zone);
    }

    public void CloseByDevice(int zone) => _drive.CloseByDevice(zone);

    public void Disconnect() => _drive.Disconnect();

    public int ReleaseHung() => _drive.ReleaseHung();

    public ValueTask RestartAsync()
    {
        _drive = _drive.Reopen(_options);
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => _drive.DisposeAsync();
}
