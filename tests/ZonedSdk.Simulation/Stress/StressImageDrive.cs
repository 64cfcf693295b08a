using ZonedSdk.Backends;
using ZonedSdk.Backends.Emulation;
using ZonedSdk.Backends.Emulation.Scheduling;
using ZonedSdk.Backends.Faults;
using ZonedSdk.Backends.Image;
using ZonedSdk.Simulation.Simulator;

namespace ZonedSdk.Simulation.Stress;

/// <summary>A drive in an image file. A crash leaves what the file system has, as the end of a process does.</summary>
/// <param name="path">The image.</param>
/// <param name="enforcesOrder">The drive looks at a write when its turn has come.</param>
/// <param name="engine">Threads, through the page cache; otherwise past it, and by rings where there are any.</param>
/// <param name="ringCount">How many rings.</param>
internal sealed class StressImageDrive(string path, bool enforcesOrder, TransferEngine engine, int ringCount) : StressDrive(enforcesOrder)
{
    private EmulatedDrive? _drive;

    public override bool IsFlushFailureFinal => true;

    public static Task CreateAsync(string path) => ImageDrive.CreateAsync(path, new ImageDriveOptions
    {
        BlockSizeBytes = Stamp.BlockBytes,
        ZoneSizeBytes = ZoneBytes,
        SizeBytes = Zones * ZoneBytes,
        ConventionalZones = ConventionalZones,
        MaxOpenZones = MaxOpenZones,
    });

    public override int ReleaseHung() => _drive!.ReleaseHeld();

    public override void SetCondition(int zone, ZoneCondition condition)
    {
        if (condition == ZoneCondition.Closed)
        {
            _drive!.CloseByDevice(_drive.ZoneAt(zone));
        }
        else
        {
            _drive!.SetCondition(_drive.ZoneAt(zone), condition);
        }
    }

    public override void MoveWritePointer(int zone, long offsetInZone) => _drive!.MoveWritePointer(_drive.ZoneAt(zone), offsetInZone, pattern: 0xEE);

    public override ZoneInfo Inspect(int zone) => _drive!.Describe(zone);

    public override void Crash(int seed) => _drive!.Disconnect();

    // An image takes its writes in any order; the same store under a drive that enforces order is what a real drive is to the runtime.
    protected override async Task<IZoneBackend> OpenAsync(FaultPlan faults)
    {
        var options = new ImageOpenOptions { Faults = faults, Engine = engine, RingCount = ringCount, DataPath = engine == TransferEngine.Threads ? IoPath.Buffered : IoPath.Direct };
        if (!EnforcesOrder || !OperatingSystem.IsLinux())
        {
            return _drive = (EmulatedDrive)await ImageDrive.OpenAsync(path, options);
        }

        ImageStore store = await ImageOpener.OpenAsync(path, options, CancellationToken.None);
        EmulatedDriveOptions drive = ImageDrive.Describe(store.Superblock, path, options) with { EnforcesOrder = true };
        return _drive = new EmulatedDrive(drive, store.Data, store.Metadata, new DriveWorkers(options.WorkerCount, path));
    }
}
