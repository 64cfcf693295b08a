using ZonedSdk.Backends.Image;
using ZonedSdk.Backends.Image.Format;
using ZonedSdk.TestSupport.Image;

namespace ZonedSdk.Simulation.CrashStates;

/// <summary>A named sequence of commands on a small image.</summary>
internal sealed record CrashWorkload(string Name, Action<TestDrive, MemoryImageFile> Body)
{
    public ImageDriveOptions Options { get; init; } = TestImages.Options();

    public int RingRecords { get; init; } = 8;

    public Func<int, int>? Choice { get; init; }

    public bool DiscardsFirst { get; init; }

    public override string ToString() => Name;

    /// <summary>Runs the commands, records them, and checks every state that a crash could have left.</summary>
    public CrashChecker Check(CrashEffort effort, ImageControls controls = ImageControls.None, int seed = 1, int continuesEvery = 40)
    {
        Superblock superblock = TestImages.Plan(Options, RingRecords);
        MemoryImageFile file = TestImages.Create(superblock);
        PageImage start = file.Content.Fork();
        StepScheduler scheduler = new(Choice);
        CrashLog log = new();
        ZoneModel[] nothing = [.. Enumerable.Range(0, superblock.Geometry.ZoneCount).Select(static _ => new ZoneModel())];
        file.Recorder = log;
        ImageStore store = ImageStore.Open(file, scheduler, controls);
        TestDrive drive = new(store, scheduler, log) { DiscardsFirst = DiscardsFirst };
        Body(drive, file);
        drive.Settle();
        scheduler.Run();

        CrashChecker checker = new(superblock, controls, effort, seed) { ContinuesEvery = continuesEvery };
        checker.CheckAll(start, log, nothing);
        return checker;
    }
}
