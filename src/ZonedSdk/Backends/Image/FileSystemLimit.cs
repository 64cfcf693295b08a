using System.Runtime.Versioning;
using ZonedSdk.Interop;

namespace ZonedSdk.Backends.Image;

/// <summary>The longest file that a file system takes, where that is known without trying.</summary>
[SupportedOSPlatform("linux")]
internal static class FileSystemLimit
{
    /// <summary>Refuses an image that the directory's file system cannot hold, before anything is made.</summary>
    /// <exception cref="ImageFileException">The image would be too long.</exception>
    public static void Check(string path, long lengthBytes)
    {
        CheckProcess(path, "create", lengthBytes);
        string directory = Path.GetDirectoryName(Path.GetFullPath(path)) ?? "/";
        if (Libc.FileSystem(directory, out long type, out long blockSizeBytes) != 0 || type != Libc.Ext4Magic)
        {
            // The attempt to set the length answers for every other file system.
            return;
        }

        // ext4 numbers a file's blocks with 32 bits, and the last number is not used (ext4_max_bitmap_size in fs/ext4/super.c).
        long limitBytes = uint.MaxValue * blockSizeBytes;
        if (lengthBytes > limitBytes)
        {
            throw TooLong(path, lengthBytes, $"a file on this ext4 file system ({blockSizeBytes}-byte blocks) ends at {limitBytes} bytes");
        }
    }

    /// <summary>Refuses a file that this process may not write to its end: the system would not fail the write, it would end the process (SIGXFSZ).</summary>
    /// <exception cref="ImageFileException">The file is longer than the process's limit.</exception>
    public static void CheckProcess(string path, string operation, long lengthBytes)
    {
        if (Libc.FileSizeLimit() is var limitBytes && lengthBytes > limitBytes)
        {
            throw new ImageFileException(path, operation, Errno.FileTooLarge, $"{path}: the image has {lengthBytes} bytes, and this process may write files of {limitBytes} bytes at most (ulimit -f); nothing was written. Raise the limit, or open read-only.");
        }
    }

    /// <summary>Refuses a preallocated image for which there is no room. Asking first matters: the attempt would take every free block of the file system before it fails, and with it the room of everybody else.</summary>
    /// <exception cref="ImageFileException">There is not enough room.</exception>
    public static void CheckRoom(string path, long lengthBytes)
    {
        string directory = Path.GetDirectoryName(Path.GetFullPath(path)) ?? "/";
        if (Libc.FileSystem(directory, out _, out long blockSizeBytes, out long availableBlocks) == 0
            && availableBlocks * blockSizeBytes is var freeBytes && freeBytes < lengthBytes)
        {
            throw new ImageFileException(path, "create", Errno.NoSpace, $"{path}: the preallocated image would take {lengthBytes} bytes, and {freeBytes} are free; nothing was written. Make room, or create it sparse.");
        }
    }

    public static ImageFileException TooLong(string path, long lengthBytes, string limit) =>
        new(path, "create", Errno.FileTooLarge, $"{path}: the image would have {lengthBytes} bytes, and {limit}; nothing was written. Choose a smaller device, or a file system with longer files (XFS).");
}
