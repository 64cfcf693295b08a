using ZonedSdk.Backends;
using ZonedSdk.Backends.Emulation;
using ZonedSdk.Backends.Emulation.Scheduling;
using ZonedSdk.Backends.Faults;
using ZonedSdk.Backends.Image;
using ZonedSdk.Backends.Image.Format;
using ZonedSdk.TestSupport.Image;

namespace ZonedSdk.Simulation.Simulator;

/// <summary>An image over a file in memory, whose unsynchronised pages a power cut may take one by one.</summary>
internal sealed class ImageSimDrive : SimDrive
{
    private readonly SteppedScheduler _steps = new();
    private readonly Scenario _scenario;
    private readonly TimeProvider _time;
    private readonly MemoryImageFile _file;
    private readonly PendingChanges _changes;
    private readonly EmulatedDrive _drive;
    private PageImage? _survivor;

    private ImageSimDrive(Scenario scenario, PageImage content, FaultPlan faults, TimeProvider time)
    {
        _scenario = scenario;
        _time = time;
        _changes = new PendingChanges(content.Fork());
        _file = new MemoryImageFile(content) { Recorder = _changes };
        if (scenario.RingCount > 0)
        {
            // Memory lies well in each second scenario, and is copied in the others.
            SteppedRing.Attach(_file, _steps, RingEnds(new SimRandom(scenario.Seed)), scenario.Seed % 8 < 4 ? 1 : PageImage.PageBytes, scenario.RingCount);
        }

        var scheduler = new StepScheduler();
        ImageStore store = ImageStore.Open(_file, scheduler, scenario.Controls);
        EmulatedDriveOptions options = ImageDrive.Describe(store.Superblock, $"image:sim-{scenario.Seed}", new ImageOpenOptions { TimeProvider = time, Faults = faults });
        _drive = new EmulatedDrive(options, store.Data, new SteppedMetadata(store.Metadata, scheduler), _steps);
    }

    public override IZoneBackend Backend => _drive;

    public override int StepCount => _steps.Count;

    public override int HungCount => _drive.HeldCount;

    public override int OpenZoneCount => _drive.OpenCount;

    public override int ActiveZoneCount => _drive.ActiveCount;

    public static ImageSimDrive Make(Scenario scenario, FaultPlan faults, TimeProvider time)
    {
        var options = new ImageDriveOptions
        {
            SizeBytes = scenario.Drive.SizeBytes,
            ZoneSizeBytes = scenario.Drive.ZoneSizeBytes,
            ZoneCapacityBytes = scenario.Drive.ZoneCapacityBytes,
            ConventionalZones = scenario.Drive.ConventionalZones,
            MaxOpenZones = scenario.Drive.Limits.MaxOpenZones,
            MaxActiveZones = scenario.Drive.Limits.MaxActiveZones,
            MaxTransferBytes = scenario.Drive.Limits.MaxTransferBytes,
            MaxAppendBytes = scenario.Drive.Limits.MaxAppendBytes,
            BlockSizeBytes = Stamp.BlockBytes,
            Flavour = scenario.Drive.Flavour,
        };
        Superblock superblock = ImageLayout.Plan(options, new Guid((int)(scenario.Seed & int.MaxValue), 1, 2, 3, 4, 5, 6, 7, 8, 9, 10));
        var file = new MemoryImageFile(new PageImage(0));
        Assert.Equal(0, ImageCreator.Write(file, superblock).Errno);
        return new ImageSimDrive(scenario, file.Content, faults, time);
    }

    public override DriveStep DescribeStep(int index) => _steps.Describe(index);

    public override void Step(int index) => _steps.Run(index);

    public override void ReleaseHung() => _drive.ReleaseHeld();

    public override ZoneInfo Inspect(int zone) => _drive.Describe(zone);

    public override void CloseByDevice(int zone) => _drive.CloseByDevice(_drive.ZoneAt(zone));

    public override void SetCondition(int zone, ZoneCondition condition) => _drive.SetCondition(_drive.ZoneAt(zone), condition);

    public override void MoveWritePointer(int zone, long offsetInZone) => _drive.MoveWritePointer(_drive.ZoneAt(zone), offsetInZone, 0xEE);

    public override void PowerCut(int seed)
    {
        _drive.Freeze();
        _survivor = _changes.Survive(new SimRandom((ulong)seed));
        _drive.Disconnect();
    }

    public override SimDrive Reopen(FaultPlan faults)
    {
        // Switched off in good order the page cache still reaches the medium.
        PageImage content = _survivor ?? _file.Content;
        return new ImageSimDrive(_scenario, content.Fork(), faults, _time);
    }

    public override void ArmMedium(SimRandom random)
    {
        // A read error of the system, a write error, a failed fsync: rare, for the last one ends the device.
        if (random.Chance(0.3))
        {
            _file.OnCall = name => random.Chance(name is nameof(MemoryImageFile.WriteData) or nameof(MemoryImageFile.ReadData) ? 0.01 : 0.002) ? 5 : 0;
        }
    }

    // Most operations move all their bytes; some a part, as the kernel may, and some none: it asks to be called in another way (EAGAIN), or to be asked again (EINTR).
    private static Func<int, int> RingEnds(SimRandom random) => length => random.Chance(0.9) ? length
        : random.Chance(0.5) && length > Stamp.BlockBytes ? random.Between(1, (length / Stamp.BlockBytes) - 1) * Stamp.BlockBytes
        : random.Chance(0.5) ? -11 : -4;

    public override void DisarmMedium() => _file.OnCall = null;
}
