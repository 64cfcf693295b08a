using ZonedSdk.Backends;
using ZonedSdk.Backends.Emulation;
using ZonedSdk.Backends.Emulation.Scheduling;
using ZonedSdk.Backends.Faults;
using ZonedSdk.Backends.Image;
using ZonedSdk.Testing;
using ZonedSdk.Tests.Image;

namespace ZonedSdk.Tests.Behaviour.Kit;

/// <summary>The image drive under test, over a real file.</summary>
internal sealed class ImageUnderTest : DriveUnderTest
{
    private const int Workers = 4;

    private readonly DirectoryInfo _folder;
    private readonly ImageOpenOptions _options;
    private readonly bool _runsOnThreads;
    private readonly EmulatedFaults _faults;
    private EmulatedDrive? _drive;

    private ImageUnderTest(DirectoryInfo folder, DriveShape shape, TimeProvider time, string engine)
    {
        _folder = folder;
        _runsOnThreads = shape.RunsOnThreads;
        _options = ImageEngines.Options(engine) with { TimeProvider = time, Faults = new FaultPlan(seed: 1) };
        _faults = new EmulatedFaults(() => _drive!, _options.Faults);
    }

    public override IFaultInjector Faults => _faults;

    public override bool IsSwitchedOff => true;

    public override (int Open, int Active)? Counts => (_drive!.OpenCount, _drive.ActiveCount);

    private string ImagePath => Path.Combine(_folder.FullName, "drive.zimg");

    public static async ValueTask<DriveUnderTest> CreateAsync(DriveShape shape, TimeProvider time, string engine)
    {
        ImageUnderTest image = new(Directory.CreateTempSubdirectory("zoned-behaviour"), shape, time, engine);
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
        return image;
    }

    public override async ValueTask<IZoneBackend> OpenAsync(CancellationToken cancellationToken)
    {
        if (!OperatingSystem.IsLinux())
        {
            throw new PlatformNotSupportedException("Image files need Linux.");
        }

        // A process that another test starts holds the image's lock from its fork to its exec: the wait for that is a wait in real time.
        ImageStore store = await ImageOpener.OpenAsync(ImagePath, _options with { TimeProvider = TimeProvider.System }, cancellationToken);
        _drive = ImageDrive.Compose(store, ImagePath, _options, _runsOnThreads ? new DriveWorkers(Workers, ImagePath) : new InlineScheduler());
        return _drive;
    }

    public override ValueTask DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return base.DisposeAsync();
    }
}
