using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ZonedSdk.Backends.Image.Format;

/// <summary>Seals metadata pages and tells whether one is whole.</summary>
internal static class PageFrame
{
    public const int SizeBytes = 4096;

    // The bytes in front of the checksum are seven words and a half.
    private const int HeaderWordsEnd = PageLayout.Offsets.Checksum - (PageLayout.Offsets.Checksum % sizeof(ulong));

    /// <summary>Writes the checksum of a finished page and returns it.</summary>
    public static uint Seal(Span<byte> page)
    {
        uint checksum = Checksum(page);
        new PageLayout.Writer(page).Checksum = checksum;
        return checksum;
    }

    /// <summary>True when a page is of the type and image that are expected, and undamaged.</summary>
    public static bool IsValid(ReadOnlySpan<byte> page, ulong magic, Guid uuid)
    {
        PageLayout layout = new(page);
        return layout.Magic == magic && layout.Uuid == uuid && IsSealed(page);
    }

    public static bool IsSealed(ReadOnlySpan<byte> page) => new PageLayout(page).Checksum == Checksum(page);

    public static bool IsZero(ReadOnlySpan<byte> page) => !page.ContainsAnyExcept((byte)0);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static uint Checksum(ReadOnlySpan<byte> page)
    {
        // CRC32C (Castagnoli, RFC 3720 B.4): all ones at the start, inverted at the end. The checksum's own four bytes are left out.
        uint crc = uint.MaxValue;
        foreach (ulong word in MemoryMarshal.Cast<byte, ulong>(page[..HeaderWordsEnd]))
        {
            crc = BitOperations.Crc32C(crc, ToLittleEndian(word));
        }

        crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt32LittleEndian(page[HeaderWordsEnd..]));
        foreach (ulong word in MemoryMarshal.Cast<byte, ulong>(new PageLayout(page).Body))
        {
            crc = BitOperations.Crc32C(crc, ToLittleEndian(word));
        }

        return ~crc;
    }

    private static ulong ToLittleEndian(ulong word) => BitConverter.IsLittleEndian ? word : BinaryPrimitives.ReverseEndianness(word);
}
