using System.Buffers.Binary;
using ZonedSdk.Backends.Faults;
using ZonedSdk.Backends.Memory;

namespace ZonedSdk.Tests.Logs;

/// <summary>Small drives for logs, and records that say which they are.</summary>
internal static class TestLogs
{
    public const int Block = 4096;

    public static IEnumerable<int> AllOf(ZonedDevice device) => Enumerable.Range(0, device.Geometry.ZoneCount);

    public static MemoryDrive Drive(int zoneCount = 4, int zoneBlocks = 8, FaultPlan? faults = null, int maxActive = 0) => new(new MemoryDriveOptions
    {
        ZoneSizeBytes = zoneBlocks * Block,
        SizeBytes = (long)zoneCount * zoneBlocks * Block,
        Limits = new Limits { MaxOpenZones = maxActive, MaxActiveZones = maxActive },
        Faults = faults,
    });

    public static byte[] Record(long number, int lengthBytes = 100)
    {
        byte[] record = new byte[lengthBytes];
        new Random((int)number).NextBytes(record);
        BinaryPrimitives.WriteInt64LittleEndian(record, number);
        return record;
    }

    /// <summary>Appends records, each saying the number that it shall get.</summary>
    public static async Task AppendAsync(ZonedLog log, int count, int lengthBytes = 100, Durability durability = Durability.Acknowledged)
    {
        long first = log.NextSequence;
        for (long number = first; number < first + count; number++)
        {
            Assert.Equal(number, await log.AppendAsync(Record(number, lengthBytes), durability));
        }
    }

    /// <summary>Reads from a number to the end; each record is compared with what its number says.</summary>
    public static async Task<List<long>> ReadAsync(ZonedLog log, long from)
    {
        var numbers = new List<long>();
        await foreach (ZonedLogRecord record in log.ReadAsync(from))
        {
            Assert.Equal(Record(record.Sequence, record.Data.Length), record.Data.ToArray());
            numbers.Add(record.Sequence);
        }

        return numbers;
    }

    public static IEnumerable<long> Numbers(long first, long next) => Enumerable.Range(0, (int)(next - first)).Select(index => first + index);
}
