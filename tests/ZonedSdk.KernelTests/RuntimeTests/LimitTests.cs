using ZonedSdk.Backends.NvmeZns;
using ZonedSdk.KernelTests.Devices;
using ZonedSdk.KernelTests.Tools;
using ZonedSdk.TestSupport;

namespace ZonedSdk.KernelTests.RuntimeTests;

/// <summary>
/// Sixty-four writers fill sixteen zones of a device that can have four open and six active, again and again: nothing is refused, no report shows more, and nobody waits for long.
/// </summary>
public sealed class LimitTests
{
    private const int Zones = 16;
    private const int MaxOpen = 4;
    private const int MaxActive = 6;

    // Twelve of the zones wait at most while four are open, so the last of those that wait has twelve zones filled before it. Three others may have become full just before it began to wait, and be counted
    // just after; and three become full between its turn and the end of its first append.
    private const int MaxWaitFills = Zones - MaxOpen + (2 * (MaxOpen - 1));

    // Writers hear where their write ends, and not when the thread pool comes to it: more zones may be full by then.
    private static readonly ZonedDeviceOptions s_options = new() { CreditTimeout = Timeout.InfiniteTimeSpan, InlineContinuations = true };

    private static readonly int s_rounds = Campaign.Pick(brief: 3, full: 12);

    private static NullBlockOptions Limited => new() { SizeMebibytes = Zones, ZoneLengthMebibytes = 1, MaxOpenZones = MaxOpen, MaxActiveZones = MaxActive };

    [Fact]
    public async Task Of_null_blk()
    {
        using NullBlock disk = NullBlock.Create(Limited);
        await FillAsync(disk, disk.NodePath, pages: 4);
    }

    [Fact]
    public async Task Of_a_disk_that_closes_zones_by_itself_where_it_is_let()
    {
        using ScsiDebug disk = ScsiDebug.Create(new ScsiDebugOptions { SizeMebibytes = Zones, ZoneLengthMebibytes = 1, ConventionalZoneCount = 0, MaxOpenZones = MaxOpen });
        await FillAsync(disk, disk.NodePath, pages: 4, maxActive: Zones);
    }

    [Fact]
    public async Task Of_a_namespace_by_its_block_device()
    {
        using NvmeNamespace disk = NvmeNamespace.Tight();
        await FillAsync(disk, disk.NodePath, pages: 3);
    }

    [Theory]
    [InlineData(NvmeCommandPath.Ring)]
    [InlineData(NvmeCommandPath.Ioctl)]
    public async Task Of_a_namespace_past_the_block_layer(NvmeCommandPath path)
    {
        using NvmeNamespace disk = NvmeNamespace.Tight();
        await FillAsync(disk, await ZonedDevice.OpenAsync(NvmeZnsDrive.Open(disk.CharacterNodePath, new NvmeZnsOptions { CommandPath = path }), s_options), pages: 3, MaxActive);
    }

    [Theory]
    [InlineData("errors=repair,explicit-open")]
    [InlineData("errors=repair")]
    public async Task Of_a_mount_of_zonefs(string options)
    {
        using NullBlock disk = NullBlock.Create(Limited with { SizeMebibytes = Zones + 1, ConventionalZoneCount = 1 });
        using ZoneFsMount mount = ZoneFsMount.Create(disk, options);
        await FillAsync(disk, mount.Folder, pages: 4);
        Assert.Equal("0", KernelFile.Read($"/sys/fs/zonefs/{disk.Name}/nr_wro_seq_files"));
    }

    [Fact]
    public async Task Places_that_a_dead_program_holds_are_had_back()
    {
        using NullBlock first = NullBlock.Create(Limited);
        await TakeBackAsync(first);
        using ScsiDebug second = ScsiDebug.Create(new ScsiDebugOptions { SizeMebibytes = Zones, ZoneLengthMebibytes = 1, ConventionalZoneCount = 0, MaxOpenZones = MaxOpen });
        await TakeBackAsync(second);
        using NvmeNamespace third = NvmeNamespace.Tight();
        await TakeBackAsync(third);
    }

    private static async Task TakeBackAsync(BlockDevice disk)
    {
        IReadOnlyList<ReportedZone> before = [.. disk.Report().TakeLast(Zones)];
        Assert.All(before.Take(MaxOpen), zone => Assert.True(BlkZone.Manage(disk.NodePath, "open", zone.StartBytes).Succeeded));
        Assert.Equal(MaxOpen, disk.Report().Count(zone => zone.Condition == "oe"));

        await using ZonedDevice device = await ZonedDevice.OpenAsync(disk.NodePath, new ZonedDeviceOptions { WaitForAdmission = false });

        // An NVMe drive keeps a closed zone active although nothing was written: of the others only two can become so.
        foreach (ReportedZone zone in before.Skip(MaxActive - MaxOpen).Take(MaxOpen))
        {
            Assert.Equal(zone.StartBytes, await device.AppendAsync(device.Geometry.ZoneOf(zone.StartBytes), Stamp.Pages(1, seed: 0)));
        }

        Assert.Equal(MaxOpen, disk.Report().Count(zone => zone.Condition == "oi"));
    }

    private static async Task FillAsync(BlockDevice disk, string path, int pages, int maxActive = MaxActive) =>
        await FillAsync(disk, await ZonedDevice.OpenAsync(path, s_options), pages, maxActive);

    private static async Task FillAsync(BlockDevice disk, ZonedDevice opened, int pages, int maxActive)
    {
        await using ZonedDevice device = opened;
        Assert.Equal(MaxOpen, device.Limits.MaxOpenZones);
        FillRun run = new(disk, device, Zones, pages);

        await run.RunAsync(s_rounds);

        Console.WriteLine($"        {device.Name}: {run.Filled} zones filled, {run.MostOpen} open and {run.MostActive} active at most, the longest wait was for {run.LongestWaitFills} of them");
        Assert.Equal(Zones * s_rounds, run.Filled);
        Assert.InRange(run.MostOpen, 1, MaxOpen);
        Assert.InRange(run.MostActive, 1, maxActive);
        Assert.InRange(run.LongestWaitFills, 1, MaxWaitFills);
        Assert.All(disk.Report().TakeLast(Zones), zone => Assert.Equal("fu", zone.Condition));
    }
}
