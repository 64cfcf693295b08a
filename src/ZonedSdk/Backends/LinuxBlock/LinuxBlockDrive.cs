using System.Runtime.Versioning;
using ZonedSdk.Descriptors;
using ZonedSdk.Interop;
using ZonedSdk.Layouts;

namespace ZonedSdk.Backends.LinuxBlock;

// The namespace of the emulated drive has the same name.
using Emulation = ZonedSdk.Descriptors.Emulation;

/// <summary>A zoned block device of Linux (a host-managed SMR disk, a ZNS namespace, null_blk, device-mapper above them): the control calls of include/uapi/linux/blkzoned.h, and transfers past the page cache.</summary>
/// <remarks>
/// <para>The device enforces the order of a zone's writes, so at most one of them is at the kernel at a time; what queued up behind it goes as one.</para>
/// <para>EIO alone does not tell a write off the pointer from a damaged medium; only the report does. Linux 6.12 and later refuse every write of a zone after a failed one until the zone is reported, which the runtime's recovery does.</para>
/// <para>Reports come from the device, past every cache. Resetting a range drops its pages from the page cache.</para>
/// </remarks>
[ZonedBackend("linux-block", Ordering = WriteOrdering.Required, ClosesImplicitly = false)]
[Command(ZoneCommand.Read), Command(ZoneCommand.Write), Command(ZoneCommand.Flush)]
[Command(ZoneCommand.Reset, Ioctl = 0x40101283, Argument = typeof(BlkZoneRange))]
[Command(ZoneCommand.Open, Ioctl = 0x40101286, Argument = typeof(BlkZoneRange))]
[Command(ZoneCommand.Close, Ioctl = 0x40101287, Argument = typeof(BlkZoneRange))]
[Command(ZoneCommand.Finish, Ioctl = 0x40101288, Argument = typeof(BlkZoneRange))]
[Report(typeof(BlkZoneReport), Ioctl = 0xC0101282)]
[Emulates(ZoneCommand.Append, With = Emulation.WriteAtPointer)]
[MapsError(Errno.TooManyReferences, ZoneError.TooManyOpenZones)]
[MapsError(Errno.Overflow, ZoneError.TooManyActiveZones)]
[MapsError(Errno.NoDevice, ZoneError.DeviceGone)]
[MapsError(Errno.NoDeviceOrAddress, ZoneError.DeviceGone)]
[MapsError(Errno.NotATerminal, ZoneError.NotSupported)]
[MapsError(Errno.NotSupported, ZoneError.NotSupported)]
[MapsError(Errno.BadDescriptor, ZoneError.DeviceReadOnly)]
[SupportedOSPlatform("linux")]
public sealed partial class LinuxBlockDrive
{
    private readonly FileDescriptor _device;
    private readonly DirectTransfers _transfers;

    private LinuxBlockDrive(FileDescriptor device, BlockDeviceQueue queue, BackendShape shape)
    {
        _device = device;

        // The kernel would take less from some devices (queue/dma_alignment). null_blk, which then gets a block in two pieces, mixes them up (seen on Linux 6.1).
        _transfers = new DirectTransfers(queue.MaxTransferBytes, queue.LogicalBlockSizeBytes, shape.Name);
        Start(shape);
    }

    /// <summary>Opens a zoned block device.</summary>
    /// <param name="path">The device: <c>/dev/sdb</c>, <c>/dev/nvme0n1</c>. Symbolic links are followed.</param>
    /// <param name="options">How to open it; null = exclusively, for reading and writing.</param>
    /// <returns>The drive, to be given to <see cref="ZonedDevice.OpenAsync(IZoneBackend, ZonedDeviceOptions?, CancellationToken)"/>.</returns>
    /// <exception cref="DeviceOpenException">The system refused: the message says who has the device, or which permission is missing.</exception>
    /// <exception cref="NotSupportedException">What is there is no zoned block device.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    public static LinuxBlockDrive Open(string path, LinuxBlockOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        options ??= new LinuxBlockOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Threads, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.Threads, BackendShape.MaxThreads, nameof(options));
        FileDescriptor device = BlockDeviceOpener.Open(path, options.IsReadOnly, out BlockDeviceQueue queue);
        try
        {
            return new LinuxBlockDrive(device, queue, ShapeOf(path, queue, options));
        }
        catch
        {
            device.Dispose();
            throw;
        }
    }

    private static BackendShape ShapeOf(string path, BlockDeviceQueue queue, LinuxBlockOptions options) => new()
    {
        Name = path,
        Identity = new DeviceIdentity(queue.Identity),
        Geometry = new Geometry(queue.WriteGranularityBytes, queue.ZoneSizeBytes, queue.SizeBytes),
        Limits = new Limits
        {
            MaxOpenZones = queue.MaxOpenZones,
            MaxActiveZones = queue.MaxActiveZones,
            MaxTransferBytes = queue.MaxTransferBytes,
            MaxAppendBytes = queue.MaxTransferBytes,
        },
        Flavour = queue.Flavour,
        LogicalBlockSizeBytes = queue.LogicalBlockSizeBytes,
        Description = new BackendDescription { DataPath = IoPath.Direct },
        Scheduling = BackendScheduling.Threads,
        Threads = options.Threads,
        TimeProvider = options.TimeProvider,
        Probe = options.Probe,
    };

    private partial long ReadCore(int zone, long offset, Span<byte> buffer) => Judge(_transfers.Read(_device, Geometry.StartOf(zone) + offset, buffer));

    private partial long WriteCore(int zone, long offset, ReadOnlySpan<byte> data) => Judge(_transfers.Write(_device, Geometry.StartOf(zone) + offset, data));

    private partial int ControlCore(uint request, Span<byte> argument, Span<byte> data) => Judge(Libc.Control(_device, request, argument));

    private partial int FlushCore(int zone) => Judge(Libc.Synchronize(_device));

    partial void DisposeCore()
    {
        _device.Dispose();
        _transfers.Dispose();
    }

    private long Judge(long count) => count > 0 ? count : -CauseOf((int)-count);

    private int Judge(int errno) => errno == 0 ? 0 : CauseOf(errno);

    // Of a disk that was pulled the kernel says that it ends at its first byte: reads bring nothing and no error, writes find no space. ENODEV it says of an offline zone, too.
    private int CauseOf(int errno) => IsGone() ? Errno.NoDevice : errno is 0 or Errno.NoDevice ? Errno.Io : errno;

    // Only a device that is there has zones to report. One that cannot tell just now is there, too: device-mapper answers EAGAIN while its table is changed.
    private bool IsGone()
    {
        Span<byte> report = stackalloc byte[ReportLength(1)];
        report.Clear();
        EncodeReport(report, start: 0, zones: 1);
        return Libc.Control(_device, ReportRequest, report) switch
        {
            0 => new BlkZoneReport(report).ZoneCount == 0,
            Errno.NoDevice or Errno.NoDeviceOrAddress => true,
            _ => false,
        };
    }
}
