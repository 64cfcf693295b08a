using ZonedSdk.KernelTests.Tools;

namespace ZonedSdk.KernelTests.Devices;

/// <summary>dm-linear: some zones of another device as a device of their own, so that every offset and write pointer is translated.</summary>
internal sealed class DmLinear : DeviceMapper
{
    private DmLinear(string table)
        : base(table)
    {
    }

    /// <summary>Makes a device of consecutive zones.</summary>
    public static DmLinear Create(BlockDevice lower, int firstZone, int zoneCount) =>
        lower.StartOf(firstZone + zoneCount) <= lower.SizeBytes
            ? new DmLinear($"{Extent(lower.StartOf(zoneCount))} linear {lower.NodePath} {lower.StartOf(firstZone) / 512}")
            : throw new LabException($"{lower.NodePath} has no {zoneCount} zones from zone {firstZone}: it ends at {lower.SizeBytes} bytes.");
}
