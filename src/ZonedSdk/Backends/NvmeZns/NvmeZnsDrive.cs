using System.Runtime.Versioning;
using ZonedSdk.CompilerServices;
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
/// <para>Reads, writes and appends go by io_uring where the system has it (<see cref="CommandPath"/>), many at once without a thread for each; reports, management and flushes are control calls.</para>
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
[MapsError(NvmeStatus.InvalidLogPage, ZoneError.NotSupported)]
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
public sealed partial class NvmeZnsDrive : ICompletesInline
{
    // A report is a transfer like any other, and the smallest limit that a controller can have is two pages: 64 bytes of header, and as many for each zone.
    private const int ZonesInTwoPages = 127;

    private readonly NvmeNode _node;
    private readonly NvmeTransfers _transfers;

    private NvmeZnsDrive(NvmeNode node, NvmeTransfers transfers, BackendShape shape)
    {
        _node = node;
        _transfers = transfers;
        CommandPath = shape.Ring is null ? NvmeCommandPath.Ioctl : NvmeCommandPath.Ring;
        Start(shape);
    }

    /// <summary>How reads, writes and appends reach the drive: <see cref="NvmeCommandPath.Ring"/> or <see cref="NvmeCommandPath.Ioctl"/>. Where a ring was not to be had, <see cref="Description"/> says why.</summary>
    public NvmeCommandPath CommandPath { get; }

    /// <summary>Opens a zoned namespace.</summary>
    /// <param name="path">Its character device (<c>/dev/ng0n1</c>) or its block device (<c>/dev/nvme0n1</c>). Symbolic links are followed.</param>
    /// <param name="options">How to open it; null = exclusively, for reading and writing.</param>
    /// <returns>The drive, to be given to <see cref="ZonedDevice.OpenAsync(IZoneBackend, ZonedDeviceOptions?, CancellationToken)"/>.</returns>
    /// <exception cref="DeviceOpenException">The system or the drive refused: the message says who has the namespace, which permission is missing, or why there are no rings, or fewer, where they were demanded.</exception>
    /// <exception cref="NotSupportedException">What is there is no zoned namespace, or one whose blocks carry metadata.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    public static NvmeZnsDrive Open(string path, NvmeZnsOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        options ??= new NvmeZnsOptions();
        options.Validate();
        NvmeNode node = NvmeNodeOpener.Open(path, options.IsReadOnly);
        RingPath? ring = null;
        try
        {
            Geometry geometry = new(node.Namespace.BlockSizeBytes, node.Namespace.ZoneSizeBytes, node.Namespace.SizeBytes);
            NvmeTransfers transfers = new(node, geometry);
            ring = NvmeRings.Open(path, node, transfers, options, out BackendFinding? finding);
            return new NvmeZnsDrive(node, transfers, ShapeOf(path, node, geometry, options, ring, finding));
        }
        catch
        {
            ring?.Stop();
            node.Dispose();
            throw;
        }
    }

    void ICompletesInline.CompleteInline() => Engine.CompleteInline();

    private static BackendShape ShapeOf(string path, NvmeNode node, Geometry geometry, NvmeZnsOptions options, RingPath? ring, BackendFinding? finding) => new()
    {
        Name = path,
        Identity = node.Identity,
        Geometry = geometry,
        Limits = new Limits
        {
            MaxOpenZones = node.Namespace.MaxOpenZones,
            MaxActiveZones = node.Namespace.MaxActiveZones,
            MaxTransferBytes = node.Namespace.MaxTransferBytes,
            MaxAppendBytes = options.AppendsNatively ? node.Namespace.MaxAppendBytes : node.Namespace.MaxTransferBytes,
        },
        AppendsNatively = options.AppendsNatively,
        Description = new BackendDescription { DataPath = IoPath.Direct, Engine = ring is null ? TransferEngine.Threads : TransferEngine.Ring, RingCount = ring?.Rings.Count ?? 0, Findings = finding is null ? node.Findings : [.. node.Findings, finding] },
        Scheduling = BackendScheduling.Threads,
        Threads = options.Threads,
        Ring = ring,
        TimeProvider = options.TimeProvider,
        Probe = options.Probe,
    };

    private partial long ReadCore(int zone, long offsetInZone, Span<byte> buffer) => _transfers.Execute(new CommandCall(ZoneCommand.Read, zone, offsetInZone, buffer.Length), buffer);

    private partial long WriteCore(int zone, long offsetInZone, ReadOnlySpan<byte> data) => _transfers.Execute(new CommandCall(ZoneCommand.Write, zone, offsetInZone, data.Length), data);

    private partial long AppendCore(int zone, ReadOnlySpan<byte> data) => _transfers.Execute(new CommandCall(ZoneCommand.Append, zone, -1, data.Length), data);

    private partial int ControlCore(uint request, Span<byte> argument, Span<byte> data)
    {
        // A send has no such bit, and no data.
        new NvmeZoneManagementCommand.Writer(argument).IsPartial = data.Length > 0;
        return _node.Judge(_node.Commands.Execute(argument, data));
    }

    private partial int FlushCore(int zone)
    {
        if (!_node.Namespace.HasVolatileCache)
        {
            return 0;
        }

        Span<byte> argument = stackalloc byte[NvmeTransferCommand.Size];
        NvmeTransferCommand.Write(argument).Opcode = NvmeOpcode.Flush;
        return _node.Judge(_node.Commands.Execute(argument, default));
    }

    partial void DisposeCore() => _node.Dispose();
}
