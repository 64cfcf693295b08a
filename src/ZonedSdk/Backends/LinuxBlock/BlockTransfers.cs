using System.Runtime.Versioning;
using ZonedSdk.CompilerServices;
using ZonedSdk.Descriptors;
using ZonedSdk.Interop;
using ZonedSdk.Interop.Uring;
using ZonedSdk.Layouts;

namespace ZonedSdk.Backends.LinuxBlock;

/// <summary>Reads and writes of a block device, as calls that block and as entries of a ring, and what their errors mean.</summary>
[SupportedOSPlatform("linux")]
internal sealed class BlockTransfers : IRingCommands, IDisposable
{
    // A stretch that begins or ends within a page makes a gap for which drivers cut a command in two (queue/virt_boundary_mask).
    private const int PageBytes = 4096;

    private readonly FileDescriptor _device;
    private readonly Geometry _geometry;
    private readonly DirectTransfers _calls;
    private readonly FileDescriptor? _ringDevice;

    /// <summary>Makes them.</summary>
    /// <param name="name">The drive's name, for measurements.</param>
    /// <param name="device">The device, for calls that block.</param>
    /// <param name="ringDevice">The same device once more, for entries of a ring; owned. Null where there is no ring.</param>
    /// <param name="queue">What the kernel says of it.</param>
    /// <param name="geometry">Its zones.</param>
    public BlockTransfers(string name, FileDescriptor device, FileDescriptor? ringDevice, BlockDeviceQueue queue, Geometry geometry)
    {
        _device = device;
        _ringDevice = ringDevice;
        _geometry = geometry;

        // The kernel would take less from some devices (queue/dma_alignment). null_blk, which then gets a block in two pieces, mixes them up (seen on Linux 6.1).
        AlignmentBytes = queue.LogicalBlockSizeBytes;
        _calls = new DirectTransfers(queue.MaxTransferBytes, AlignmentBytes, name);
    }

    /// <inheritdoc/>
    public int AlignmentBytes { get; }

    /// <inheritdoc/>
    public int StretchAlignmentBytes => Math.Max(PageBytes, AlignmentBytes);

    /// <summary>Reads by a call that blocks.</summary>
    public long Read(int zone, long offset, Span<byte> buffer) => BytesOf(_calls.Read(_device, _geometry.StartOf(zone) + offset, buffer));

    /// <summary>Writes by a call that blocks.</summary>
    public long Write(int zone, long offset, ReadOnlySpan<byte> data) => BytesOf(_calls.Write(_device, _geometry.StartOf(zone) + offset, data));

    /// <inheritdoc/>
    public void Encode(in CommandCall call, in RingMemory memory, ref SubmissionEntry entry, Span<byte> command)
    {
        bool isVector = memory.Stretches > 0;
        entry.Opcode = call.Command == ZoneCommand.Read ? RingOpcode.Read : isVector ? RingOpcode.WriteVector : RingOpcode.Write;
        entry.Descriptor = _ringDevice!.Number;
        entry.Offset = (ulong)(_geometry.StartOf(call.Zone) + call.OffsetInZone);
        entry.Address = memory.Address;
        entry.LengthBytes = (uint)(isVector ? memory.Stretches : call.Length);
    }

    /// <inheritdoc/>
    /// <remarks>Had a write reached the medium in part, the second one would go to a place below the zone's write pointer, where the device takes none; where it takes any, in a zone without a pointer, the same bytes are written to the same place.</remarks>
    public bool IsToBeRepeated(in RingCompletion completion) => completion.Result is -Errno.Again or -Errno.Interrupted or -Errno.Cancelled;

    /// <inheritdoc/>
    public bool HasSucceeded(in RingCompletion completion) => completion.Result > 0;

    /// <inheritdoc/>
    public long Decode(in CommandCall call, in RingCompletion completion) => BytesOf(completion.Result);

    /// <summary>What an error number of a call stands for; 0 = it had none.</summary>
    public int CodeOf(int errno) => errno == 0 ? 0 : CauseOf(errno);

    public void Dispose()
    {
        _ringDevice?.Dispose();
        _calls.Dispose();
    }

    private long BytesOf(long count) => count > 0 ? count : -CauseOf((int)-count);

    // Of a disk that was pulled the kernel says that it ends at its first byte: reads bring nothing and no error, writes find no space. ENODEV it says of an offline zone, too.
    private int CauseOf(int errno) => IsGone() ? Errno.NoDevice : errno is 0 or Errno.NoDevice ? Errno.Io : errno;

    // Only a device that is there has zones to report. One that cannot tell just now is there, too: device-mapper answers EAGAIN while its table is changed.
    private bool IsGone()
    {
        Span<byte> report = stackalloc byte[LinuxBlockDrive.ReportLength(1)];
        report.Clear();
        LinuxBlockDrive.EncodeReport(report, start: 0, zones: 1);
        return Libc.Control(_device, LinuxBlockDrive.ReportRequest, report) switch
        {
            0 => new BlkZoneReport(report).ZoneCount == 0,
            Errno.NoDevice or Errno.NoDeviceOrAddress => true,
            _ => false,
        };
    }
}
