using ZonedSdk.Backends.Emulation;

namespace ZonedSdk.Tests.Image;

/// <summary>Zones whose state a test sets.</summary>
internal sealed class FakeSource(int zones) : IZoneStateSource
{
    public StoredZone[] Zones { get; } = [.. Enumerable.Repeat(new StoredZone(0, ZoneCondition.Empty, 0), zones)];

    public StoredZone Snapshot(int zone) => Zones[zone];
}
