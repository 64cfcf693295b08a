using System.Runtime.Versioning;
using ZonedSdk.Interop;

namespace ZonedSdk.Backends.LinuxBlock;

/// <summary>Opens a zoned block device, or says why that cannot be done, and who or what is in the way.</summary>
[SupportedOSPlatform("linux")]
internal static class BlockDeviceOpener
{
    public const string Sysfs = "/sys";

    /// <summary>Opens a device past the page cache; for writing nobody else may have it exclusively.</summary>
    /// <exception cref="DeviceOpenException">The system refused.</exception>
    /// <exception cref="NotSupportedException">This is no zoned block device.</exception>
    public static FileDescriptor Open(string path, bool isReadOnly, out BlockDeviceQueue queue)
    {
        // Looked at before, for to open a pipe would wait for its other end. Looked at again afterwards, for it counts what was opened.
        if (Libc.Kind(path, out FileKind kind) == 0 && kind != FileKind.BlockDevice)
        {
            throw NoBlockDevice(path);
        }

        // O_EXCL without O_CREAT: of a block device it means that no file system and no other such opener has it.
        int access = isReadOnly ? Libc.ReadOnly : Libc.ReadWrite | Libc.Exclusive;
        int errno = Libc.Open(path, access | Libc.Direct, out FileDescriptor? descriptor);
        if (descriptor is null)
        {
            throw Refused(path, errno, isReadOnly);
        }

        try
        {
            queue = QueueOf(path, descriptor);
            return descriptor;
        }
        catch
        {
            descriptor.Dispose();
            throw;
        }
    }

    /// <summary>The exception of a device that the system does not open.</summary>
    public static DeviceOpenException Refused(string path, int errno, bool isReadOnly)
    {
        string why = errno switch
        {
            Errno.Busy => $"somebody else uses it: {UsersOf(path)}. Unmount or close it there, or open it for reading only",
            Errno.Access => $"this user may not read {(isReadOnly ? "" : "and write ")}it: {FilePermissions.Describe(path, !isReadOnly)}",
            Errno.NotPermitted => "the system forbids it whatever the file's permissions say. Give a container the device (--device), or run outside it",
            Errno.NoEntry or Errno.NoDevice or Errno.NoDeviceOrAddress => "there is no device behind that name. Was it removed?",
            Errno.ReadOnlyFileSystem => "the device is write-protected. Open it for reading only",
            _ => "check the device and the kernel's log",
        };
        return new DeviceOpenException(path, errno, $"{path} could not be opened: {Errno.Describe(errno)}; {why}.");
    }

    /// <summary>Who uses a block device, in words for somebody who may not.</summary>
    public static string UsersOf(string path)
    {
        if (Libc.Represented(path, out DeviceNumber device, out _, out _) != 0)
        {
            return "unknown";
        }

        IEnumerable<string> mounts = MountsOf(KernelText.Lines(MountEntry.File), device).Select(static mount => $"mounted at {mount}");
        IEnumerable<string> holders = BlockDeviceQueue.HoldersOf(Sysfs, device).Select(static holder => $"/dev/{holder} stands on it");
        string users = string.Join(", ", mounts.Concat(holders));
        return users.Length > 0 ? users : "another process has it open exclusively";
    }

    private static BlockDeviceQueue QueueOf(string path, FileDescriptor descriptor)
    {
        // The descriptor is asked, not the path: between two looks at a path another device may have taken its place.
        int errno = Libc.Represented(descriptor, out FileKind kind, out DeviceNumber number);
        if (errno != 0)
        {
            throw new DeviceOpenException(path, errno, $"{path} was opened and then not found: {Errno.Describe(errno)}. Was the device removed?");
        }

        if (kind != FileKind.BlockDevice)
        {
            throw NoBlockDevice(path);
        }

        if (BlockDeviceQueue.TryRead(Sysfs, number) is not { } queue)
        {
            throw new NotSupportedException($"{path} ({number}) is a partition, or sysfs is not mounted at {Sysfs}. A zoned device is opened as a whole.");
        }

        if (!queue.IsZoned)
        {
            throw new NotSupportedException($"{path} is not a zoned block device: {Sysfs}/dev/block/{number}/queue/zoned says \"{queue.Model}\". Create an image on it with ImageDrive.CreateAsync, or use a host-managed drive.");
        }

        return Plausible(queue) is { } defect
            ? throw new NotSupportedException($"{path}: {defect} (in {Sysfs}/dev/block/{number}).")
            : queue;
    }

    private static NotSupportedException NoBlockDevice(string path) => new($"{path} is no block device.");

    /// <summary>What is wrong with the figures of a device; null where nothing is.</summary>
    internal static string? Plausible(BlockDeviceQueue queue)
    {
        try
        {
            _ = new Geometry(queue.WriteGranularityBytes, queue.ZoneSizeBytes, queue.SizeBytes);
            return null;
        }
        catch (ArgumentException e)
        {
            return $"blocks of {queue.WriteGranularityBytes}, zones of {queue.ZoneSizeBytes} and a size of {queue.SizeBytes} bytes are no zoned drive: {e.Message}";
        }
    }

    /// <summary>Where a device is mounted.</summary>
    internal static IEnumerable<string> MountsOf(IEnumerable<string> mountinfo, DeviceNumber device) =>
        MountEntry.Parse(mountinfo).Where(mount => string.Equals(mount.Device, device.ToString(), StringComparison.Ordinal)).Select(static mount => mount.MountPoint);
}
