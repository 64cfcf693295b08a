using System.Runtime.Versioning;
using ZonedSdk.CompilerServices;
using ZonedSdk.Descriptors;
using ZonedSdk.Interop;
using ZonedSdk.Layouts;

namespace ZonedSdk.Backends.LinuxBlock;

// The namespace of the emulated drive has the same name.
using Emulation = ZonedSdk.Descriptors.Emulation;

/// <summary>A zoned block device of Linux (a host-managed SMR disk, a ZNS namespace, null_blk, device-mapper above them): the control calls of include/uapi/linux/blkzoned.h, and transfers past the page cache.</summary>
/// <remarks>
/// <para>The device enforces the order of a zone's writes, so at most one of them is at the kernel at a time; what queued up behind it goes as one.</para>
/// <para>Reads and writes go by io_uring where the system has it (<see cref="LinuxBlockOptions.Engine"/>), many at once without a thread for each; reports, management and flushes are calls that block.</para>
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
public sealed partial class LinuxBlockDrive : ICompletesInline
{
    private readonly FileDescriptor _device;
    private readonly BlockTransfers _transfers;

    private LinuxBlockDrive(FileDescriptor device, BlockTransfers transfers, BackendShape shape)
    {
        _device = device;
        _transfers = transfers;
        Start(shape);
    }

    /// <summary>Opens a zoned block device.</summary>
    /// <param name="path">The device: <c>/dev/sdb</c>, <c>/dev/nvme0n1</c>. Symbolic links are followed.</param>
    /// <param name="options">How to open it; null = exclusively, for reading and writing.</param>
    /// <returns>The drive, to be given to <see cref="ZonedDevice.OpenAsync(IZoneBackend, ZonedDeviceOptions?, CancellationToken)"/>.</returns>
    /// <exception cref="DeviceOpenException">The system refused: the message says who has the device, which permission is missing, or why there are no rings, or fewer, where they were demanded.</exception>
    /// <exception cref="NotSupportedException">What is there is no zoned block device.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    public static LinuxBlockDrive Open(string path, LinuxBlockOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        options ??= new LinuxBlockOptions();
        options.Validate();
        FileDescriptor device = BlockDeviceOpener.Open(path, options.IsReadOnly, out BlockDeviceQueue queue);
        BlockRings? rings = null;
        try
        {
            Geometry geometry = new(queue.WriteGranularityBytes, queue.ZoneSizeBytes, queue.SizeBytes);
            rings = BlockRings.Open(path, device, queue, options, out BackendFinding? finding);
            BlockTransfers transfers = new(path, device, rings?.Device, queue, geometry);
            return new LinuxBlockDrive(device, transfers, ShapeOf(path, queue, geometry, options, rings is null ? null : new RingPath(rings.Opened.Rings, transfers), finding));
        }
        catch
        {
            rings?.Abandon();
            device.Dispose();
            throw;
        }
    }

    void ICompletesInline.CompleteInline() => Engine.CompleteInline();

    private static BackendShape ShapeOf(string path, BlockDeviceQueue queue, Geometry geometry, LinuxBlockOptions options, RingPath? ring, BackendFinding? finding) => new()
    {
        Name = path,
        Identity = new DeviceIdentity(queue.Identity),
        Geometry = geometry,
        Limits = new Limits
        {
            MaxOpenZones = queue.MaxOpenZones,
            MaxActiveZones = queue.MaxActiveZones,
            MaxTransferBytes = queue.MaxTransferBytes,
            MaxAppendBytes = queue.MaxTransferBytes,
        },
        Flavour = queue.Flavour,
        LogicalBlockSizeBytes = queue.LogicalBlockSizeBytes,
        Description = new BackendDescription { DataPath = IoPath.Direct, Engine = ring is null ? TransferEngine.Threads : TransferEngine.Ring, RingCount = ring?.Rings.Count ?? 0, Findings = finding is null ? [] : [finding] },
        Scheduling = BackendScheduling.Threads,
        Threads = options.Threads,
        Ring = ring,
        TimeProvider = options.TimeProvider,
        Probe = options.Probe,
    };

    private partial long ReadCore(int zone, long offset, Span<byte> buffer) => _transfers.Read(zone, offset, buffer);

    private partial long WriteCore(int zone, long offset, ReadOnlySpan<byte> data) => _transfers.Write(zone, offset, data);

    private partial int ControlCore(uint request, Span<byte> argument, Span<byte> data) => _transfers.CodeOf(Libc.Control(_device, request, argument));

    private partial int FlushCore(int zone) => _transfers.CodeOf(Libc.Synchronize(_device));

    partial void DisposeCore()
    {
        // The claim goes last.
        _transfers.Dispose();
        _device.Dispose();
    }
}
