using ZonedSdk;
using ZonedSdk.Backends.Faults;
using ZonedSdk.Backends.Image;

namespace ZoneArchive;

/// <summary>An emulated host-managed SMR drive in a temporary image: small zones, so that a picture of them says something.</summary>
internal static class DemoDrive
{
    private const long ZoneSizeBytes = 16L << 20;
    private const int SpareZones = 24;

    public static async Task CreateAsync(string path, long dataBytes, CancellationToken cancellationToken)
    {
        long zones = (long)(dataBytes * 1.3 / ZoneSizeBytes) + SpareZones;
        var options = new ImageDriveOptions { SizeBytes = zones * ZoneSizeBytes, ZoneSizeBytes = ZoneSizeBytes, MaxOpenZones = 128 };
        await ImageDrive.CreateAsync(path, options, cancellationToken);
        await using ZonedDevice device = await ZonedDevice.OpenAsync(path, null, cancellationToken);
        await Archive.FormatAsync(device, TimeProvider.System, cancellationToken);
    }

    public static async Task<ZonedDevice> OpenAsync(string path, FaultPlan faults, CancellationToken cancellationToken) =>
        await ZonedDevice.OpenAsync(await ImageDrive.OpenAsync(path, new ImageOpenOptions { Faults = faults }, cancellationToken), null, cancellationToken);
}
