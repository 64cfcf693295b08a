using ZonedSdk.KernelTests.Devices;
using ZonedSdk.KernelTests.Tools;

namespace ZonedSdk.KernelTests.DeviceTests;

/// <summary>What QEMU's ZNS drives do, shown by public tools alone.</summary>
public sealed class NvmeNamespaceTests
{
    private const int Block = 4096;
    private const long Mebibyte = 1024 * 1024;

    [Fact]
    public void Limited_namespace_has_its_shape()
    {
        using NvmeNamespace device = NvmeNamespace.Limited();

        IReadOnlyList<ReportedZone> zones = device.Report();

        Assert.Equal(64, zones.Count);
        Assert.Equal(new ReportedZone(16 * Mebibyte, 16 * Mebibyte, 12 * Mebibyte, 0, "em"), zones[1]);
        Assert.Equal((4, 6), (device.ReadQueueNumber("max_open_zones"), device.ReadQueueNumber("max_active_zones")));
        Assert.Equal(Block, device.ReadQueueNumber("logical_block_size"));
        Assert.True(File.Exists(device.CharacterNodePath));
    }

    [Fact]
    public void Unlimited_namespace_has_its_shape()
    {
        using NvmeNamespace device = NvmeNamespace.Unlimited();

        IReadOnlyList<ReportedZone> zones = device.Report();

        Assert.Equal(32, zones.Count);
        Assert.Equal(new ReportedZone(4 * Mebibyte, 4 * Mebibyte, 4 * Mebibyte, 0, "em"), zones[1]);
        Assert.Equal((0, 0), (device.ReadQueueNumber("max_open_zones"), device.ReadQueueNumber("max_active_zones")));
        Assert.Equal(512, device.ReadQueueNumber("logical_block_size"));
    }

    [Fact]
    public void Who_takes_a_namespace_gets_it_empty()
    {
        using (NvmeNamespace device = NvmeNamespace.Limited())
        {
            Assert.Null(device.Write(zone: 3, 0, Block));
            Assert.Equal((Block, "oi"), (device.Report(3).WritePointerBytes, device.Report(3).Condition));
        }

        using NvmeNamespace again = NvmeNamespace.Limited();
        Assert.Equal((0, "em"), (again.Report(3).WritePointerBytes, again.Report(3).Condition));
    }

    [Fact]
    public void Write_off_the_write_pointer_fails_and_moves_nothing()
    {
        using NvmeNamespace device = NvmeNamespace.Limited();

        Assert.Equal(Dd.InputOutputError, device.Write(zone: 1, Block, Block));

        Assert.Equal((0, "em"), (device.Report(1).WritePointerBytes, device.Report(1).Condition));
    }

    [Fact]
    public void Write_that_the_medium_fails_has_moved_the_write_pointer()
    {
        using NvmeNamespace device = NvmeNamespace.Faulty();
        int zone = NvmeNamespace.TakeFaultyZone();
        const int Before = NvmeNamespace.FaultOffsetBytes;
        Assert.Null(device.Write(zone, 0, Before));

        Assert.Equal(Dd.InputOutputError, device.Write(zone, Before, Block));
        Assert.Equal(Before + Block, device.Report(zone).WritePointerBytes);

        Assert.Null(device.Write(zone, Before + Block, Block));
    }

    [Fact]
    public void Public_tools_of_nvme_report_the_same_write_pointer()
    {
        using NvmeNamespace device = NvmeNamespace.Limited();
        Assert.Null(device.Write(zone: 1, 0, 3 * Block));

        string report = Command.Run("nvme", "zns", "report-zones", device.NodePath, "--start-lba=4096", "--descs=1");

        Assert.Contains("SLBA: 0x1000", report);
        Assert.Contains("WP: 0x1003", report);
    }
}
