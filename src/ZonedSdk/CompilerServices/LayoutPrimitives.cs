using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace ZonedSdk.CompilerServices;

/// <summary>What emitted layouts call. Not for use by hand.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class LayoutPrimitives
{
    /// <summary>Reads a number in the machine's byte order.</summary>
    public static ushort ReadUInt16HostEndian(ReadOnlySpan<byte> source) => MemoryMarshal.Read<ushort>(source);

    /// <summary>Reads a number in the machine's byte order.</summary>
    public static uint ReadUInt32HostEndian(ReadOnlySpan<byte> source) => MemoryMarshal.Read<uint>(source);

    /// <summary>Reads a number in the machine's byte order.</summary>
    public static ulong ReadUInt64HostEndian(ReadOnlySpan<byte> source) => MemoryMarshal.Read<ulong>(source);

    /// <summary>Writes a number in the machine's byte order.</summary>
    public static void WriteUInt16HostEndian(Span<byte> destination, ushort value) => MemoryMarshal.Write(destination, value);

    /// <summary>Writes a number in the machine's byte order.</summary>
    public static void WriteUInt32HostEndian(Span<byte> destination, uint value) => MemoryMarshal.Write(destination, value);

    /// <summary>Writes a number in the machine's byte order.</summary>
    public static void WriteUInt64HostEndian(Span<byte> destination, ulong value) => MemoryMarshal.Write(destination, value);

    /// <summary>Reads a uuid in network byte order.</summary>
    public static Guid ReadGuid(ReadOnlySpan<byte> source) => new(source, bigEndian: true);

    /// <summary>Writes a uuid in network byte order.</summary>
    public static void WriteGuid(Span<byte> destination, Guid value)
    {
        if (!value.TryWriteBytes(destination, bigEndian: true, out _))
        {
            ThrowTooShort(destination.Length, 16);
        }
    }

    /// <summary>Returns a value that must fit into a number of bits.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It does not.</exception>
    public static ulong CheckWidth(ulong value, int bits)
    {
        if (bits < 64 && value >> bits != 0)
        {
            ThrowTooWide(value, bits);
        }

        return value;
    }

    /// <summary>Checks that a buffer holds a layout.</summary>
    /// <exception cref="ArgumentException">It does not.</exception>
    public static void CheckLength(int lengthBytes, int layoutBytes)
    {
        if (lengthBytes < layoutBytes)
        {
            ThrowTooShort(lengthBytes, layoutBytes);
        }
    }

    /// <summary>Returns the offset of an element of a table.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The table has no such element.</exception>
    public static int ElementOffset(int tableOffset, int elementBytes, int count, int index)
    {
        if ((uint)index >= (uint)count)
        {
            ThrowNoElement(index, count);
        }

        return tableOffset + (index * elementBytes);
    }

    /// <summary>How many entries of a report are there: no more than it announces, no more than the buffer holds.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Entries cannot stand closer than they are long.</exception>
    public static int EntryCount(ulong announced, int bufferBytes, int headerBytes, int entryBytes, int strideBytes)
    {
        if (strideBytes < entryBytes)
        {
            throw new ArgumentOutOfRangeException(nameof(strideBytes), strideBytes, $"Entries of {entryBytes} bytes cannot stand {strideBytes} bytes apart.");
        }

        // The last entry need not be followed by the padding up to its stride.
        int behindHeader = bufferBytes - headerBytes;
        int held = behindHeader < entryBytes ? 0 : ((behindHeader - entryBytes) / strideBytes) + 1;
        return (int)Math.Min(announced, (ulong)held);
    }

    /// <summary>True when a range holds anything but zeroes.</summary>
    public static bool IsNotZero(ReadOnlySpan<byte> range) => range.ContainsAnyExcept((byte)0);

    /// <summary>Ends a member of a layout whose description is wrong: the build reported it.</summary>
    /// <exception cref="InvalidOperationException">Always.</exception>
    public static Exception InvalidLayout() =>
        new InvalidOperationException("The description of this layout is wrong, so there is no code for it. The build reports why (ZSDK1001, ZSDK2001 and following); correct it and build again.");

    [DoesNotReturn]
    private static void ThrowTooWide(ulong value, int bits) =>
        throw new ArgumentOutOfRangeException(nameof(value), value, $"{value} (0x{value:X}) does not fit into a field of {bits} bits.");

    [DoesNotReturn]
    private static void ThrowNoElement(int index, int count) =>
        throw new ArgumentOutOfRangeException(nameof(index), index, $"There is no element {index}; the table has {count}, counted from 0.");

    [DoesNotReturn]
    private static void ThrowTooShort(int lengthBytes, int layoutBytes) =>
        throw new ArgumentException($"The buffer has {lengthBytes} bytes, the layout takes {layoutBytes}. Pass a longer buffer.");
}
