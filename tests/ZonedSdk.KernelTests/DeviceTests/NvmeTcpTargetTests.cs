using ZonedSdk.KernelTests.Devices;
using ZonedSdk.KernelTests.Tools;

namespace ZonedSdk.KernelTests.DeviceTests;

/// <summary>What a device does that comes over NVMe over TCP, shown by public tools alone.</summary>
public sealed class NvmeTcpTargetTests
{
    private const int Block = 4096;

    [Fact]
    public void Imported_device_has_the_exported_ones_zones_and_write_pointers()
    {
        using NullBlock exported = NullBlock.Create(new NullBlockOptions { MaxOpenZones = 4, MaxActiveZones = 6 });
        using NvmeTcpTarget device = NvmeTcpTarget.Create(exported);

        Assert.Equal("host-managed", device.ReadQueue("zoned"));
        Assert.Equal((4, 6), (device.ReadQueueNumber("max_open_zones"), device.ReadQueueNumber("max_active_zones")));
        Assert.Null(device.Write(zone: 2, 0, 2 * Block));
        Assert.Equal(Dd.InputOutputError, device.Write(zone: 2, 4 * Block, Block));

        Assert.Equal(2 * Block, device.Report(2).WritePointerBytes);
        Assert.Equal(exported.Report(), device.Report());
    }
}
