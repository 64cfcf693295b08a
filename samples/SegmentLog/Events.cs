using System.Buffers.Binary;

namespace SegmentLog;

/// <summary>Events that prove themselves: the producer, its count, and bytes that follow from both.</summary>
internal static class Events
{
    public static byte[] Make(int producer, int count)
    {
        byte[] record = new byte[100 + ((count * 37) % 1900)];
        BinaryPrimitives.WriteInt32LittleEndian(record, producer);
        BinaryPrimitives.WriteInt32LittleEndian(record.AsSpan(4), count);
        new Random((producer << 20) + count).NextBytes(record.AsSpan(8));
        return record;
    }

    public static bool IsWhole(ReadOnlySpan<byte> record) => record.Length >= 8
        && record.SequenceEqual(Make(BinaryPrimitives.ReadInt32LittleEndian(record), BinaryPrimitives.ReadInt32LittleEndian(record[4..])));
}
