using ZonedSdk.Backends.NvmeZns;
using ZonedSdk.KernelTests.Devices;
using ZonedSdk.Testing;

namespace ZonedSdk.KernelTests.RuntimeTests;

/// <summary>The conformance kit on every device of the lab. What each of them did is printed, and compared line by line with what a drive in memory does.</summary>
public sealed class ConformanceTests
{
    // Neither device-mapper nor NVMe's target passes on conventional zones, and a device-mapper of 6.1 no limits.
    private static NullBlockOptions WithoutLimits => new() { SizeMebibytes = 32, ZoneLengthMebibytes = 1 };

    [Fact]
    public Task Drives_of_null_blk_made_for_each_case() => ConformanceRun.RunAsync(
        0,
        new ConformanceTarget("null_blk", ZoneFlavour.Zns, static (shape, _, _) => ValueTask.FromResult<DriveUnderTest>(new NullBlockUnderTest(shape)))
        {
            Differences = PermittedDifferences.OfMortalNullBlock.Outcomes,
        },
        PermittedDifferences.OfMortalNullBlock);

    [Fact]
    public async Task A_disk_of_scsi_debug()
    {
        using ScsiDebug disk = ScsiDebug.Create(new ScsiDebugOptions { SizeMebibytes = 32, ZoneLengthMebibytes = 1 });
        await ConformanceRun.RunAsync(1, "scsi_debug", disk, PermittedDifferences.OfScsiDebug);
    }

    [Fact]
    public async Task A_namespace_of_an_NVMe_drive_with_limits_and_gaps()
    {
        using NvmeNamespace disk = NvmeNamespace.Limited();
        await ConformanceRun.RunAsync(2, "NVMe ZNS with limits", disk, PermittedDifferences.OfNvme);
    }

    [Fact]
    public async Task A_namespace_of_an_NVMe_drive_without()
    {
        using NvmeNamespace disk = NvmeNamespace.Unlimited();
        await ConformanceRun.RunAsync(3, "NVMe ZNS without limits", disk, PermittedDifferences.OfNvme);
    }

    [Fact]
    public async Task Zones_of_null_blk_through_dm_linear()
    {
        using NullBlock lower = NullBlock.Create(WithoutLimits);
        using DmLinear disk = DmLinear.Create(lower, firstZone: 4, zoneCount: 24);
        await ConformanceRun.RunAsync(4, "dm-linear", disk, PermittedDifferences.OfNullBlock);
    }

    [Fact]
    public async Task A_null_blk_behind_a_dm_flakey_that_passes_all_on()
    {
        using NullBlock lower = NullBlock.Create(WithoutLimits);
        using DmFlakey disk = new(lower);
        await ConformanceRun.RunAsync(5, "dm-flakey", disk, PermittedDifferences.OfNullBlock);
    }

    [Fact]
    public async Task A_null_blk_over_NVMe_TCP()
    {
        using NullBlock lower = NullBlock.Create(WithoutLimits with { MaxOpenZones = 4, MaxActiveZones = 6 });
        using NvmeTcpTarget disk = NvmeTcpTarget.Create(lower);
        await ConformanceRun.RunAsync(6, "NVMe/TCP", disk, PermittedDifferences.OfNullBlockOverTcp);
    }

    [Fact]
    public async Task A_mount_of_zonefs()
    {
        // A capacity below the zones' length: where there is no gap, a write at the end of a full zone is one at the start of the next.
        using NullBlock disk = NullBlock.Create(new NullBlockOptions { SizeMebibytes = 48, ZoneLengthMebibytes = 2, ZoneCapacityMebibytes = 1, ConventionalZoneCount = 4, MaxOpenZones = 4, MaxActiveZones = 6 });
        using ZoneFsMount mount = ZoneFsMount.Create(disk, "errors=repair,explicit-open");
        await using var drive = new ZoneFsUnderTest(mount);
        await ConformanceRun.RunAsync(7, "zonefs", ZoneFlavour.Zbc, drive, PermittedDifferences.OfZoneFs);
    }

    [Theory]
    [InlineData(8, "NVMe pass-through, whose appends are writes at the pointer", false)]
    [InlineData(9, "NVMe pass-through, where the drive chooses the places of appends", true)]
    public async Task A_namespace_past_the_block_layer(int number, string name, bool appendsNatively)
    {
        using NvmeNamespace disk = NvmeNamespace.Tight();
        await ConformanceRun.RunAsync(number, name, () => NvmeZnsDrive.Open(disk.CharacterNodePath, new NvmeZnsOptions { AppendsNatively = appendsNatively }), PermittedDifferences.OfNvmePassThrough);
    }
}
