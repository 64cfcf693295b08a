using ZonedSdk.KernelTests.Devices;
using ZonedSdk.KernelTests.Tools;

namespace ZonedSdk.KernelTests.DeviceTests;

/// <summary>What devices of the device mapper do over a zoned device, shown by public tools alone.</summary>
public sealed class DeviceMapperTests
{
    private const int Block = 4096;

    [Fact]
    public void Linear_device_translates_offsets_and_write_pointers()
    {
        using NullBlock lower = NullBlock.Create();
        using DmLinear device = DmLinear.Create(lower, firstZone: 4, zoneCount: 8);

        Assert.Equal(8, device.Report().Count);
        Assert.Null(device.Write(zone: 1, 0, Block));

        Assert.Equal((device.ZoneLengthBytes, Block), (device.Report(1).StartBytes, device.Report(1).WritePointerBytes));
        Assert.Equal(Block, lower.Report(5).WritePointerBytes);
    }

    [Fact]
    public void Linear_device_over_zones_that_are_not_there_is_refused()
    {
        using NullBlock lower = NullBlock.Create();

        LabException refusal = Assert.Throws<LabException>(() => DmLinear.Create(lower, firstZone: 12, zoneCount: 8));

        Assert.Contains($"{lower.NodePath} has no 8 zones from zone 12", refusal.Message);
    }

    [Fact]
    public void Flakey_device_fails_writes_and_leaves_the_write_pointer()
    {
        using NullBlock lower = NullBlock.Create();
        using var device = new DmFlakey(lower);
        Assert.Null(device.Write(zone: 1, 0, Block));

        device.SetFault(FlakeyFault.ErrorWrites);
        Assert.Equal(Dd.InputOutputError, device.Write(zone: 1, Block, Block));
        Assert.Equal(Block, device.Report(1).WritePointerBytes);

        device.SetFault(FlakeyFault.None);
        Assert.Null(device.Write(zone: 1, Block, Block));
        Assert.Equal(2 * Block, lower.Report(1).WritePointerBytes);
    }

    [Fact]
    public void Flakey_device_loses_an_acknowledged_write_and_the_write_pointer_stays_behind()
    {
        using NullBlock lower = NullBlock.Create();
        using var device = new DmFlakey(lower);
        Assert.Null(device.Write(zone: 1, 0, Block));

        device.SetFault(FlakeyFault.DropWrites);
        Assert.Null(device.Write(zone: 1, Block, Block));
        device.SetFault(FlakeyFault.None);

        Assert.Equal(Block, device.Report(1).WritePointerBytes);
        Assert.Equal(Dd.InputOutputError, device.Write(zone: 1, 2 * Block, Block));
    }

    [Fact]
    public void Flakey_device_fails_the_flush_of_a_device_with_a_cache()
    {
        using NvmeNamespace lower = NvmeNamespace.Limited();
        using var device = new DmFlakey(lower);
        Assert.Null(Dd.Flush(device.NodePath));

        device.SetFault(FlakeyFault.ErrorWrites);

        Assert.Equal(Dd.InputOutputError, Dd.Flush(device.NodePath));
    }
}
