using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace HostedService;

/// <summary>A blob as it lies in a zone: a header, the name, the content, and zeroes to the end of the last block. All numbers are little-endian.</summary>
internal static class BlobRecord
{
    /// <summary>Longest name in bytes of UTF-8.</summary>
    public const int MaxNameBytes = 512;

    // magic 4, name length 4, content length 4, reserved 4, sequence 8, SHA-256 of everything behind the header 32.
    private const int HeaderBytes = 56;
    private const uint Magic = 0x424F_4C42;

    /// <summary>Bytes of a record without the zeroes at its end.</summary>
    public static int LengthOf(string name, int contentBytes) => HeaderBytes + Encoding.UTF8.GetByteCount(name) + contentBytes;

    /// <summary>Writes a record over all of a buffer: what lies behind the content becomes zeroes.</summary>
    public static void Write(Span<byte> buffer, string name, ReadOnlySpan<byte> content, long sequence)
    {
        buffer.Clear();
        int nameBytes = Encoding.UTF8.GetBytes(name, buffer[HeaderBytes..]);
        content.CopyTo(buffer[(HeaderBytes + nameBytes)..]);
        BinaryPrimitives.WriteUInt32LittleEndian(buffer, Magic);
        BinaryPrimitives.WriteInt32LittleEndian(buffer[4..], nameBytes);
        BinaryPrimitives.WriteInt32LittleEndian(buffer[8..], content.Length);
        BinaryPrimitives.WriteInt64LittleEndian(buffer[16..], sequence);
        SHA256.HashData(buffer.Slice(HeaderBytes, nameBytes + content.Length), buffer[24..]);
    }

    /// <summary>How many bytes a record has that begins here; 0 where none does.</summary>
    public static int LengthAt(ReadOnlySpan<byte> block)
    {
        int nameBytes = BinaryPrimitives.ReadInt32LittleEndian(block[4..]);
        int contentBytes = BinaryPrimitives.ReadInt32LittleEndian(block[8..]);
        bool isOne = BinaryPrimitives.ReadUInt32LittleEndian(block) == Magic && nameBytes is > 0 and <= MaxNameBytes && contentBytes is >= 0 and <= BlobStore.MaxContentBytes;
        return isOne ? HeaderBytes + nameBytes + contentBytes : 0;
    }

    /// <summary>Reads a record; false where its checksum says that it is none, or not all of it.</summary>
    public static bool TryRead(ReadOnlyMemory<byte> buffer, out string name, out ReadOnlyMemory<byte> content, out long sequence)
    {
        ReadOnlySpan<byte> record = buffer.Span;
        int length = LengthAt(record);
        Span<byte> found = stackalloc byte[SHA256.HashSizeInBytes];
        if (length == 0 || length > record.Length || SHA256.HashData(record[HeaderBytes..length], found) == 0 || !found.SequenceEqual(record.Slice(24, SHA256.HashSizeInBytes)))
        {
            (name, content, sequence) = ("", default, 0);
            return false;
        }

        int nameBytes = BinaryPrimitives.ReadInt32LittleEndian(record[4..]);
        name = Encoding.UTF8.GetString(record.Slice(HeaderBytes, nameBytes));
        content = buffer[(HeaderBytes + nameBytes)..length];
        sequence = BinaryPrimitives.ReadInt64LittleEndian(record[16..]);
        return true;
    }
}
