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

    public static ImageFileException TooLong(string path, long lengthBytes, string limit) =>
        new(path, "create", Errno.FileTooLarge, $"{path}: the image would have {lengthBytes} bytes, and {limit}; nothing was written. Choose a smaller device, or a file system with longer files (XFS).");
}
