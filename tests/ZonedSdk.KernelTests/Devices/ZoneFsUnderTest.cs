using System.Runtime.Versioning;
using ZonedSdk.Backends;
using ZonedSdk.Backends.ZoneFs;
using ZonedSdk.Testing;

namespace ZonedSdk.KernelTests.Devices;

/// <summary>A mount of zonefs as it is. With the drive its files are closed, and with them their zones: as where the power was cut.</summary>
[SupportedOSPlatform("linux")]
internal sealed class ZoneFsUnderTest(ZoneFsMount mount) : DriveUnderTest
{
    public override bool IsSwitchedOff => true;

    public override ValueTask<IZoneBackend> OpenAsync(CancellationToken cancellationToken) => ValueTask.FromResult<IZoneBackend>(ZoneFsDrive.Open(mount.Folder));
}
