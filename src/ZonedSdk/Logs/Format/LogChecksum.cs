using System.Buffers.Binary;
using System.Numerics;

namespace ZonedSdk.Logs.Format;

/// <summary>CRC32C (Castagnoli, RFC 3720 B.4): all ones at the start, inverted at the end.</summary>
internal static class LogChecksum
{
    /// <summary>Of some bytes.</summary>
    public static uint Of(ReadOnlySpan<byte> bytes) => ~Add(uint.MaxValue, bytes);

    /// <summary>Of a record: its number goes first, so that a record that stands in the place of another is none.</summary>
    public static uint OfRecord(long sequence, ReadOnlySpan<byte> data) => ~Add(BitOperations.Crc32C(uint.MaxValue, (ulong)sequence), data);

    private static uint Add(uint crc, ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length >= sizeof(ulong))
        {
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            bytes = bytes[sizeof(ulong)..];
        }

        foreach (byte value in bytes)
        {
            crc = BitOperations.Crc32C(crc, value);
        }

        return crc;
    }
}
