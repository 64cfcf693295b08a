using ZonedSdk.KernelTests.Devices;
using ZonedSdk.KernelTests.Tools;

namespace ZonedSdk.KernelTests.DeviceTests;

/// <summary>What null_blk does, shown by public tools alone.</summary>
public sealed class NullBlockTests
{
    private const int Block = 4096;
    private const long Mebibyte = 1024 * 1024;

    [Fact]
    public void Device_has_the_shape_that_it_was_given()
    {
        using NullBlock device = NullBlock.Create(new NullBlockOptions
        {
            SizeMebibytes = 128,
            ZoneLengthMebibytes = 8,
            ZoneCapacityMebibytes = 6,
            ConventionalZoneCount = 2,
            MaxOpenZones = 4,
            MaxActiveZones = 6,
        });

        IReadOnlyList<ReportedZone> zones = device.Report();

        Assert.Equal(16, zones.Count);
        Assert.Equal(new ReportedZone(8 * Mebibyte, 8 * Mebibyte, 8 * Mebibyte, 0, "nw"), zones[1]);
        Assert.Equal(new ReportedZone(16 * Mebibyte, 8 * Mebibyte, 6 * Mebibyte, 0, "em"), zones[2]);
        Assert.Equal("host-managed", device.ReadQueue("zoned"));
        Assert.Equal((4, 6), (device.ReadQueueNumber("max_open_zones"), device.ReadQueueNumber("max_active_zones")));
    }

    [Fact]
    public void Device_is_gone_after_its_removal()
    {
        string path;
        using (NullBlock device = NullBlock.Create())
        {
            path = device.NodePath;
            Assert.True(File.Exists(path));
        }

        Assert.False(File.Exists(path));
    }

    [Fact]
    public void Refused_setting_is_told_with_the_kernels_words()
    {
        LabException refusal = Assert.Throws<LabException>(
            () => NullBlock.Create(new NullBlockOptions { ZoneLengthMebibytes = 4, ZoneCapacityMebibytes = 5 }));

        Assert.Contains("/power did not take '1': Invalid argument", refusal.Message);
        Assert.Contains("zone capacity", refusal.Message);
    }

    [Fact]
    public void Write_off_the_write_pointer_fails_and_moves_nothing()
    {
        using NullBlock device = NullBlock.Create();

        Assert.Null(device.Write(zone: 1, 0, Block));
        Assert.Equal(Dd.InputOutputError, device.Write(zone: 1, 2 * Block, Block));

        Assert.Equal((Block, "oi"), (device.Report(1).WritePointerBytes, device.Report(1).Condition));
    }

    [Fact]
    public void Kernel_that_plugs_writes_refuses_a_correct_one_after_a_failed_one_until_the_zone_is_reported()
    {
        using NullBlock device = NullBlock.Create();
        Assert.Null(device.Write(zone: 1, 0, Block));
        Assert.Equal(Dd.InputOutputError, device.Write(zone: 1, 2 * Block, Block));

        string? unreported = device.Write(zone: 1, Block, Block);
        Assert.Equal(Guest.PlugsZoneWrites ? Dd.InputOutputError : null, unreported);

        long believed = device.Report(1).WritePointerBytes;
        Assert.Equal(Guest.PlugsZoneWrites ? Block : 2 * Block, believed);
        Assert.Null(device.Write(zone: 1, believed, Block));
    }

    [Fact]
    public void Bad_block_fails_the_write_and_leaves_the_write_pointer()
    {
        using NullBlock device = NullBlock.Create();
        long bad = (device.StartOf(2) + Block) / 512;
        device.AddBadSectors(bad, bad + 7);

        Assert.Null(device.Write(zone: 2, 0, Block));
        Assert.Equal(Dd.InputOutputError, device.Write(zone: 2, Block, Block));
        Assert.Equal(Block, device.Report(2).WritePointerBytes);

        device.RemoveBadSectors(bad, bad + 7);
        Assert.Null(device.Write(zone: 2, Block, Block));
        Assert.Equal(2 * Block, device.Report(2).WritePointerBytes);
    }

    [Fact]
    public void Finish_puts_the_write_pointer_behind_the_zone_and_not_behind_its_capacity()
    {
        using NullBlock device = NullBlock.Create(new NullBlockOptions { ZoneLengthMebibytes = 4, ZoneCapacityMebibytes = 3 });
        Assert.Null(device.Write(zone: 1, 0, Block));

        Assert.Null(device.Manage("finish", 1));

        Assert.Equal(new ReportedZone(4 * Mebibyte, 4 * Mebibyte, 3 * Mebibyte, 4 * Mebibyte, "fu"), device.Report(1));
    }

    [Fact]
    public void Zone_turns_read_only_and_offline_while_the_device_runs()
    {
        using NullBlock device = NullBlock.Create();
        Assert.Null(device.Write(zone: 1, 0, Block));

        device.MakeReadOnly(1);
        device.MakeOffline(2);

        Assert.Equal("ro", device.Report(1).Condition);
        Assert.Equal("of", device.Report(2).Condition);
        Assert.Equal(Dd.InputOutputError, device.Write(zone: 1, Block, Block));
        Assert.Equal(Dd.InputOutputError, device.Write(zone: 2, 0, Block));
    }

    [Fact]
    public void Open_and_active_limits_are_refused_with_errors_of_their_own()
    {
        using NullBlock device = NullBlock.Create(new NullBlockOptions { MaxOpenZones = 1, MaxActiveZones = 2 });

        Assert.Null(device.Manage("open", 0));
        Assert.Contains("Too many references", device.Manage("open", 1));

        Assert.Null(device.Write(zone: 0, 0, Block));
        Assert.Null(device.Manage("close", 0));
        Assert.Null(device.Write(zone: 1, 0, Block));
        Assert.Null(device.Manage("close", 1));
        Assert.Contains("Value too large", device.Manage("open", 2));
    }
}
