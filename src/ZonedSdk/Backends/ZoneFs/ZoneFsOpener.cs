using System.Globalization;
using System.Runtime.Versioning;
using ZonedSdk.Backends.LinuxBlock;
using ZonedSdk.Interop;

namespace ZonedSdk.Backends.ZoneFs;

/// <summary>Opens a mount of zonefs, or says why that cannot be done.</summary>
[SupportedOSPlatform("linux")]
internal static class ZoneFsOpener
{
    private const string Sysfs = BlockDeviceOpener.Sysfs;

    /// <summary>Opens a mount; for writing nobody else may have it so.</summary>
    /// <exception cref="DeviceOpenException">The system refused.</exception>
    /// <exception cref="NotSupportedException">This is no mount of zonefs, or one whose device is not as it should be.</exception>
    public static ZoneFsMount Open(string path, bool isReadOnly)
    {
        int errno = Libc.Open(path, Libc.ReadOnly | Libc.Directory, out FileDescriptor? root);
        if (root is null)
        {
            throw Refused(path, errno);
        }

        try
        {
            MountEntry entry = EntryOf(path, root);
            ZoneFsMount mount = MountOf(path, root, entry);
            Check(path, mount, isReadOnly);
            return mount;
        }
        catch
        {
            root.Dispose();
            throw;
        }
    }

    private static MountEntry EntryOf(string path, FileDescriptor root)
    {
        if (Libc.FileSystem(root, out long type) != 0 || type != Libc.ZoneFsMagic)
        {
            throw new NotSupportedException($"{path} is a directory and no mount of zonefs. Mount the device there (mkzonefs, then mount -t zonefs), or create an image file with ImageDrive.CreateAsync.");
        }

        if (MountOf(root) is not { } entry)
        {
            throw new NotSupportedException($"{path} is zonefs, and {MountEntry.File} does not say where it is mounted. Is procfs mounted?");
        }

        string? real = File.ResolveLinkTarget(string.Create(CultureInfo.InvariantCulture, $"/proc/self/fd/{root.Number}"), returnFinalTarget: false)?.FullName;
        if (entry.Root != "/" || (real is not null && !string.Equals(real, entry.MountPoint, StringComparison.Ordinal)))
        {
            throw new NotSupportedException($"{path} is a directory within a file system of zonefs ({entry.Source}). {(entry.Root == "/" ? $"Open its mount point: {entry.MountPoint}" : "Mount all of it, and open that")}.");
        }

        return entry;
    }

    // The descriptor is asked, not the path: between two looks at a path something else may have been mounted there.
    private static MountEntry? MountOf(FileDescriptor root)
    {
        const string Key = "mnt_id:";
        string? line = KernelText.Lines(string.Create(CultureInfo.InvariantCulture, $"/proc/self/fdinfo/{root.Number}")).FirstOrDefault(l => l.StartsWith(Key, StringComparison.Ordinal));
        return int.TryParse(line?[Key.Length..], NumberStyles.AllowLeadingWhite, CultureInfo.InvariantCulture, out int id)
            ? MountEntry.Parse(KernelText.Lines(MountEntry.File)).FirstOrDefault(mount => mount.Id == id)
            : null;
    }

    private static ZoneFsMount MountOf(string path, FileDescriptor root, MountEntry entry)
    {
        int errno = Libc.Status(root, out FileStatus status);
        if (errno == 0)
        {
            errno = ZoneFileMap.TryList(root, out List<ZoneFileMap.Listed> files);
            if (errno == 0)
            {
                var device = new DeviceNumber((uint)(status.Device >> 32), (uint)status.Device);
                return MountOf(path, root, entry, device, files);
            }
        }

        throw new DeviceOpenException(path, errno, $"The files of {path} cannot be listed: {Errno.Describe(errno)}. Check the kernel's log.");
    }

    private static ZoneFsMount MountOf(string path, FileDescriptor root, MountEntry entry, DeviceNumber device, List<ZoneFileMap.Listed> files)
    {
        if (BlockDeviceQueue.TryRead(Sysfs, device) is not { } queue)
        {
            throw new NotSupportedException($"{path}: the device below it ({entry.Source}, {device}) is gone, or sysfs is not mounted at {Sysfs}.");
        }

        string? defect = BlockDeviceOpener.Plausible(queue);
        ZoneFile[]? zones = defect is null ? ZoneFileMap.Build(files, queue.ZoneSizeBytes, queue.SizeBytes, out defect) : null;
        return zones is null
            ? throw new NotSupportedException($"{path}: {defect} ({entry.Source}, {device}). This kernel numbers its files otherwise than those up to Linux 6.12, or the device has changed since it was mounted.")
            : new ZoneFsMount(root, entry, device, queue, ZoneFsUsage.TryRead(Sysfs, queue.KernelName), zones);
    }

    private static void Check(string path, ZoneFsMount mount, bool isReadOnly)
    {
        if (!isReadOnly && mount.Entry.IsReadOnly)
        {
            throw new DeviceOpenException(path, Errno.ReadOnlyFileSystem, $"{path} is mounted read-only: {Errno.Describe(Errno.ReadOnlyFileSystem)}. Mount it for writing (mount -o remount,rw {path}; with errors=remount-ro a failed write takes that away), or open it with ReadOnly.");
        }

        if (!isReadOnly && Libc.FileSizeLimit() is var limitBytes && mount.Files.Max(static file => file.OffsetBytes + file.CapacityBytes) is var lengthBytes && lengthBytes > limitBytes)
        {
            // The system would not fail the write, it would end the process (SIGXFSZ).
            throw new DeviceOpenException(path, Errno.FileTooLarge, $"{path} has zones of {lengthBytes} bytes, and this process may write files of {limitBytes} bytes at most (ulimit -f). Raise the limit, or open it with ReadOnly.");
        }

        CheckAccess(path, mount, isReadOnly);
        int errno = isReadOnly ? 0 : Libc.LockFile(mount.Root, exclusive: true);
        if (errno != 0)
        {
            bool isBusy = errno == Errno.Again;
            throw new DeviceOpenException(path, isBusy ? Errno.Busy : errno, isBusy
                ? $"{path} is open for writing through this library already, here or in another process. Close it there, or open it with ReadOnly."
                : $"{path} could not be locked: {Errno.Describe(errno)}. Check the kernel's log.");
        }
    }

    // The files have permissions of their own, all of them the same (mkzonefs -o perm), but for those whose zones have failed.
    private static void CheckAccess(string path, ZoneFsMount mount, bool isReadOnly)
    {
        foreach (ZoneFile file in mount.Files)
        {
            if (Libc.Status(mount.Root, file.Path, out FileStatus status) == 0 && !ZoneFileState.IsReadOnly(status.Permissions))
            {
                int errno = Libc.Access(mount.Root, file.Path, toWrite: !isReadOnly);
                if (errno != 0)
                {
                    throw new DeviceOpenException(path, errno, $"{path} could not be opened: {Errno.Describe(errno)}; this user may not read {(isReadOnly ? "" : "and write ")}{file.Path}: {FilePermissions.Describe(Path.Combine(path, file.Path), !isReadOnly)}, or format with other owners (mkzonefs -o uid, gid, perm).");
                }

                return;
            }
        }
    }

    private static DeviceOpenException Refused(string path, int errno)
    {
        string why = errno switch
        {
            Errno.Access => $"this user may not list it: {FilePermissions.Describe(path, toWrite: false)}",
            Errno.NoEntry => "there is nothing of that name. Was it unmounted?",
            _ => "check the mount and the kernel's log",
        };
        return new DeviceOpenException(path, errno, $"{path} could not be opened: {Errno.Describe(errno)}; {why}.");
    }
}
