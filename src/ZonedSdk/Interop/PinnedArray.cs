using System.Runtime.InteropServices;

namespace ZonedSdk.Interop;

/// <summary>Zeroed memory of the collector's that stays in its place and lies at a multiple there, as direct I/O needs it. It goes when nobody refers to it any more, spans included: nobody can come too late.</summary>
internal sealed class PinnedArray
{
    private readonly byte[] _array;
    private readonly int _start;

    /// <summary>Takes memory.</summary>
    /// <param name="lengthBytes">How much; at most <see cref="MaxLengthBytes"/>.</param>
    /// <param name="alignmentBytes">Where it lies: a power of two.</param>
    public PinnedArray(int lengthBytes, int alignmentBytes)
    {
        _array = GC.AllocateArray<byte>(lengthBytes + alignmentBytes, pinned: true);
        ulong first = (ulong)Marshal.UnsafeAddrOfPinnedArrayElement(_array, 0);
        _start = (int)((0 - first) & (ulong)(alignmentBytes - 1));
        LengthBytes = lengthBytes;
        Address = first + (ulong)_start;
    }

    /// <summary>Where it lies, as long as somebody refers to this.</summary>
    public ulong Address { get; }

    public int LengthBytes { get; }

    /// <summary>Most bytes that an array of this alignment has.</summary>
    public static int MaxLengthBytes(int alignmentBytes) => (Array.MaxLength - alignmentBytes) & -alignmentBytes;

    public Span<byte> Span(int offset, int lengthBytes) => _array.AsSpan(_start + offset, lengthBytes);
}
