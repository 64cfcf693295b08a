using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ZonedSdk.Backends.Image.Format;

/// <summary>What every metadata page has in common: 4 KiB, a magic number, the image's uuid, a checksum over all other bytes.</summary>
/// <remarks>
/// <code>
/// offset  bytes  field
///      0      8  magic
///      8     16  uuid, in network byte order
///     24     36  the page type's own header
///     60      4  CRC32C of bytes 0-59 and 64-4095
///     64   4032  the page type's own body
/// </code>
/// All numbers are little-endian.
/// </remarks>
internal static class PageFrame
{
    public const int SizeBytes = 4096;
    public const int MagicOffset = 0;
    public const int UuidOffset = 8;
    public const int ChecksumOffset = 60;
    public const int BodyOffset = 64;

    public static ulong ReadMagic(ReadOnlySpan<byte> page) => BinaryPrimitives.ReadUInt64LittleEndian(page[MagicOffset..]);

    public static Guid ReadUuid(ReadOnlySpan<byte> page) => new(page.Slice(UuidOffset, 16), bigEndian: true);

    public static uint ReadChecksum(ReadOnlySpan<byte> page) => BinaryPrimitives.ReadUInt32LittleEndian(page[ChecksumOffset..]);

    /// <summary>Clears a page and writes what identifies it.</summary>
    public static void Begin(Span<byte> page, ulong magic, Guid uuid)
    {
        page[..SizeBytes].Clear();
        BinaryPrimitives.WriteUInt64LittleEndian(page[MagicOffset..], magic);
        uuid.TryWriteBytes(page[UuidOffset..], bigEndian: true, out _);
    }

    /// <summary>Writes the checksum of a finished page and returns it.</summary>
    public static uint Seal(Span<byte> page)
    {
        uint checksum = Checksum(page);
        BinaryPrimitives.WriteUInt32LittleEndian(page[ChecksumOffset..], checksum);
        return checksum;
    }

    /// <summary>True when a page is of the type and image that are expected, and undamaged.</summary>
    public static bool IsValid(ReadOnlySpan<byte> page, ulong magic, Guid uuid) =>
        ReadMagic(page) == magic && ReadUuid(page) == uuid && IsSealed(page);

    public static bool IsSealed(ReadOnlySpan<byte> page) => ReadChecksum(page) == Checksum(page);

    public static bool IsZero(ReadOnlySpan<byte> page) => !page.ContainsAnyExcept((byte)0);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static uint Checksum(ReadOnlySpan<byte> page)
    {
        // CRC32C (Castagnoli, RFC 3720 B.4): all ones at the start, inverted at the end. The checksum's own four bytes are left out.
        uint crc = uint.MaxValue;
        foreach (ulong word in MemoryMarshal.Cast<byte, ulong>(page[..56]))
        {
            crc = BitOperations.Crc32C(crc, ToLittleEndian(word));
        }

        crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt32LittleEndian(page[56..]));
        foreach (ulong word in MemoryMarshal.Cast<byte, ulong>(page[BodyOffset..SizeBytes]))
        {
            crc = BitOperations.Crc32C(crc, ToLittleEndian(word));
        }

        return ~crc;
    }

    private static ulong ToLittleEndian(ulong word) => BitConverter.IsLittleEndian ? word : BinaryPrimitives.ReverseEndianness(word);
}
