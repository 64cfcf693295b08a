using System.Buffers.Binary;

namespace ZoneArchive;

/// <summary>Writes little-endian fields one behind the other; every structure of the format is written by one.</summary>
internal ref struct ByteWriter(Span<byte> target)
{
    private readonly Span<byte> _target = target;

    public int Position { get; private set; }

    public void Byte(byte value) => Next(1)[0] = value;

    public void UInt16(ushort value) => BinaryPrimitives.WriteUInt16LittleEndian(Next(2), value);

    public void UInt32(uint value) => BinaryPrimitives.WriteUInt32LittleEndian(Next(4), value);

    public void Int32(int value) => BinaryPrimitives.WriteInt32LittleEndian(Next(4), value);

    public void UInt64(ulong value) => BinaryPrimitives.WriteUInt64LittleEndian(Next(8), value);

    public void Int64(long value) => BinaryPrimitives.WriteInt64LittleEndian(Next(8), value);

    public void Bytes(ReadOnlySpan<byte> value) => value.CopyTo(Next(value.Length));

    /// <summary>Zeroes up to a position, so that reserved bytes and padding never carry what the buffer held before.</summary>
    public void ZeroTo(int position) => Next(position - Position).Clear();

    /// <summary>Ends a structure: the CRC-32C of everything before it.</summary>
    public void Checksum()
    {
        uint crc = Crc32C.Compute(_target[..Position]);
        UInt32(crc);
    }

    private Span<byte> Next(int lengthBytes)
    {
        Span<byte> field = _target.Slice(Position, lengthBytes);
        Position += lengthBytes;
        return field;
    }
}
