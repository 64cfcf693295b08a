using ZonedSdk.Descriptors;
using static ZonedSdk.ByteUnits;

namespace ZoneArchive;

/// <summary>
/// What the archive needs of a drive, whatever its size: a zone for the superblock, some for the catalog log, and all others for data. The
/// file describes the drive that is emulated where nothing else is asked for; another drive's file in its place is all that another one takes.
/// </summary>
[ZonedVolume(FromFile = "emulated-smr.zoned.json", Fit = VolumeFit.Regions)]
[ZoneRegion("Conventional", ZoneCount = RestConventional, Write = WriteMode.None)]
[ZoneRegion("Super", ZoneCount = 1, Write = WriteMode.AtWritePointer, MaxOpen = 1)]
[ZoneRegion("Log", ZoneCount = 4, OneIn = 128, MaxOpen = 2)]
[ZoneRegion("Data", ZoneCount = Rest)]
internal sealed partial class ArchiveVolume;
