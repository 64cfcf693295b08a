using ZonedSdk.KernelTests.Devices;
using ZonedSdk.KernelTests.Tools;

namespace ZonedSdk.KernelTests.DeviceTests;

/// <summary>What scsi_debug does as an SMR disk, shown by public tools alone.</summary>
public sealed class ScsiDebugTests
{
    private const int Block = 4096;
    private const long Mebibyte = 1024 * 1024;

    [Fact]
    public void Disk_has_the_shape_that_it_was_given()
    {
        using ScsiDebug device = ScsiDebug.Create(new ScsiDebugOptions { SizeMebibytes = 128, ZoneLengthMebibytes = 8, ConventionalZoneCount = 3, MaxOpenZones = 5 });

        IReadOnlyList<ReportedZone> zones = device.Report();

        Assert.Equal(16, zones.Count);
        Assert.Equal("nw", zones[2].Condition);
        Assert.Equal(new ReportedZone(24 * Mebibyte, 8 * Mebibyte, 8 * Mebibyte, 0, "em"), zones[3]);
        Assert.Equal((5, 0), (device.ReadQueueNumber("max_open_zones"), device.ReadQueueNumber("max_active_zones")));
    }

    [Fact]
    public void Write_off_the_write_pointer_fails_with_the_kernels_own_errno()
    {
        using ScsiDebug device = ScsiDebug.Create();
        Assert.Null(device.Write(zone: 2, 0, Block));

        string? error = device.Write(zone: 2, 2 * Block, Block);

        Assert.Equal(Guest.PlugsZoneWrites ? Dd.InputOutputError : "Remote I/O error", error);
        Assert.Equal((Block, "oi"), (device.Report(2).WritePointerBytes, device.Report(2).Condition));
        Assert.Null(device.Write(zone: 2, Block, Block));
    }

    [Fact]
    public void Implicitly_open_zone_is_closed_by_the_disk_where_another_one_needs_its_place()
    {
        using ScsiDebug device = ScsiDebug.Create(new ScsiDebugOptions { MaxOpenZones = 2 });

        for (int zone = 2; zone < 5; zone++)
        {
            Assert.Null(device.Write(zone, 0, Block));
        }

        Assert.Equal(["cl", "oi", "oi"], device.Report().Skip(2).Take(3).Select(zone => zone.Condition));
    }

    [Fact]
    public void Medium_error_fails_one_write_and_leaves_the_write_pointer_where_the_driver_takes_error_rules()
    {
        using ScsiDebug device = ScsiDebug.Create();
        Assert.Equal(Guest.Kernel >= new Version(6, 7), device.TakesErrorRules);
        if (!device.TakesErrorRules)
        {
            return;
        }

        device.FailNextWrite();
        Assert.Equal(Dd.InputOutputError, device.Write(zone: 2, 0, Block));

        Assert.Equal((0, "em"), (device.Report(2).WritePointerBytes, device.Report(2).Condition));
        Assert.Null(device.Write(zone: 2, 0, Block));
    }

    [Fact]
    public void Medium_error_fails_one_flush_where_the_driver_takes_error_rules()
    {
        using ScsiDebug device = ScsiDebug.Create();
        if (!device.TakesErrorRules)
        {
            return;
        }

        Assert.Null(Dd.Flush(device.NodePath));
        device.FailNextFlush();

        Assert.Equal(Dd.InputOutputError, Dd.Flush(device.NodePath));
        Assert.Null(Dd.Flush(device.NodePath));
    }

    [Fact]
    public void Pulled_disk_ends_at_its_first_byte_for_those_who_hold_it_open()
    {
        using ScsiDebug device = ScsiDebug.Create();
        using var open = new FileStream(device.NodePath, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);

        device.Unplug();

        Assert.False(File.Exists(device.NodePath));
        Assert.Equal(0, open.Read(new byte[Block]));
    }

    [Fact]
    public void Disk_can_be_made_again_after_its_removal()
    {
        for (int time = 0; time < 2; time++)
        {
            using ScsiDebug device = ScsiDebug.Create();
            Assert.Equal(0, device.Report(2).WritePointerBytes);
            Assert.Null(device.Write(zone: 2, 0, Block));
        }
    }
}
