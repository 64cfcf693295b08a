using System.Runtime.Versioning;
using ZonedSdk.Backends.LinuxBlock;
using ZonedSdk.Interop;

namespace ZonedSdk.Tests.Backends;

/// <summary>What is read from sysfs, over folders that look like it.</summary>
[SupportedOSPlatform("linux")]
public sealed class BlockDeviceQueueTests : IDisposable
{
    private static readonly DeviceNumber s_device = new(8, 16);

    private readonly DirectoryInfo _sysfs = Directory.CreateTempSubdirectory("zoned-sysfs");

    public void Dispose() => _sysfs.Delete(recursive: true);

    [Fact]
    public void A_host_managed_disk_is_read_in_bytes()
    {
        Has("uevent", "MAJOR=8\nMINOR=16\nDEVNAME=sdb\nDEVTYPE=disk\n");
        Has("size", "27344764928\n");
        Has("device/wwid", "naa.5000c500d5d5d5d5\n");
        Has("queue/zoned", "host-managed\n");
        Has("queue/chunk_sectors", "524288\n");
        Has("queue/logical_block_size", "512\n");
        Has("queue/physical_block_size", "4096\n");
        Has("queue/max_sectors_kb", "1280\n");
        Has("queue/max_open_zones", "128\n");
        Has("queue/max_active_zones", "0\n");
        Assert.Equal(
            new BlockDeviceQueue
            {
                KernelName = "sdb",
                Identity = "naa.5000c500d5d5d5d5",
                Model = "host-managed",
                SizeBytes = 27344764928 * 512,
                ZoneSizeBytes = 256 << 20,
                LogicalBlockSizeBytes = 512,
                WriteGranularityBytes = 4096,
                MaxTransferBytes = 1 << 20,
                MaxOpenZones = 128,
                MaxActiveZones = 0,
                Flavour = ZoneFlavour.Zbc,
            },
            BlockDeviceQueue.TryRead(_sysfs.FullName, s_device));
    }

    [Fact]
    public void What_the_kernel_does_not_say_is_the_most_careful_figure()
    {
        Has("queue/zoned", "host-managed");
        Has("queue/logical_block_size", "4096");
        Has("queue/zone_write_granularity", "4096");
        Has("queue/physical_block_size", "16384");
        BlockDeviceQueue queue = BlockDeviceQueue.TryRead(_sysfs.FullName, s_device)!;
        Assert.Equal((4096, 1 << 20, 0, 0), (queue.WriteGranularityBytes, queue.MaxTransferBytes, queue.MaxOpenZones, queue.MaxActiveZones));
    }

    [Theory]
    [InlineData("127", 16384, 114688)]
    [InlineData("4", 16384, 16384)]
    public void A_transfer_is_whole_blocks_and_at_least_one(string maxSectorsKiB, int granularity, int expected)
    {
        Has("queue/zoned", "host-managed");
        Has("queue/zone_write_granularity", granularity.ToString(System.Globalization.CultureInfo.InvariantCulture));
        Has("queue/max_sectors_kb", maxSectorsKiB);
        Assert.Equal(expected, BlockDeviceQueue.TryRead(_sysfs.FullName, s_device)!.MaxTransferBytes);
    }

    [Theory]
    [InlineData("sdb", null, ZoneFlavour.Zbc)]
    [InlineData("nvme0n1", null, ZoneFlavour.Zns)]
    [InlineData("nullb0", null, ZoneFlavour.Zns)]
    [InlineData("dm-0", "sdb", ZoneFlavour.Zbc)]
    [InlineData("dm-0", "nvme0n1", ZoneFlavour.Zns)]
    public void A_device_follows_the_rules_of_what_it_is_or_stands_on(string name, string? below, ZoneFlavour flavour)
    {
        Has("queue/zoned", "host-managed");
        Has("uevent", $"DEVNAME={name}\n");
        if (below is not null)
        {
            Has($"slaves/{below}/size", "0");
        }

        Assert.Equal(flavour, BlockDeviceQueue.TryRead(_sysfs.FullName, s_device)!.Flavour);
    }

    [Fact]
    public void A_device_without_a_number_of_its_own_is_known_by_its_attachment()
    {
        Has("queue/zoned", "host-managed");
        Has("uevent", "DEVNAME=nullb0\n");
        Has("diskseq", "17\n");
        Assert.Equal("nullb0 as disk 17 since the machine started", BlockDeviceQueue.TryRead(_sysfs.FullName, s_device)!.Identity);
    }

    [Fact]
    public void A_partition_has_no_queue()
    {
        Has("partition", "1");
        Assert.Null(BlockDeviceQueue.TryRead(_sysfs.FullName, s_device));
    }

    [Fact]
    public void Who_uses_a_device_is_told_by_its_mounts_and_its_holders()
    {
        string[] mountinfo =
        [
            "22 1 8:16 / /mnt/cold rw,relatime shared:1 - zonefs /dev/sdb rw",
            "23 1 8:160 / /mnt/other rw - ext4 /dev/sdk rw",
            "24 1 8:16 / /srv/again ro - zonefs /dev/sdb ro",
        ];
        Assert.Equal(["/mnt/cold", "/srv/again"], BlockDeviceOpener.MountsOf(mountinfo, s_device));
        Has("holders/dm-3/size", "0");
        Assert.Equal(["dm-3"], BlockDeviceQueue.HoldersOf(_sysfs.FullName, s_device));
    }

    [Fact]
    public void What_is_no_block_device_is_refused_by_name()
    {
        Has("file", "");
        string path = Path.Combine(_sysfs.FullName, "dev", "block", "8:16", "file");
        Assert.Contains(path, Assert.Throws<NotSupportedException>(() => LinuxBlockDrive.Open(path)).Message, StringComparison.Ordinal);
        Assert.Contains(path, Assert.Throws<DeviceOpenException>(() => LinuxBlockDrive.Open($"{path}-not")).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => LinuxBlockDrive.Open(path, new LinuxBlockOptions { Threads = 0 }));
    }

    private void Has(string file, string text)
    {
        FileInfo target = new(Path.Combine(_sysfs.FullName, "dev", "block", s_device.ToString(), file));
        target.Directory!.Create();
        File.WriteAllText(target.FullName, text);
    }
}
