using System.Runtime.Versioning;
using ZonedSdk.Annotations;
using ZonedSdk.Interop;
using ZonedSdk.Layouts;

namespace ZonedSdk.Backends.NvmeZns;

/// <summary>The way of commands to a namespace past the block layer: control calls on its node that return when the command is known dead.</summary>
/// <param name="node">The node.</param>
/// <param name="namespaceId">The namespace, as the node's driver counts.</param>
[SupportedOSPlatform("linux")]
internal sealed unsafe class NvmeCommands(FileDescriptor node, uint namespaceId)
{
    /// <summary>NVME_IOCTL_IO64_CMD of include/uapi/linux/nvme_ioctl.h: the second version of a command's argument, whose result has 64 bits.</summary>
    public const uint InputOutput = 0xC0504E48;

    public const int IdentityBytes = 4096;

    // NVME_IOCTL_ID and NVME_IOCTL_ADMIN64_CMD of the same header.
    private const uint Identity = 0x4E40;
    private const uint Admin = 0xC0504E47;

    /// <summary>The namespace, as the node's driver counts.</summary>
    public uint Namespace => namespaceId;

    /// <summary>The code of what the driver returned: 0, a status that it tells as a positive number, or minus an error number.</summary>
    public static int CodeOf(int result) => result > 0 ? NvmeStatus.CodeOf(result) : -result;

    /// <summary>Which namespace a node stands for.</summary>
    /// <returns>0, or an error number.</returns>
    public static int TryIdentify(FileDescriptor node, out uint namespaceId)
    {
        int result = Libc.ControlOnce(node, Identity, default);
        namespaceId = result > 0 ? (uint)result : 0;
        return result > 0 ? 0 : result == 0 ? Errno.NotATerminal : -result;
    }

    /// <summary>Has namespace or controller describe itself.</summary>
    /// <param name="structure">CNS: as what.</param>
    /// <param name="commandSet">CSI: of which command set.</param>
    /// <param name="page">Filled in; <see cref="IdentityBytes"/> long.</param>
    /// <param name="ofController">The controller is asked for itself, not for the namespace.</param>
    /// <returns>0, an error number, or the code of a status.</returns>
    [DeviceIo(ReturnsError = true)]
    public int Identify(byte structure, byte commandSet, Span<byte> page, bool ofController = false)
    {
        Span<byte> argument = stackalloc byte[NvmeIdentifyCommand.Size];
        NvmeIdentifyCommand.Writer writer = NvmeIdentifyCommand.Write(argument);
        writer.Opcode = NvmeOpcode.Identify;
        writer.Structure = structure;
        writer.CommandSet = commandSet;
        return Execute(Admin, argument, page, ofController ? 0 : namespaceId);
    }

    /// <summary>Reads a log of the namespace, and with it takes what the log says.</summary>
    /// <param name="log">LID: which log.</param>
    /// <param name="commandSet">CSI: of which command set.</param>
    /// <param name="page">Filled in.</param>
    /// <returns>0, an error number, or the code of a status.</returns>
    [DeviceIo(ReturnsError = true)]
    public int TakeLogPage(byte log, byte commandSet, Span<byte> page)
    {
        Span<byte> argument = stackalloc byte[NvmeLogPageCommand.Size];
        EncodeLogPage(argument, log, commandSet, page.Length);
        return Execute(Admin, argument, page, namespaceId);
    }

    /// <summary>Encodes the argument of such a command, but for namespace and data.</summary>
    internal static void EncodeLogPage(Span<byte> argument, byte log, byte commandSet, int lengthBytes)
    {
        NvmeLogPageCommand.Writer writer = NvmeLogPageCommand.Write(argument);
        writer.Opcode = NvmeOpcode.GetLogPage;
        writer.LogPage = log;
        writer.DataDwords = (ushort)((lengthBytes / sizeof(uint)) - 1);
        writer.CommandSet = commandSet;
    }

    /// <summary>Executes a command whose argument is filled in but for namespace and data.</summary>
    /// <param name="argument">The argument; the result comes back in it.</param>
    /// <param name="data">What the command writes, or the memory that it fills: the command's opcode says which.</param>
    /// <returns>0, an error number, or the code of a status.</returns>
    [DeviceIo(ReturnsError = true)]
    public int Execute(Span<byte> argument, ReadOnlySpan<byte> data) => Execute(InputOutput, argument, data, namespaceId);

    private int Execute(uint request, Span<byte> argument, ReadOnlySpan<byte> data, uint to)
    {
        // Namespace and data stand at the same places whatever the command is.
        NvmeZoneManagementCommand.Writer writer = new(argument);
        writer.Namespace = to;
        fixed (byte* start = data)
        {
            writer.DataAddress = (ulong)start;
            writer.DataLength = new Bytes((ulong)data.Length);
            return CodeOf(Libc.ControlOnce(node, request, argument));
        }
    }
}
