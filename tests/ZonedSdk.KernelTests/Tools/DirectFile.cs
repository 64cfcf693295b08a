using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ZonedSdk.KernelTests.Tools;

/// <summary>A file that .NET's own calls write past the page cache: .NET itself has no way to open one so.</summary>
internal static partial class DirectFile
{
    // asm-generic/fcntl.h, as x86-64 has them.
    private const int ReadWrite = 2;
    private const int Direct = 0x4000;

    /// <summary>Opens it for reading and writing.</summary>
    public static SafeFileHandle Open(string path)
    {
        int descriptor = OpenNative(path, ReadWrite | Direct);
        return descriptor >= 0
            ? new SafeFileHandle(descriptor, ownsHandle: true)
            : throw new LabException($"{path} could not be opened: {Marshal.GetLastPInvokeErrorMessage()}");
    }

    /// <summary>Memory that such a file takes: it begins at a page.</summary>
    public static Memory<byte> AllocatePage()
    {
        const int PageBytes = 4096;
        byte[] memory = GC.AllocateArray<byte>(2 * PageBytes, pinned: true);
        nint start = (nint)Marshal.UnsafeAddrOfPinnedArrayElement(memory, 0);
        return memory.AsMemory((int)(-start & (PageBytes - 1)), PageBytes);
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int OpenNative(string path, int flags);
}
