using System.Runtime.InteropServices;

namespace ZoneArchive;

/// <summary>Memory that starts on a page: a drive takes it as it is, where other memory would be copied first.</summary>
internal static class AlignedBuffer
{
    private const int AlignmentBytes = 4096;

    public static Memory<byte> Allocate(int lengthBytes)
    {
        byte[] array = GC.AllocateArray<byte>(lengthBytes + AlignmentBytes, pinned: true);
        nint address = Marshal.UnsafeAddrOfPinnedArrayElement(array, 0);
        int skip = (int)((AlignmentBytes - (address & (AlignmentBytes - 1))) & (AlignmentBytes - 1));
        return array.AsMemory(skip, lengthBytes);
    }
}
