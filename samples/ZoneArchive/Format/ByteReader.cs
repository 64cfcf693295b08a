using System.Buffers.Binary;

namespace ZoneArchive;

/// <summary>
/// Reads little-endian fields one behind the other. What it reads comes from a drive and is not trusted: a field beyond the end is an
/// <see cref="ArchiveFormatException"/>, never an index out of range.
/// </summary>
internal ref struct ByteReader(ReadOnlySpan<byte> source)
{
    private readonly ReadOnlySpan<byte> _source = source;

    public int Position { get; private set; }

    public readonly bool AtEnd => Position == _source.Length;

    public byte Byte() => Next(1)[0];

    public ushort UInt16() => BinaryPrimitives.ReadUInt16LittleEndian(Next(2));

    public uint UInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Next(4));

    public int Int32() => BinaryPrimitives.ReadInt32LittleEndian(Next(4));

    public ulong UInt64() => BinaryPrimitives.ReadUInt64LittleEndian(Next(8));

    public long Int64() => BinaryPrimitives.ReadInt64LittleEndian(Next(8));

    public ReadOnlySpan<byte> Bytes(int lengthBytes) => Next(lengthBytes);

    public void SkipTo(int position) => Next(position - Position);

    /// <summary>Reads the checksum and says whether it is the one of everything before it.</summary>
    public bool ChecksumMatches()
    {
        uint expected = Crc32C.Compute(_source[..Position]);
        return UInt32() == expected;
    }

    private ReadOnlySpan<byte> Next(int lengthBytes)
    {
        if (lengthBytes < 0 || lengthBytes > _source.Length - Position)
        {
            throw new ArchiveFormatException($"A record of {_source.Length} bytes ends before the {lengthBytes} bytes at its byte {Position}: it is damaged, or written by a newer version.");
        }

        ReadOnlySpan<byte> field = _source.Slice(Position, lengthBytes);
        Position += lengthBytes;
        return field;
    }
}
