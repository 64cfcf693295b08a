using System.Globalization;
using ZonedSdk.Backends;
using ZonedSdk.Backends.Emulation;
using ZonedSdk.Backends.Emulation.Scheduling;
using ZonedSdk.Backends.Faults;
using ZonedSdk.Backends.Image;
using ZonedSdk.Backends.Memory;
using ZonedSdk.Simulation.Simulator;
using ZonedSdk.TestSupport;
using Xunit.Abstractions;

namespace ZonedSdk.Simulation.Stress;

/// <summary>The runtime on real threads: what the simulator cannot show is what two threads do at the same instant.</summary>
public sealed class StressTests(ITestOutputHelper output)
{
    private const int Zones = 4;
    private const int ZoneBlocks = 2048;

    // The threads run as they like, so a seed brings back the workload and the faults, not the interleaving.
    private static readonly int s_seed = Environment.GetEnvironmentVariable("ZONEDSDK_STRESS_SEED") is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : 1;

    private static readonly TimeSpan s_duration = Campaign.Pick(brief: TimeSpan.FromSeconds(2.5), full: TimeSpan.FromSeconds(30));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Nothing_acknowledged_is_lost_on_a_memory_drive(bool enforcesOrder)
    {
        var faults = new FaultPlan(s_seed);
        var drive = new MemoryDrive(new MemoryDriveOptions
        {
            BlockSizeBytes = Stamp.BlockBytes,
            ZoneSizeBytes = ZoneBlocks * Stamp.BlockBytes,
            SizeBytes = Zones * ZoneBlocks * Stamp.BlockBytes,
            Limits = new Limits { MaxOpenZones = 3, MaxActiveZones = Zones },
            Flavour = ZoneFlavour.Zns,
            EnforcesOrder = enforcesOrder,
            Scheduling = MemoryDriveScheduling.Workers,
            Faults = faults,
        });
        await RunAsync(drive, faults, drive.ReleaseHung);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Nothing_acknowledged_is_lost_on_an_image(bool enforcesOrder)
    {
        string path = Path.Combine(Path.GetTempPath(), $"zoned-stress-{Guid.NewGuid():N}.zimg");
        try
        {
            await ImageDrive.CreateAsync(path, new ImageDriveOptions
            {
                BlockSizeBytes = Stamp.BlockBytes,
                ZoneSizeBytes = ZoneBlocks * Stamp.BlockBytes,
                SizeBytes = Zones * ZoneBlocks * Stamp.BlockBytes,
            });
            var faults = new FaultPlan(s_seed + 1);
            EmulatedDrive drive = await OpenImageAsync(path, faults, enforcesOrder);
            await RunAsync(drive, faults, drive.ReleaseHeld);
        }
        finally
        {
            File.Delete(path);
        }
    }

    // An image takes its writes in any order; the same store under a drive that enforces order is what a real drive is to the runtime.
    private static async Task<EmulatedDrive> OpenImageAsync(string path, FaultPlan faults, bool enforcesOrder)
    {
        var options = new ImageOpenOptions { Faults = faults };
        if (!enforcesOrder || !OperatingSystem.IsLinux())
        {
            return (EmulatedDrive)await ImageDrive.OpenAsync(path, options);
        }

        ImageStore store = await ImageOpener.OpenAsync(path, options, CancellationToken.None);
        EmulatedDriveOptions drive = ImageDrive.Describe(store.Superblock, path, options) with { EnforcesOrder = true };
        return new EmulatedDrive(drive, store.Data, store.Metadata, new DriveWorkers(options.WorkerCount, path));
    }

    private async Task RunAsync(IZoneBackend drive, FaultPlan faults, Func<int> releaseHung)
    {
        ZonedDevice device = await ZonedDevice.OpenAsync(drive, new ZonedDeviceOptions
        {
            CommandTimeout = TimeSpan.FromMilliseconds(300),
            DrainTimeout = TimeSpan.FromMilliseconds(300),
            ReportTimeout = TimeSpan.FromMilliseconds(300),
            RecoveryTimeout = TimeSpan.FromSeconds(2),
            CreditTimeout = TimeSpan.FromSeconds(2),
        });
        AddFaults(faults);
        await using var release = new Timer(_ => releaseHung(), null, TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(100));
        var workload = new StressWorkload(device, s_seed);
        await workload.RunAsync(s_duration, faults.Clear);
        output.WriteLine($"seed {s_seed}: {workload.Figures}, {faults.InjectedCount} faults");
        Assert.True(workload.Wrongs.Count == 0, $"{string.Join('\n', workload.Wrongs.Take(10))}\nOnce more: ZONEDSDK_STRESS_SEED={s_seed} dotnet test tests/ZonedSdk.Simulation -c Release --filter StressTests");
        Assert.True(workload.Appends > 1000, $"The workload did next to nothing: {workload.Figures}.");
        Assert.True(workload.Resets > 0, "No zone was ever reset.");
        await device.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(60));
    }

    private static void AddFaults(FaultPlan faults)
    {
        Add(DriveEvent.Write, FaultEffect.Fail, 0.004);
        Add(DriveEvent.Write, FaultEffect.Fail, 0.004, landedBlocks: 2);
        Add(DriveEvent.Write, FaultEffect.Fail, 0.002, landedBlocks: FaultRule.AllBlocks);
        Add(DriveEvent.Write, FaultEffect.ShortTransfer, 0.002, landedBlocks: 1);
        Add(DriveEvent.Write, FaultEffect.Delay, 0.01);
        Add(DriveEvent.Write, FaultEffect.DelayCompletion, 0.01);
        Add(DriveEvent.Write, FaultEffect.DuplicateCompletion, 0.05);
        Add(DriveEvent.Write, FaultEffect.Hang, 0.0003);
        Add(DriveEvent.Write, FaultEffect.LoseCompletion, 0.0003);
        Add(DriveEvent.Read, FaultEffect.Fail, 0.01);
        Add(DriveEvent.Read, FaultEffect.DuplicateCompletion, 0.05);
        Add(DriveEvent.Reset, FaultEffect.Fail, 0.1);
        Add(DriveEvent.Reset, FaultEffect.FailAfter, 0.1);
        Add(DriveEvent.Finish, FaultEffect.FailAfter, 0.1);
        Add(DriveEvent.Close, FaultEffect.Fail, 0.1);
        Add(DriveEvent.Report, FaultEffect.Fail, 0.1);
        Add(DriveEvent.Report, FaultEffect.Hang, 0.02);

        void Add(DriveEvent command, FaultEffect effect, double probability, int landedBlocks = 0) => faults.Add(new FaultRule
        {
            Event = command,
            Effect = effect,
            RepeatEvery = 1,
            Probability = probability,
            LandedBlocks = landedBlocks,
            Delay = TimeSpan.FromMilliseconds(5),
        });
    }
}
