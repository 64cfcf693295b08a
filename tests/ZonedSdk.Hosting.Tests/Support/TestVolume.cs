using ZonedSdk.Descriptors;
using static ZonedSdk.ByteUnits;

namespace ZonedSdk.Hosting.Tests.Support;

[ZonedVolume(ZoneModel.HostManaged, ZoneSize = 1 * MiB, ZoneCount = 16, LogicalBlockSize = 4096, MaxOpenZones = 8)]
[ZoneRegion("Super", ZoneCount = 1, Type = ZoneType.Conventional)]
[ZoneRegion("Data", ZoneCount = Rest, MaxOpen = 4, Write = WriteMode.Append)]
internal sealed partial class TestVolume;
