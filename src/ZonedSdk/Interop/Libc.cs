using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace ZonedSdk.Interop;

/// <summary>The C library's functions as they are declared. Everything else calls the wrappers of the other part, which treat EINTR.</summary>
[SupportedOSPlatform("linux")]
internal static unsafe partial class Libc
{
    private const string Library = "libc";

    [LibraryImport(Library, EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenNative(string path, int flags, uint mode);

    [LibraryImport(Library, EntryPoint = "openat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenAtNative(FileDescriptor directory, string path, int flags, uint mode);

    [LibraryImport(Library, EntryPoint = "faccessat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int AccessNative(FileDescriptor directory, string path, int mode, int flags);

    [LibraryImport(Library, EntryPoint = "close", SetLastError = true)]
    private static partial int CloseNative(nint descriptor);

    [LibraryImport(Library, EntryPoint = "unlink", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int UnlinkNative(string path);

    [LibraryImport(Library, EntryPoint = "pread", SetLastError = true)]
    private static partial nint ReadNative(FileDescriptor descriptor, byte* buffer, nint lengthBytes, long offset);

    [LibraryImport(Library, EntryPoint = "pwrite", SetLastError = true)]
    private static partial nint WriteNative(FileDescriptor descriptor, byte* buffer, nint lengthBytes, long offset);

    [LibraryImport(Library, EntryPoint = "fsync", SetLastError = true)]
    private static partial int SynchronizeNative(FileDescriptor descriptor);

    [LibraryImport(Library, EntryPoint = "fdatasync", SetLastError = true)]
    private static partial int SynchronizeDataNative(FileDescriptor descriptor);

    [LibraryImport(Library, EntryPoint = "ftruncate", SetLastError = true)]
    private static partial int TruncateNative(FileDescriptor descriptor, long lengthBytes);

    [LibraryImport(Library, EntryPoint = "truncate", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int TruncatePathNative(string path, long lengthBytes);

    [LibraryImport(Library, EntryPoint = "fallocate", SetLastError = true)]
    private static partial int AllocateNative(FileDescriptor descriptor, int mode, long offset, long lengthBytes);

    [LibraryImport(Library, EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int StatusNative(FileDescriptor descriptor, string path, int flags, uint mask, StatusBuffer* status);

    [LibraryImport(Library, EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int StatusAtNative(int directory, string path, int flags, uint mask, StatusBuffer* status);

    [LibraryImport(Library, EntryPoint = "statfs", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int FileSystemNative(string path, FileSystemBuffer* fileSystem);

    [LibraryImport(Library, EntryPoint = "fstatfs", SetLastError = true)]
    private static partial int FileSystemOfNative(FileDescriptor descriptor, FileSystemBuffer* fileSystem);

    // fcntl is variadic in C; on Linux the third argument of a variadic call travels as an ordinary one does (x86-64 and AArch64 ABI).
    [LibraryImport(Library, EntryPoint = "fcntl", SetLastError = true)]
    private static partial int ControlNative(FileDescriptor descriptor, int command, LockBuffer* request);

    [LibraryImport(Library, EntryPoint = "flock", SetLastError = true)]
    private static partial int LockNative(FileDescriptor descriptor, int operation);

    // ioctl is variadic, too.
    [LibraryImport(Library, EntryPoint = "ioctl", SetLastError = true)]
    private static partial int DeviceControlNative(FileDescriptor descriptor, nuint request, byte* argument);

    [LibraryImport(Library, EntryPoint = "getrlimit", SetLastError = true)]
    private static partial int LimitNative(int resource, ResourceLimit* limit);

    /// <summary>struct rlimit of 64-bit Linux.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct ResourceLimit
    {
        public ulong Current;
        public ulong Most;
    }

    /// <summary>struct statx of linux/stat.h, as far as it is used; the kernel fills 256 bytes.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct StatusBuffer
    {
        [FieldOffset(0)]
        public uint Mask;

        [FieldOffset(24)]
        public uint Group;

        [FieldOffset(28)]
        public ushort Mode;

        [FieldOffset(32)]
        public ulong Inode;

        [FieldOffset(40)]
        public ulong SizeBytes;

        [FieldOffset(48)]
        public ulong Blocks;

        [FieldOffset(128)]
        public uint RepresentedMajor;

        [FieldOffset(132)]
        public uint RepresentedMinor;

        [FieldOffset(136)]
        public uint DeviceMajor;

        [FieldOffset(140)]
        public uint DeviceMinor;

        [FieldOffset(152)]
        public uint DirectMemoryAlignment;

        [FieldOffset(156)]
        public uint DirectOffsetAlignment;
    }

    /// <summary>struct statfs of 64-bit Linux, as far as it is used.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 128)]
    private struct FileSystemBuffer
    {
        [FieldOffset(0)]
        public long Type;

        [FieldOffset(8)]
        public long BlockSizeBytes;

        [FieldOffset(32)]
        public long AvailableBlocks;
    }

    /// <summary>struct flock of 64-bit Linux.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 32)]
    private struct LockBuffer
    {
        [FieldOffset(0)]
        public short Type;

        [FieldOffset(2)]
        public short Whence;

        [FieldOffset(8)]
        public long Start;

        [FieldOffset(16)]
        public long LengthBytes;
    }
}
