using ZonedSdk.Backends;

namespace ZonedSdk.Benchmarks.Drives;

/// <summary>What the drives here report of a zone that they have a write pointer of.</summary>
internal static class DrivenZone
{
    /// <summary>A report of zones, from the first one that was asked for.</summary>
    public static BackendResult Report(Geometry geometry, int firstZone, Memory<ZoneInfo> zones, Func<int, long> writtenBytes)
    {
        int count = Math.Min(zones.Length, geometry.ZoneCount - firstZone);
        for (int index = 0; index < count; index++)
        {
            zones.Span[index] = Describe(geometry, firstZone + index, writtenBytes(firstZone + index));
        }

        return BackendResult.Success(count);
    }

    private static ZoneInfo Describe(Geometry geometry, int zone, long writtenBytes) => new()
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
