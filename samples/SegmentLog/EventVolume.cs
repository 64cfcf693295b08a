using ZonedSdk.Descriptors;
using static ZonedSdk.ByteUnits;

namespace SegmentLog;

/// <summary>A small drive with twelve zones for events, and one for whatever else an application keeps.</summary>
[ZonedVolume(ZoneModel.HostManaged, ZoneSize = 4 * MiB, ZoneCount = 13, LogicalBlockSize = 4096, MaxOpenZones = 4)]
[ZoneRegion("Settings", ZoneCount = 1, Write = WriteMode.AtWritePointer, MaxOpen = 1)]
[ZoneRegion("Events", ZoneCount = 12, MaxOpen = 2)]
internal sealed partial class EventVolume;
