using ZonedSdk.Backends;
using ZonedSdk.Backends.LinuxBlock;
using ZonedSdk.KernelTests.Devices;

namespace ZonedSdk.KernelTests.RuntimeTests;

/// <summary>Block devices, opened with a say in who carries out reads and writes.</summary>
internal static class BlockDrives
{
    public static ValueTask<ZonedDevice> OpenAsync(BlockDevice disk, TransferEngine engine, ZonedDeviceOptions? options = null, ICommandProbe? probe = null, int ringCount = 1) =>
        ZonedDevice.OpenAsync(LinuxBlockDrive.Open(disk.NodePath, new LinuxBlockOptions { Engine = engine, Probe = probe, RingCount = ringCount }), options);
}
