using System.Runtime.Versioning;
using ZonedSdk.Backends.LinuxBlock;
using ZonedSdk.Descriptors;
using ZonedSdk.Interop;

namespace ZonedSdk.Backends.ZoneFs;

// The namespace of the emulated drive has the same name.
using Emulation = ZonedSdk.Descriptors.Emulation;

/// <summary>A mount of zonefs (Linux): its files are the zones of a device, their lengths the write pointers, and truncation resets and finishes.</summary>
/// <remarks>
/// <para>Zone i is the file of zone i + 1 of the device: the first one holds the superblock and has no file. Conventional zones that share a file (feature <c>aggr_cnv</c>) are zones of their own here.</para>
/// <para>A zone that is written is open for writing until it is full, closed, reset or finished. With the mount option <c>explicit-open</c> the kernel opens and closes the zone on the device with the file, and refuses more than <c>max_wro_seq_files</c>; without it the device opens a zone at its first write and closes it when it needs the room, and to open a zone only keeps it among those that this drive holds. Linux does not show whether a mount has the option, so a drive behaves the same on both.</para>
/// <para>A report is what the kernel says of the files, asked for anew each time. zonefs compares a file with its zone when a transfer or a flush of it fails: what happens on the device behind its back is seen then. What a failed write does beyond that is the mount's error policy (<c>errors=</c>): <see cref="IZoneBackend.Description"/> says which it is.</para>
/// <para>A report tells empty, partly written and full zones, read-only and offline ones. It does not tell whether the device has a partly written zone open: the zones that this drive holds are reported as open, the others as closed. A zone that was read-only when the file system was mounted is reported as offline, as zonefs treats it so.</para>
/// </remarks>
[ZonedBackend("zonefs", Ordering = WriteOrdering.Required, ClosesImplicitly = false)]
[Command(ZoneCommand.Read), Command(ZoneCommand.Write), Command(ZoneCommand.Flush), Command(ZoneCommand.Report)]
[Command(ZoneCommand.Open), Command(ZoneCommand.Close), Command(ZoneCommand.Finish), Command(ZoneCommand.Reset)]
[Emulates(ZoneCommand.Append, With = Emulation.WriteAtPointer)]
[MapsError(Errno.NotPermitted, ZoneError.ZoneReadOnly)]
[MapsError(Errno.Access, ZoneError.ZoneOffline)]
[MapsError(Errno.Invalid, ZoneError.Misaligned)]
[MapsError(Errno.FileTooLarge, ZoneError.Boundary)]
[MapsError(Errno.Busy, ZoneError.TooManyOpenZones)]
[MapsError(Errno.TooManyReferences, ZoneError.TooManyOpenZones)]
[MapsError(Errno.Overflow, ZoneError.TooManyActiveZones)]
[MapsError(Errno.NoDevice, ZoneError.DeviceGone)]
[MapsError(Errno.ReadOnlyFileSystem, ZoneError.DeviceReadOnly)]
[SupportedOSPlatform("linux")]
public sealed partial class ZoneFsDrive
{
    private readonly ZoneFsMount _mount;
    private readonly ZoneFiles _files;

    private ZoneFsDrive(ZoneFsMount mount, BackendShape shape)
    {
        _mount = mount;
        _files = new ZoneFiles(mount, shape.Name, shape.TimeProvider);
        Start(shape);
    }

    /// <summary>Opens a mount of zonefs.</summary>
    /// <param name="path">The mount point. Symbolic links are followed.</param>
    /// <param name="options">How to open it; null = for reading and writing, as the only one who writes.</param>
    /// <returns>The drive, to be given to <see cref="ZonedDevice.OpenAsync(IZoneBackend, ZonedDeviceOptions?, CancellationToken)"/>.</returns>
    /// <exception cref="DeviceOpenException">The system refused: a read-only mount, a missing permission, somebody else who writes; the message says which.</exception>
    /// <exception cref="NotSupportedException">What is there is no mount of zonefs, but a folder in one, or another folder.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    public static ZoneFsDrive Open(string path, ZoneFsOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        options ??= new ZoneFsOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Threads, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.Threads, BackendShape.MaxThreads, nameof(options));
        ZoneFsMount mount = ZoneFsOpener.Open(path, options.IsReadOnly);
        try
        {
            return new ZoneFsDrive(mount, ShapeOf(path, mount, options));
        }
        catch
        {
            mount.Root.Dispose();
            throw;
        }
    }

    private static BackendShape ShapeOf(string path, ZoneFsMount mount, ZoneFsOptions options) => new()
    {
        Name = path,
        Identity = new DeviceIdentity($"{mount.Queue.Identity} zonefs"),
        Geometry = mount.Geometry,
        Limits = new Limits
        {
            MaxOpenZones = mount.MaxOpenZones,
            MaxActiveZones = mount.MaxActiveZones,
            MaxTransferBytes = mount.Queue.MaxTransferBytes,
            MaxAppendBytes = mount.Queue.MaxTransferBytes,
        },
        Description = new BackendDescription { DataPath = IoPath.Direct, Engine = TransferEngine.Threads, Findings = mount.Findings() },
        Scheduling = BackendScheduling.Threads,
        Threads = options.Threads,
        TimeProvider = options.TimeProvider,
        Probe = options.Probe,
    };

    private partial long ReadCore(int zone, long offsetInZone, Span<byte> buffer)
    {
        long count = _files.Read(zone, offsetInZone, buffer);
        return count >= 0 ? count : -CauseOf(zone, (int)-count, offsetInZone, isWrite: false);
    }

    private partial long WriteCore(int zone, long offsetInZone, ReadOnlySpan<byte> data)
    {
        long count = _files.Write(zone, offsetInZone, data);
        return count >= 0 ? count : -CauseOf(zone, (int)-count, offsetInZone, isWrite: true);
    }

    private partial int OpenCore(int zone) => Judge(zone, _files.Open(zone));

    private partial int CloseCore(int zone)
    {
        _files.Close(zone);
        return 0;
    }

    private partial int FinishCore(int zone) => Judge(zone, _files.Truncate(zone, _mount.Files[zone].CapacityBytes));

    private partial int ResetCore(int zone) => Judge(zone, _files.Truncate(zone, 0));

    private partial int FlushCore(int zone)
    {
        int errno = _files.Flush(zone);
        return errno == 0 || BlockDeviceQueue.IsAttached(BlockDeviceOpener.Sysfs, _mount.Device) ? errno : Errno.NoDevice;
    }

    private partial int ReportCore(int firstZone, Span<ZoneInfo> zones)
    {
        // The kernel keeps the files of a device that is gone, and they look as they did.
        if (!BlockDeviceQueue.IsAttached(BlockDeviceOpener.Sysfs, _mount.Device))
        {
            return -Errno.NoDevice;
        }

        for (int i = 0; i < zones.Length; i++)
        {
            int errno = Libc.Status(_mount.Root, _mount.Files[firstZone + i].Path, out FileStatus status);
            if (errno != 0)
            {
                return i > 0 ? i : -errno;
            }

            zones[i] = Describe(firstZone + i, status);
        }

        return zones.Length;
    }

    partial void DisposeCore() => _files.Dispose();

    private ZoneInfo Describe(int zone, in FileStatus status)
    {
        ZoneFile file = _mount.Files[zone];
        long start = Geometry.StartOf(zone);
        ZoneCondition condition = file.IsSequential
            ? ZoneFileState.OfSequential(status.Permissions, status.LengthBytes, file.CapacityBytes, _files.HeldAs(zone))
            : ZoneFileState.OfConventional(status.Permissions);
        return new ZoneInfo
        {
            Index = zone,
            Type = file.IsSequential ? ZoneType.SequentialWriteRequired : ZoneType.Conventional,
            Condition = condition,
            Start = start,
            LengthBytes = Geometry.LengthOf(zone),
            CapacityBytes = file.CapacityBytes,
            WritePointer = file.IsSequential ? start + status.LengthBytes : start,
            KeepsWritePointer = file.IsSequential && condition == ZoneCondition.ReadOnly,
        };
    }

    private int Judge(int zone, int errno) => errno == 0 ? 0 : CauseOf(zone, errno, offset: -1, isWrite: true);

    // zonefs answers EPERM for a zone that is read-only or offline, and EINVAL for a write off the file's end and for one that does not lie well: the file tells which.
    private int CauseOf(int zone, int errno, long offset, bool isWrite)
    {
        if (!BlockDeviceQueue.IsAttached(BlockDeviceOpener.Sysfs, _mount.Device))
        {
            return Errno.NoDevice;
        }

        if (errno is not (Errno.NotPermitted or Errno.Access or Errno.Invalid) || Libc.Status(_mount.Root, _mount.Files[zone].Path, out FileStatus status) != 0)
        {
            return errno == Errno.NoDevice ? Errno.Io : errno;
        }

        if (errno == Errno.Invalid)
        {
            return isWrite && status.LengthBytes != offset ? Errno.Invalid : Errno.Io;
        }

        return ZoneFileState.IsOffline(status.Permissions) ? Errno.Access : isWrite ? Errno.NotPermitted : Errno.Io;
    }
}
