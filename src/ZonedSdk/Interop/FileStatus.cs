using System.Runtime.InteropServices;

namespace ZonedSdk.Interop;

/// <summary>What the system says of an open file.</summary>
/// <param name="LengthBytes">The file's length.</param>
/// <param name="AllocatedBytes">What the file takes on the medium.</param>
/// <param name="IsRegular">True for a regular file.</param>
/// <param name="Device">The file system's number.</param>
/// <param name="Inode">The file's number within the file system.</param>
/// <param name="DirectMemoryAlignmentBytes">Alignment of buffers for O_DIRECT; 0 = the file takes none, or the kernel does not say.</param>
/// <param name="DirectOffsetAlignmentBytes">Alignment of offsets and lengths for O_DIRECT; 0 = the file takes none, or the kernel does not say.</param>
/// <param name="Permissions">The nine bits of who may read, write and execute it.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct FileStatus(
    long LengthBytes,
    long AllocatedBytes,
    bool IsRegular,
    ulong Device,
    ulong Inode,
    int DirectMemoryAlignmentBytes,
    int DirectOffsetAlignmentBytes,
    int Permissions);
