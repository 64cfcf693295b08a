using ZonedSdk.Descriptors;
using static ZonedSdk.ByteUnits;

namespace HostedService;

/// <summary>What the service needs of a drive, whatever its size: zones for blobs. The drive that is described is the one that is emulated where no other is configured.</summary>
[ZonedVolume(ZoneModel.HostManaged, ZoneSize = 4 * MiB, ZoneCount = 64, LogicalBlockSize = 4096, MaxOpenZones = 16, Fit = VolumeFit.Regions)]
[ZoneRegion("Conventional", ZoneCount = RestConventional, Write = WriteMode.None)]
[ZoneRegion("Data", ZoneCount = Rest, MaxOpen = 2, Write = WriteMode.Append)]
internal sealed partial class BlobVolume;
