using System.Runtime.InteropServices;

namespace ZonedSdk.Interop;

/// <content>The wrappers. They return 0 or an error number where nothing else is to be told; a call that a signal interrupted is made again.</content>
internal static unsafe partial class Libc
{
    public const int ReadOnly = 0;
    public const int WriteOnly = 1;
    public const int ReadWrite = 2;
    public const int Create = 0x40;
    public const int Exclusive = 0x80;
    public const int NoControllingTerminal = 0x100;
    public const int CloseOnExec = 0x80000;

    /// <summary>O_NONBLOCK: to open a named pipe does not wait for its other end. Means nothing to a regular file.</summary>
    public const int NonBlocking = 0x800;

    public const int AllocateKeepSize = 1;
    public const int AllocatePunchHole = 2;
    public const int AllocateZeroRange = 0x10;

    public const long Ext4Magic = 0xEF53;

    /// <summary>ZONEFS_MAGIC of linux/magic.h.</summary>
    public const long ZoneFsMagic = 0x5A4F4653;

    private const int EmptyPath = 0x1000;
    private const uint BasicStatus = 0x7FF;
    private const uint DirectAlignment = 0x2000;
    private const int RegularFile = 0x8000;
    private const int FileTypeMask = 0xF000;
    private const int SetOpenFileLock = 37;

    // O_DIRECT and O_DIRECTORY trade places between the generic ABI and ARM's (asm/fcntl.h).
    private static bool IsArm => RuntimeInformation.ProcessArchitecture is Architecture.Arm64 or Architecture.Arm;

    public static int Direct => IsArm ? 0x10000 : 0x4000;

    public static int Directory => IsArm ? 0x4000 : 0x10000;

    /// <summary>Opens a file; the result is an error number when the descriptor is null.</summary>
    public static int Open(string path, int flags, out FileDescriptor? descriptor)
    {
        const uint ReadWriteForAll = 0x1B6; // 0666, which the process's umask narrows
        int errno;
        do
        {
            errno = Opened(OpenNative(path, flags | CloseOnExec, ReadWriteForAll), out descriptor);
        }
        while (errno == Errno.Interrupted);
        return errno;
    }

    /// <summary>Opens a file that exists, by its path from an open directory; the result is an error number when the descriptor is null.</summary>
    public static int Open(FileDescriptor directory, string path, int flags, out FileDescriptor? descriptor)
    {
        int errno;
        do
        {
            errno = Opened(OpenAtNative(directory, path, flags | CloseOnExec, 0), out descriptor);
        }
        while (errno == Errno.Interrupted);
        return errno;
    }

    /// <summary>Whether this process, with the rights that it has just now, may read or write a file.</summary>
    /// <returns>0, or the error number that an attempt would meet.</returns>
    public static int Access(FileDescriptor directory, string path, bool toWrite)
    {
        const int Read = 4;
        const int Write = 2;
        const int EffectiveIds = 0x200;
        return AccessNative(directory, path, toWrite ? Write : Read, EffectiveIds) == 0 ? 0 : Marshal.GetLastPInvokeError();
    }

    public static int Close(nint descriptor) => CloseNative(descriptor);

    public static int Unlink(string path) => UnlinkNative(path) == 0 ? 0 : Marshal.GetLastPInvokeError();

    /// <summary>One read: bytes read (0 at the file's end), or minus an error number.</summary>
    public static long Read(FileDescriptor descriptor, long offset, Span<byte> buffer)
    {
        fixed (byte* start = buffer)
        {
            while (true)
            {
                nint count = ReadNative(descriptor, start, buffer.Length, offset);
                if (count >= 0)
                {
                    return count;
                }

                int errno = Marshal.GetLastPInvokeError();
                if (errno != Errno.Interrupted)
                {
                    return -errno;
                }
            }
        }
    }

    /// <summary>One write: bytes written, possibly fewer than asked, or minus an error number.</summary>
    public static long Write(FileDescriptor descriptor, long offset, ReadOnlySpan<byte> buffer)
    {
        fixed (byte* start = buffer)
        {
            while (true)
            {
                nint count = WriteNative(descriptor, start, buffer.Length, offset);
                if (count >= 0)
                {
                    return count;
                }

                int errno = Marshal.GetLastPInvokeError();
                if (errno != Errno.Interrupted)
                {
                    return -errno;
                }
            }
        }
    }

    // A second fsync after a failed one may "succeed" without the data, so EINTR is the only error that is tried again:
    // it says that the call was cut short, not that pages were given up.
    public static int Synchronize(FileDescriptor descriptor)
    {
        int errno;
        do
        {
            errno = SynchronizeNative(descriptor) == 0 ? 0 : Marshal.GetLastPInvokeError();
        }
        while (errno == Errno.Interrupted);
        return errno;
    }

    public static int SynchronizeData(FileDescriptor descriptor)
    {
        int errno;
        do
        {
            errno = SynchronizeDataNative(descriptor) == 0 ? 0 : Marshal.GetLastPInvokeError();
        }
        while (errno == Errno.Interrupted);
        return errno;
    }

    public static int Truncate(FileDescriptor descriptor, long lengthBytes)
    {
        int errno;
        do
        {
            errno = TruncateNative(descriptor, lengthBytes) == 0 ? 0 : Marshal.GetLastPInvokeError();
        }
        while (errno == Errno.Interrupted);
        return errno;
    }

    /// <summary>Sets the length of a file that is not open: to open one of zonefs for writing may open its zone.</summary>
    /// <returns>0, or an error number.</returns>
    public static int Truncate(string path, long lengthBytes)
    {
        int errno;
        do
        {
            errno = TruncatePathNative(path, lengthBytes) == 0 ? 0 : Marshal.GetLastPInvokeError();
        }
        while (errno == Errno.Interrupted);
        return errno;
    }

    public static int Allocate(FileDescriptor descriptor, int mode, long offset, long lengthBytes)
    {
        int errno;
        do
        {
            errno = AllocateNative(descriptor, mode, offset, lengthBytes) == 0 ? 0 : Marshal.GetLastPInvokeError();
        }
        while (errno == Errno.Interrupted);
        return errno;
    }

    public static int Status(FileDescriptor descriptor, out FileStatus status)
    {
        StatusBuffer buffer = default;
        int errno = StatusNative(descriptor, string.Empty, EmptyPath, BasicStatus | DirectAlignment, &buffer) == 0 ? 0 : Marshal.GetLastPInvokeError();
        status = errno == 0 ? StatusOf(buffer) : default;
        return errno;
    }

    /// <summary>What the system says of a file that is not open.</summary>
    /// <param name="directory">An open directory.</param>
    /// <param name="path">The file's path from there.</param>
    /// <param name="status">What it says.</param>
    /// <returns>0, or an error number.</returns>
    public static int Status(FileDescriptor directory, string path, out FileStatus status)
    {
        StatusBuffer buffer = default;
        int errno = StatusNative(directory, path, 0, BasicStatus | DirectAlignment, &buffer) == 0 ? 0 : Marshal.GetLastPInvokeError();
        status = errno == 0 ? StatusOf(buffer) : default;
        return errno;
    }

    private static int Opened(int result, out FileDescriptor? descriptor)
    {
        descriptor = result >= 0 ? new FileDescriptor(result) : null;
        return result >= 0 ? 0 : Marshal.GetLastPInvokeError();
    }

    private static FileStatus StatusOf(in StatusBuffer buffer)
    {
        const int Permissions = 0x1FF;
        bool saysAlignment = (buffer.Mask & DirectAlignment) != 0;
        return new FileStatus(
            (long)buffer.SizeBytes,
            (long)buffer.Blocks * 512,
            (buffer.Mode & FileTypeMask) == RegularFile,
            ((ulong)buffer.DeviceMajor << 32) | buffer.DeviceMinor,
            buffer.Inode,
            saysAlignment ? (int)buffer.DirectMemoryAlignment : 0,
            saysAlignment ? (int)buffer.DirectOffsetAlignment : 0,
            buffer.Mode & Permissions);
    }

    /// <summary>What stands at a path, links followed. Nothing is opened: to open a pipe would wait, to open a tape would move it.</summary>
    /// <returns>0, or an error number.</returns>
    public static int Kind(string path, out FileKind kind)
    {
        const int WorkingDirectory = -100;
        StatusBuffer buffer = default;
        int errno = StatusAtNative(WorkingDirectory, path, 0, BasicStatus, &buffer) == 0 ? 0 : Marshal.GetLastPInvokeError();
        kind = (FileKind)(buffer.Mode & FileTypeMask);
        return errno;
    }

    /// <summary>Which device an open special file stands for.</summary>
    /// <returns>0, or an error number.</returns>
    public static int Represented(FileDescriptor descriptor, out FileKind kind, out DeviceNumber device)
    {
        StatusBuffer buffer = default;
        int errno = StatusNative(descriptor, string.Empty, EmptyPath, BasicStatus, &buffer) == 0 ? 0 : Marshal.GetLastPInvokeError();
        kind = (FileKind)(buffer.Mode & FileTypeMask);
        device = new DeviceNumber(buffer.RepresentedMajor, buffer.RepresentedMinor);
        return errno;
    }

    /// <summary>Who may use a special file, and which device it stands for. Nothing is opened.</summary>
    /// <returns>0, or an error number.</returns>
    public static int Represented(string path, out DeviceNumber device, out uint group, out int permissions)
    {
        const int WorkingDirectory = -100;
        const int Permissions = 0xFFF;
        StatusBuffer buffer = default;
        int errno = StatusAtNative(WorkingDirectory, path, 0, BasicStatus, &buffer) == 0 ? 0 : Marshal.GetLastPInvokeError();
        (device, group, permissions) = (new DeviceNumber(buffer.RepresentedMajor, buffer.RepresentedMinor), buffer.Group, buffer.Mode & Permissions);
        return errno;
    }

    /// <summary>A control call of a device, whose argument is read, and filled in by some. A call that a signal interrupted is made again: none of those that are used here has done half of anything then.</summary>
    /// <returns>0, or an error number.</returns>
    public static int Control(FileDescriptor device, uint request, Span<byte> argument)
    {
        fixed (byte* start = argument)
        {
            int errno;
            do
            {
                errno = DeviceControlNative(device, request, start) >= 0 ? 0 : Marshal.GetLastPInvokeError();
            }
            while (errno == Errno.Interrupted);
            return errno;
        }
    }

    /// <summary>A control call that is not made again when it was interrupted: of a command that is passed through to a drive nobody knows then whether it was executed.</summary>
    /// <returns>What the call returned, 0 or above, or minus an error number.</returns>
    public static int ControlOnce(FileDescriptor device, uint request, Span<byte> argument)
    {
        fixed (byte* start = argument)
        {
            int result = DeviceControlNative(device, request, start);
            return result >= 0 ? result : -Marshal.GetLastPInvokeError();
        }
    }

    /// <summary>The type and block size of the file system that holds a path.</summary>
    public static int FileSystem(string path, out long type, out long blockSizeBytes) => FileSystem(path, out type, out blockSizeBytes, out _);

    /// <summary>The type, block size and free blocks (for everybody) of the file system that holds a path.</summary>
    public static int FileSystem(string path, out long type, out long blockSizeBytes, out long availableBlocks)
    {
        FileSystemBuffer buffer = default;
        int errno = FileSystemNative(path, &buffer) == 0 ? 0 : Marshal.GetLastPInvokeError();
        type = buffer.Type;
        blockSizeBytes = buffer.BlockSizeBytes;
        availableBlocks = buffer.AvailableBlocks;
        return errno;
    }

    /// <summary>The type of the file system that an open file is on.</summary>
    /// <returns>0, or an error number.</returns>
    public static int FileSystem(FileDescriptor descriptor, out long type)
    {
        FileSystemBuffer buffer = default;
        int errno = FileSystemOfNative(descriptor, &buffer) == 0 ? 0 : Marshal.GetLastPInvokeError();
        type = buffer.Type;
        return errno;
    }

    /// <summary>The longest file that this process may write, in bytes; the greatest number where there is no limit, or the system does not say.</summary>
    public static long FileSizeLimit()
    {
        const int FileSize = 1;
        ResourceLimit limit = default;
        return LimitNative(FileSize, &limit) == 0 && limit.Current <= long.MaxValue ? (long)limit.Current : long.MaxValue;
    }

    /// <summary>Takes a lock of the open file description on the whole file, without waiting.</summary>
    public static int LockDescription(FileDescriptor descriptor, bool exclusive)
    {
        const short ReadLock = 0;
        const short WriteLock = 1;
        LockBuffer request = new() { Type = exclusive ? WriteLock : ReadLock };
        return ControlNative(descriptor, SetOpenFileLock, &request) == 0 ? 0 : Marshal.GetLastPInvokeError();
    }

    /// <summary>Takes the BSD lock of the file, without waiting.</summary>
    public static int LockFile(FileDescriptor descriptor, bool exclusive)
    {
        const int Shared = 1;
        const int Exclusively = 2;
        const int WithoutWaiting = 4;
        return LockNative(descriptor, (exclusive ? Exclusively : Shared) | WithoutWaiting) == 0 ? 0 : Marshal.GetLastPInvokeError();
    }
}
