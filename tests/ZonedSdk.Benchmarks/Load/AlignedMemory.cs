using System.Runtime.InteropServices;

namespace ZonedSdk.Benchmarks.Load;

/// <summary>Memory that begins at a page's start and stays there.</summary>
/// <remarks>Where an array comes to lie differs from process to process, and a copy of 4 KiB takes from 60 ns to more than a microsecond by that alone: more than any adapter costs.</remarks>
internal static class AlignedMemory
{
    private const int PageBytes = 4096;

    public static Memory<byte> Of(int bytes)
    {
        byte[] array = GC.AllocateArray<byte>(bytes + PageBytes, pinned: true);
        int skipped = (int)(-Marshal.UnsafeAddrOfPinnedArrayElement(array, 0) & (PageBytes - 1));
        return array.AsMemory(skipped, bytes);
    }
}
