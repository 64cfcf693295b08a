using System.Runtime.Versioning;
using ZonedSdk.Descriptors;
using ZonedSdk.Interop;
using ZonedSdk.Layouts;

namespace ZonedSdk.Backends.NvmeZns;

/// <summary>An NVMe zoned namespace past the block layer of Linux: its own commands, its own status codes, and zones of any length.</summary>
/// <remarks>
/// <para>Linux keeps write pointers of its own for the block device beside this one, and does not see what is written here. So the block device is held exclusively as long as this drive is open for writing. Whoever opens it
/// afterwards and writes meets one error at most: the report that follows heals it.</para>
/// <para>The drive chooses the places of appends, and many of a zone are at it at once; writes and appends of a zone take turns. How much of an append that failed is on the medium nobody knows
/// (<see cref="ZonedIOException.LandedBytes"/>), nor where: with <see cref="NvmeZnsOptions.AppendsNatively"/> set to false an append is a write at the pointer, of which both are known.</para>
/// <para>A command that the kernel gave up (a time-out, a reset of the controller) ends as EINTR, and is never sent again: nobody knows whether it was executed. A report tells.</para>
/// <para>A status code arrives in <see cref="ZonedIOException.Errno"/> in a form that <see cref="NvmeStatus.FromErrno"/> reads; messages have its name.</para>
/// </remarks>
[ZonedBackend("nvme-zns", Flavour = ZoneFlavour.Zns, Ordering = WriteOrdering.Required)]
[Command(ZoneCommand.Read), Command(ZoneCommand.Write), Command(ZoneCommand.Append), Command(ZoneCommand.Flush)]
[Command(ZoneCommand.Close, Ioctl = NvmeCommands.InputOutput, Argument = typeof(NvmeZoneManagementCommand), Opcode = NvmeOpcode.ZoneManagementSend, Action = 1)]
[Command(ZoneCommand.Finish, Ioctl = NvmeCommands.InputOutput, Argument = typeof(NvmeZoneManagementCommand), Opcode = NvmeOpcode.ZoneManagementSend, Action = 2)]
[Command(ZoneCommand.Open, Ioctl = NvmeCommands.InputOutput, Argument = typeof(NvmeZoneManagementCommand), Opcode = NvmeOpcode.ZoneManagementSend, Action = 3)]
[Command(ZoneCommand.Reset, Ioctl = NvmeCommands.InputOutput, Argument = typeof(NvmeZoneManagementCommand), Opcode = NvmeOpcode.ZoneManagementSend, Action = 4)]
[Report(typeof(NvmeZoneReport), Ioctl = NvmeCommands.InputOutput, Argument = typeof(NvmeZoneManagementCommand), Opcode = NvmeOpcode.ZoneManagementReceive, Action = 0, ZonesPerCall = ZonesInTwoPages)]
[MapsError(NvmeStatus.InvalidOpcode, ZoneError.NotSupported)]
[MapsError(NvmeStatus.InvalidNamespace, ZoneError.DeviceGone)]
[MapsError(NvmeStatus.NamespaceWriteProtected, ZoneError.DeviceReadOnly)]
[MapsError(NvmeStatus.LbaOutOfRange, ZoneError.Boundary)]
[MapsError(NvmeStatus.InvalidZoneOperation, ZoneError.NotSupported)]
[MapsError(NvmeStatus.ZoneBoundaryError, ZoneError.Boundary)]
[MapsError(NvmeStatus.ZoneIsFull, ZoneError.ZoneFull)]
[MapsError(NvmeStatus.ZoneIsReadOnly, ZoneError.ZoneReadOnly)]
[MapsError(NvmeStatus.ZoneIsOffline, ZoneError.ZoneOffline)]
[MapsError(NvmeStatus.ZoneInvalidWrite, ZoneError.Misaligned)]
[MapsError(NvmeStatus.TooManyActiveZones, ZoneError.TooManyActiveZones)]
[MapsError(NvmeStatus.TooManyOpenZones, ZoneError.TooManyOpenZones)]
[MapsError(NvmeStatus.InvalidZoneStateTransition, ZoneError.InvalidTransition)]
[MapsError(Errno.NoDevice, ZoneError.DeviceGone)]
[MapsError(Errno.NoDeviceOrAddress, ZoneError.DeviceGone)]
[SupportedOSPlatform("linux")]
public sealed partial class NvmeZnsDrive
{
    // A report is a transfer like any other, and the smallest limit that a controller can have is two pages: 64 bytes of header, and as many for each zone.
    private const int ZonesInTwoPages = 127;

    private readonly NvmeNode _node;

    private NvmeZnsDrive(NvmeNode node, BackendShape shape)
    {
        _node = node;
        Start(shape);
    }

    /// <summary>Opens a zoned namespace.</summary>
    /// <param name="path">Its character device (<c>/dev/ng0n1</c>) or its block device (<c>/dev/nvme0n1</c>). Symbolic links are followed.</param>
    /// <param name="options">How to open it; null = exclusively, for reading and writing.</param>
    /// <returns>The drive, to be given to <see cref="ZonedDevice.OpenAsync(IZoneBackend, ZonedDeviceOptions?, CancellationToken)"/>.</returns>
    /// <exception cref="DeviceOpenException">The system or the drive refused: the message says who has the namespace, or which permission is missing.</exception>
    /// <exception cref="NotSupportedException">What is there is no zoned namespace, or one whose blocks carry metadata.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    public static NvmeZnsDrive Open(string path, NvmeZnsOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        options ??= new NvmeZnsOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Threads, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.Threads, BackendShape.MaxThreads, nameof(options));
        NvmeNode node = NvmeNodeOpener.Open(path, options.IsReadOnly);
        try
        {
            return new NvmeZnsDrive(node, ShapeOf(path, node, options));
        }
        catch
        {
            node.Dispose();
            throw;
        }
    }

    private static BackendShape ShapeOf(string path, NvmeNode node, NvmeZnsOptions options) => new()
    {
        Name = path,
        Identity = node.Identity,
        Geometry = new Geometry(node.Namespace.BlockSizeBytes, node.Namespace.ZoneSizeBytes, node.Namespace.SizeBytes),
        Limits = new Limits
        {
            MaxOpenZones = node.Namespace.MaxOpenZones,
            MaxActiveZones = node.Namespace.MaxActiveZones,
            MaxTransferBytes = node.Namespace.MaxTransferBytes,
            MaxAppendBytes = options.AppendsNatively ? node.Namespace.MaxAppendBytes : node.Namespace.MaxTransferBytes,
        },
        AppendsNatively = options.AppendsNatively,
        Description = new BackendDescription { DataPath = IoPath.Direct, Findings = node.Findings },
        Scheduling = BackendScheduling.Threads,
        Threads = options.Threads,
        TimeProvider = options.TimeProvider,
        Probe = options.Probe,
    };

    private partial long ReadCore(int zone, long offsetInZone, Span<byte> buffer) => Transfer(NvmeOpcode.Read, zone, offsetInZone, buffer);

    private partial long WriteCore(int zone, long offsetInZone, ReadOnlySpan<byte> data) => Transfer(NvmeOpcode.Write, zone, offsetInZone, data);

    private partial long AppendCore(int zone, ReadOnlySpan<byte> data)
    {
        Span<byte> argument = stackalloc byte[NvmeTransferCommand.Size];
        int code = Execute(argument, NvmeOpcode.ZoneAppend, zone, offsetInZone: 0, data);

        // Whatever place the drive tells is looked at by the runtime; one that is no number of bytes is none.
        return code != 0 ? -code
            : new NvmeTransferCommand(argument).Assigned.TryToBytes(Geometry.BlockSizeBytes, out long offset) && offset >= Geometry.StartOf(zone) ? offset - Geometry.StartOf(zone)
            : -Errno.Io;
    }

    private partial int ControlCore(uint request, Span<byte> argument, Span<byte> data)
    {
        // A send has no such bit, and no data.
        new NvmeZoneManagementCommand.Writer(argument).IsPartial = data.Length > 0;
        return Judge(_node.Commands.Execute(argument, data));
    }

    private partial int FlushCore(int zone)
    {
        if (!_node.Namespace.HasVolatileCache)
        {
            return 0;
        }

        Span<byte> argument = stackalloc byte[NvmeTransferCommand.Size];
        NvmeTransferCommand.Write(argument).Opcode = NvmeOpcode.Flush;
        return Judge(_node.Commands.Execute(argument, default));
    }

    partial void DisposeCore() => _node.Dispose();

    private long Transfer(byte opcode, int zone, long offsetInZone, ReadOnlySpan<byte> data)
    {
        Span<byte> argument = stackalloc byte[NvmeTransferCommand.Size];
        int code = Execute(argument, opcode, zone, offsetInZone, data);
        return code == 0 ? data.Length : -code;
    }

    private int Execute(Span<byte> argument, byte opcode, int zone, long offsetInZone, ReadOnlySpan<byte> data)
    {
        int block = Geometry.BlockSizeBytes;
        NvmeTransferCommand.Writer writer = NvmeTransferCommand.Write(argument);
        writer.Opcode = opcode;
        writer.Start = new Lba((ulong)((Geometry.StartOf(zone) + offsetInZone) / block));
        writer.LastBlock = (ushort)((data.Length / block) - 1);
        return Judge(_node.Commands.Execute(argument, data));
    }

    // The drive's own answers about a zone or a block prove that it is there. Others may be the driver's, in the place of a drive that is gone.
    private int Judge(int code) => code == 0 || NvmeStatus.FromErrno(code) is { CodeType: 1 or 2 } || _node.IsAttached ? code : Errno.NoDevice;
}
