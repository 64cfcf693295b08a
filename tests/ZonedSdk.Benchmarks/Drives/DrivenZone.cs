using ZonedSdk.Backends;

namespace ZonedSdk.Benchmarks.Drives;

/// <summary>What the drives here report of a zone that they have a write pointer of.</summary>
internal static class DrivenZone
{
    public static ZoneInfo Describe(Geometry geometry, int zone, long writtenBytes) => new()
    {
        Index = zone,
        Type = ZoneType.SequentialWriteRequired,
        Condition = writtenBytes == 0 ? ZoneCondition.Empty : ZoneCondition.ImplicitlyOpen,
        Start = geometry.StartOf(zone),
        LengthBytes = geometry.ZoneSizeBytes,
        CapacityBytes = geometry.ZoneSizeBytes,
        WritePointer = geometry.StartOf(zone) + writtenBytes,
    };
}
