using ZonedSdk;
using ZonedSdk.Backends.Faults;
using ZonedSdk.Backends.Image;

namespace ZoneArchive;

/// <summary>The emulated twin of the drive that the volume describes, in a temporary image, with as many zones as the data take.</summary>
internal static class DemoDrive
{
    private const int SpareZones = 24;

    public static async Task CreateAsync(string path, long dataBytes, CancellationToken cancellationToken)
    {
        int zones = (int)(dataBytes * 1.3 / ArchiveVolume.Described.ZoneCapacityBytes) + SpareZones;
        await ArchiveVolume.CreateEmulatedAsync(path, zones, cancellationToken);
        await using ZonedDevice device = await ZonedDevice.OpenAsync(path, null, cancellationToken);
        await Archive.FormatAsync(device, TimeProvider.System, cancellationToken);
    }

    public static async Task<ZonedDevice> OpenAsync(string path, FaultPlan faults, CancellationToken cancellationToken) =>
        await ZonedDevice.OpenAsync(await ImageDrive.OpenAsync(path, new ImageOpenOptions { Faults = faults }, cancellationToken), null, cancellationToken);
}
