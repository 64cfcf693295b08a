using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace ZoneArchive;

/// <summary>Asks the kernel what a name stands for, without opening it: opening a pipe would wait for its other end.</summary>
internal static partial class FileTypes
{
    private const int CurrentFolder = -100; // AT_FDCWD
    private const int DoNotFollow = 0x100; // AT_SYMLINK_NOFOLLOW
    private const uint TypeOnly = 1; // STATX_TYPE
    private const int ModeOffset = 28; // struct statx is the same on every architecture: linux/stat.h
    private const int StructBytes = 256;

    public static FileType Of(string path)
    {
        Span<byte> result = stackalloc byte[StructBytes];
        if (Statx(CurrentFolder, path, DoNotFollow, TypeOnly, result) != 0)
        {
            return FileType.Missing;
        }

        return (BinaryPrimitives.ReadUInt16LittleEndian(result[ModeOffset..]) & 0xF000) switch
        {
            0x8000 => FileType.Regular,
            0x4000 => FileType.Directory,
            0xA000 => FileType.Link,
            _ => FileType.Special,
        };
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Statx(int folder, string path, int flags, uint mask, Span<byte> result);
}

/// <summary>What a name in a file system stands for.</summary>
internal enum FileType
{
    Missing,
    Regular,
    Directory,
    Link,
    Special,
}
