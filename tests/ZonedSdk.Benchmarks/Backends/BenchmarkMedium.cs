using ZonedSdk.Backends;
using ZonedSdk.Benchmarks.Load;

namespace ZonedSdk.Benchmarks.Backends;

/// <summary>The work that both adapters have done: bytes into an array, at the write pointer.</summary>
internal sealed class BenchmarkMedium(int zoneBytes = BenchmarkMedium.ZoneBytes)
{
    public const int BlockBytes = 4096;
    public const int ZoneBytes = 1 << 20;
    public const int Zones = 4;

    private readonly Memory<byte>[] _data = [.. Enumerable.Range(0, Zones).Select(_ => AlignedMemory.Of(zoneBytes))];
    private readonly long[] _written = new long[Zones];

    public static BackendShape ShapeOf(int zoneBytes = ZoneBytes) => new()
    {
        Name = "benchmark",
        Identity = new DeviceIdentity("benchmark"),
        Geometry = new Geometry(BlockBytes, zoneBytes, (long)Zones * zoneBytes),
        Scheduling = BackendScheduling.Inline,
    };

    public long Read(int zone, long offsetInZone, Span<byte> buffer)
    {
        _data[zone].Span.Slice((int)offsetInZone, buffer.Length).CopyTo(buffer);
        return buffer.Length;
    }

    public long Write(int zone, long offsetInZone, ReadOnlySpan<byte> data)
    {
        if (offsetInZone != _written[zone])
        {
            return -5;
        }

        data.CopyTo(_data[zone].Span[(int)offsetInZone..]);
        _written[zone] += data.Length;
        return data.Length;
    }

    public int Reset(int zone)
    {
        _written[zone] = 0;
        return 0;
    }

    public int Report(int firstZone, Span<ZoneInfo> zones)
    {
        for (int index = 0; index < zones.Length; index++)
        {
            int zone = firstZone + index;
            long written = _written[zone];
            zones[index] = new ZoneInfo
            {
                Index = zone,
                Type = ZoneType.SequentialWriteRequired,
                Condition = written == 0 ? ZoneCondition.Empty : written == zoneBytes ? ZoneCondition.Full : ZoneCondition.ImplicitlyOpen,
                Start = (long)zone * zoneBytes,
                LengthBytes = zoneBytes,
                CapacityBytes = zoneBytes,
                WritePointer = ((long)zone * zoneBytes) + written,
            };
        }

        return zones.Length;
    }
}
