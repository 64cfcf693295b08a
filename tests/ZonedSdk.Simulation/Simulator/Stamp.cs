using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace ZonedSdk.Simulation.Simulator;

/// <summary>What a block says of itself: nothing, garbage, or which block of which operation it is.</summary>
/// <param name="Operation">The operation's number; 0 = zeroes, -1 = garbage.</param>
/// <param name="Block">Index of the block within the operation; the first bytes of garbage.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct BlockContent(long Operation, int Block)
{
    public static BlockContent Zero => new(0, 0);

    public static BlockContent Garbage(int firstBytes) => new(-1, firstBytes);

    public bool IsZero => Operation == 0;

    public bool IsGarbage => Operation < 0;

    public override string ToString() => IsZero ? "zero" : IsGarbage ? $"GARBAGE({Block:X8})" : $"#{Operation}.{Block}";
}

/// <summary>Blocks that prove themselves: zone, writer, operation, incarnation and offset as the writer knew them, a pattern, and a hash over all of it.</summary>
internal static class Stamp
{
    public const int BlockBytes = 512;

    private const ulong Magic = 0x5A4F4E4544534D31;
    private const int HeaderBytes = 48;

    public static byte[] Make(Operation operation, int writer, long incarnation)
    {
        byte[] data = new byte[operation.Blocks * BlockBytes];
        for (int block = 0; block < operation.Blocks; block++)
        {
            Span<byte> span = data.AsSpan(block * BlockBytes, BlockBytes);
            BinaryPrimitives.WriteUInt64LittleEndian(span, Magic);
            BinaryPrimitives.WriteInt64LittleEndian(span[8..], operation.Id);
            BinaryPrimitives.WriteInt32LittleEndian(span[16..], block);
            BinaryPrimitives.WriteInt32LittleEndian(span[20..], operation.Zone);
            BinaryPrimitives.WriteInt32LittleEndian(span[24..], writer);
            BinaryPrimitives.WriteInt32LittleEndian(span[28..], operation.Blocks);
            BinaryPrimitives.WriteInt64LittleEndian(span[32..], incarnation);
            BinaryPrimitives.WriteInt64LittleEndian(span[40..], operation.Offset);
            ulong pattern = Mix((ulong)operation.Id ^ ((ulong)block << 40));
            for (int at = HeaderBytes; at < BlockBytes - 8; at += 8)
            {
                pattern = Mix(pattern + 1);
                BinaryPrimitives.WriteUInt64LittleEndian(span[at..], pattern);
            }

            BinaryPrimitives.WriteUInt64LittleEndian(span[(BlockBytes - 8)..], HashOf(span[..(BlockBytes - 8)]));
        }

        return data;
    }

    public static BlockContent Read(ReadOnlySpan<byte> block)
    {
        if (!block.ContainsAnyExcept((byte)0))
        {
            return BlockContent.Zero;
        }

        return BinaryPrimitives.ReadUInt64LittleEndian(block) == Magic
            && BinaryPrimitives.ReadUInt64LittleEndian(block[(BlockBytes - 8)..]) == HashOf(block[..(BlockBytes - 8)])
            ? new BlockContent(BinaryPrimitives.ReadInt64LittleEndian(block[8..]), BinaryPrimitives.ReadInt32LittleEndian(block[16..]))
            : BlockContent.Garbage(BinaryPrimitives.ReadInt32LittleEndian(block));
    }

    public static BlockContent[] ReadAll(ReadOnlySpan<byte> data)
    {
        var contents = new BlockContent[data.Length / BlockBytes];
        for (int block = 0; block < contents.Length; block++)
        {
            contents[block] = Read(data.Slice(block * BlockBytes, BlockBytes));
        }

        return contents;
    }

    private static ulong HashOf(ReadOnlySpan<byte> data)
    {
        ulong hash = 0xCBF29CE484222325;
        foreach (ulong word in MemoryMarshal.Cast<byte, ulong>(data))
        {
            hash = Mix(hash ^ word);
        }

        return hash;
    }

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }
}
