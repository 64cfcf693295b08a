using ZonedSdk.Backends.Image;
using ZonedSdk.Backends.Image.Format;
using ZonedSdk.Simulation.Simulator;
using ZonedSdk.TestSupport.Image;

namespace ZonedSdk.Simulation.CrashStates;

/// <summary>What an application does with the device on a small image.</summary>
internal sealed record DeviceCrashWorkload(string Name, Action<CrashApplication> Body)
{
    public ImageDriveOptions Options { get; init; } = TestImages.Options();

    public int RingRecords { get; init; } = 8;

    /// <summary>Decides what happens next; null = all in order.</summary>
    public int? Seed { get; init; }

    /// <summary>Picks the next turn of the image's writer.</summary>
    public Func<int, int>? Choice { get; init; }

    /// <summary>The image's data move by so many rings; 0 = by none.</summary>
    public int RingCount { get; init; }

    public override string ToString() => Name;

    /// <summary>Lets the application work, and checks every state that a crash could have left.</summary>
    public CrashChecker Check(CrashEffort effort, ImageControls controls = ImageControls.None, MetadataControl control = MetadataControl.None, int continuesEvery = 40)
    {
        Superblock superblock = TestImages.Plan(Options, RingRecords);
        MemoryImageFile file = TestImages.Create(superblock);
        PageImage start = file.Content.Fork();
        ZoneModel[] nothing = [.. Enumerable.Range(0, superblock.Geometry.ZoneCount).Select(static _ => new ZoneModel())];
        CrashLog log = new();
        return OneThread.Run(() =>
        {
            CrashApplication application = new(file, superblock, log, Seed is { } seed ? new Random(seed) : null, Choice, controls, control, RingCount);
            Body(application);
            application.Settle();
            application.Drain();

            CrashView view = new(superblock, controls);
            CrashChecker checker = new(superblock, controls, effort, Seed ?? 1) { ContinuesEvery = continuesEvery, Look = view.Check };
            checker.CheckAll(start, log, nothing);
            return checker;
        });
    }
}
