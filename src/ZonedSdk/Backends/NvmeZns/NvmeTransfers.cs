using System.Runtime.Versioning;
using ZonedSdk.CompilerServices;
using ZonedSdk.Descriptors;
using ZonedSdk.Interop;
using ZonedSdk.Interop.Uring;
using ZonedSdk.Layouts;

namespace ZonedSdk.Backends.NvmeZns;

/// <summary>Reads, writes and appends of a namespace, as arguments of a control call and as entries of a ring: the same command, and the same answer.</summary>
[SupportedOSPlatform("linux")]
internal sealed class NvmeTransfers(NvmeNode node, Geometry geometry) : IRingCommands
{
    /// <summary>NVME_URING_CMD_IO of include/uapi/linux/nvme_ioctl.h. Its argument is that of the control call without the result, which comes with the completion.</summary>
    public const uint RingInputOutput = 0xC0484E80;

    /// <inheritdoc/>
    public int AlignmentBytes => 1;

    /// <summary>Executes a transfer by a control call.</summary>
    /// <param name="call">What is asked.</param>
    /// <param name="data">What is written, or the memory that is filled.</param>
    /// <returns>Bytes, of an append its distance from the zone's start, or minus an error code.</returns>
    public long Execute(in CommandCall call, ReadOnlySpan<byte> data)
    {
        Span<byte> argument = stackalloc byte[NvmeTransferCommand.Size];
        Encode(call, argument);
        int code = node.Commands.Execute(argument, data);
        return ResultOf(call, code, new NvmeTransferCommand(argument).Assigned);
    }

    /// <inheritdoc/>
    public void Encode(in CommandCall call, in RingMemory memory, ref SubmissionEntry entry, Span<byte> command)
    {
        entry.Opcode = RingOpcode.DeviceCommand;
        entry.Descriptor = node.Device.Number;
        entry.DeviceCommand = RingInputOutput;
        NvmeTransferCommand.Writer writer = Encode(call, command);
        writer.Namespace = node.Commands.Namespace;
        writer.DataAddress = memory.Address;
        writer.DataLength = new Bytes((ulong)call.Length);
    }

    /// <inheritdoc/>
    public bool HasSucceeded(in RingCompletion completion) => completion.Result == 0;

    /// <inheritdoc/>
    public long Decode(in CommandCall call, in RingCompletion completion) =>
        ResultOf(call, NvmeCommands.CodeOf(completion.Result), new Lba(completion.Extra));

    private NvmeTransferCommand.Writer Encode(in CommandCall call, Span<byte> argument)
    {
        int block = geometry.BlockSizeBytes;
        long offset = geometry.StartOf(call.Zone) + (call.Command == ZoneCommand.Append ? 0 : call.OffsetInZone);
        NvmeTransferCommand.Writer writer = NvmeTransferCommand.Write(argument);
        writer.Opcode = call.Command switch
        {
            ZoneCommand.Read => NvmeOpcode.Read,
            ZoneCommand.Append => NvmeOpcode.ZoneAppend,
            _ => NvmeOpcode.Write,
        };
        writer.Start = new Lba((ulong)(offset / block));
        writer.LastBlock = (ushort)((call.Length / block) - 1);
        return writer;
    }

    private long ResultOf(in CommandCall call, int code, Lba assigned)
    {
        if (code != 0)
        {
            return -node.Judge(code);
        }

        if (call.Command != ZoneCommand.Append)
        {
            return call.Length;
        }

        // Whatever place the drive tells is looked at by the runtime; one that is no number of bytes is none.
        long start = geometry.StartOf(call.Zone);
        return assigned.TryToBytes(geometry.BlockSizeBytes, out long offset) && offset >= start ? offset - start : -Errno.Io;
    }
}
