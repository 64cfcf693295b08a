using System.Globalization;
using System.Runtime.Versioning;
using ZonedSdk.Interop;

namespace ZonedSdk.Backends.ZoneFs;

/// <summary>Which zone is which file.</summary>
/// <remarks>
/// zonefs numbers the files of each kind from 0, and gives each the inode number of its zone on the device (fs/zonefs/super.c). The device's first zone
/// holds the superblock and has no file, so zone i of the mount is zone i + 1 of the device, whatever the kinds of the zones are.
/// </remarks>
internal static class ZoneFileMap
{
    /// <summary>A file as the kernel describes it.</summary>
    /// <param name="IsSequential">Whether it stands in <c>seq</c>.</param>
    /// <param name="Number">Its name.</param>
    /// <param name="DeviceZone">Its inode number: the zone of the device, or the first of those that share the file.</param>
    /// <param name="CapacityBytes">What it can hold (<c>st_blocks</c>).</param>
    public readonly record struct Listed(bool IsSequential, int Number, ulong DeviceZone, long CapacityBytes);

    /// <summary>Lists the files of a mount.</summary>
    /// <returns>0, or an error number.</returns>
    [SupportedOSPlatform("linux")]
    public static int TryList(FileDescriptor mount, out List<Listed> files)
    {
        files = [];
        foreach (string kind in (ReadOnlySpan<string>)[ZoneFile.Conventional, ZoneFile.Sequential])
        {
            // A device without zones of a kind has no folder for it.
            int errno = Libc.Status(mount, kind, out _);
            for (int number = 0; errno == 0; number++)
            {
                errno = Libc.Status(mount, string.Create(CultureInfo.InvariantCulture, $"{kind}/{number}"), out FileStatus status);
                if (errno == 0)
                {
                    files.Add(new Listed(kind == ZoneFile.Sequential, number, status.Inode, status.AllocatedBytes));
                }
            }

            if (errno != Errno.NoEntry)
            {
                return errno;
            }
        }

        return 0;
    }

    /// <summary>Puts the files into the order of the zones.</summary>
    /// <param name="files">All files of the mount.</param>
    /// <param name="zoneSizeBytes">Distance between zones on the device.</param>
    /// <param name="deviceSizeBytes">The device's size.</param>
    /// <param name="defect">What is wrong with the files, where there is no result.</param>
    /// <returns>The file of each zone; null where files and device do not fit each other.</returns>
    public static ZoneFile[]? Build(IEnumerable<Listed> files, long zoneSizeBytes, long deviceSizeBytes, out string? defect)
    {
        var zones = new ZoneFile?[((deviceSizeBytes - 1) / zoneSizeBytes)];
        foreach (Listed file in files)
        {
            defect = Place(zones, file, zoneSizeBytes, deviceSizeBytes);
            if (defect is not null)
            {
                return null;
            }
        }

        int missing = Array.IndexOf(zones, null);
        defect = missing < 0 ? null : Text($"zone {missing + 1} of the device has no file");
        return defect is null ? Array.ConvertAll(zones, static zone => zone!.Value) : null;
    }

    private static string? Place(ZoneFile?[] zones, in Listed file, long zoneSizeBytes, long deviceSizeBytes)
    {
        string path = new ZoneFile(file.IsSequential, file.Number, 0, 0).Path;
        long offset = 0;
        for (ulong zone = file.DeviceZone; offset < file.CapacityBytes; zone++)
        {
            if (zone == 0 || zone > (ulong)zones.Length)
            {
                return Text($"{path} stands for zone {zone} of a device that has zones 1 to {zones.Length} for files");
            }

            int index = (int)zone - 1;
            if (zones[index] is { } other)
            {
                return Text($"{path} and {other.Path} stand for the same zone {zone} of the device");
            }

            long length = Math.Min(zoneSizeBytes, deviceSizeBytes - ((long)zone * zoneSizeBytes));
            long capacity = Math.Min(length, file.CapacityBytes - offset);
            zones[index] = new ZoneFile(file.IsSequential, file.Number, offset, capacity);
            offset += length;
            if (file.IsSequential && offset < file.CapacityBytes)
            {
                return Text($"{path} holds {file.CapacityBytes} bytes, more than its zone of {length}");
            }
        }

        return file.CapacityBytes > 0 ? null : $"{path} holds nothing";
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
