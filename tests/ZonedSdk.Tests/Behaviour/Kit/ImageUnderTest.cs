using ZonedSdk.Backends;
using ZonedSdk.Backends.Emulation;
using ZonedSdk.Backends.Emulation.Scheduling;
using ZonedSdk.Backends.Faults;
using ZonedSdk.Backends.Image;

namespace ZonedSdk.Tests.Behaviour.Kit;

/// <summary>The image drive under test, over a real file.</summary>
internal sealed class ImageUnderTest : IDeviceUnderTest
{
    private const int Workers = 4;

    private readonly DirectoryInfo _folder;
    private readonly ImageOpenOptions _options;
    private readonly bool _runsOnThreads;
    private EmulatedDrive _drive = null!;

    private ImageUnderTest(DirectoryInfo folder, DeviceShape shape, TimeProvider time)
    {
        _folder = folder;
        _runsOnThreads = shape.RunsOnThreads;
        _options = new ImageOpenOptions { TimeProvider = time, Faults = new FaultPlan(seed: 1) };
    }

    public IZoneBackend Backend => _drive;

    public FaultPlan Faults => _options.Faults!;

    public (int Open, int Active) Counts => (_drive.OpenCount, _drive.ActiveCount);

    private string ImagePath => Path.Combine(_folder.FullName, "drive.zimg");

    public static async ValueTask<IDeviceUnderTest> CreateAsync(DeviceShape shape, TimeProvider time)
    {
        ImageUnderTest image = new(Directory.CreateTempSubdirectory("zoned-behaviour"), shape, time);
        await ImageDrive.CreateAsync(image.ImagePath, new ImageDriveOptions
        {
            SizeBytes = shape.SizeBlocks * shape.BlockSizeBytes,
            ZoneSizeBytes = shape.ZoneBlocks * shape.BlockSizeBytes,
            ZoneCapacityBytes = shape.CapacityBlocks * shape.BlockSizeBytes,
            BlockSizeBytes = shape.BlockSizeBytes,
            ConventionalZones = shape.ConventionalZones,
            Flavour = shape.Flavour,
            MaxOpenZones = shape.MaxOpenZones,
            MaxActiveZones = shape.MaxActiveZones,
        });
        await image.RestartAsync();
        return image;
    }

    public ZoneInfo Inspect(int zone) => _drive.Describe(zone);

    public void MoveWritePointer(int zone, long offsetInZone) => _drive.MoveWritePointer(_drive.ZoneAt(zone), offsetInZone, pattern: 0xEE);

    public void SetCondition(int zone, ZoneCondition condition) => _drive.SetCondition(_drive.ZoneAt(zone), condition);

    public void CloseByDevice(int zone) => _drive.CloseByDevice(_drive.ZoneAt(zone));

    public void Disconnect() => _drive.Disconnect();

    public int ReleaseHung() => _drive.ReleaseHeld();

    public async ValueTask RestartAsync()
    {
        if (!OperatingSystem.IsLinux())
        {
            throw new PlatformNotSupportedException("Image files need Linux.");
        }

        // A process that another test starts holds the image's lock from its fork to its exec: the wait for that is a wait in real time.
        ImageStore store = await ImageOpener.OpenAsync(ImagePath, _options with { TimeProvider = TimeProvider.System }, CancellationToken.None);
        _drive = ImageDrive.Compose(store, ImagePath, _options, _runsOnThreads ? new DriveWorkers(Workers, ImagePath) : new InlineScheduler());
    }

    public async ValueTask DisposeAsync()
    {
        await _drive.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
