using ZonedSdk.Descriptors;
using static ZonedSdk.ByteUnits;

namespace QuickStart;

/// <summary>What the program wants of a drive. Appends to a zone that is not open, or writes at a place of one's own, do not compile.</summary>
[ZonedVolume(ZoneModel.HostManaged, Target = VolumeTarget.Emulated, ZoneSize = 4 * MiB, ZoneCount = 8, LogicalBlockSize = 4096)]
[ZoneRegion("Entries", ZoneCount = Rest)]
internal sealed partial class Journal;
