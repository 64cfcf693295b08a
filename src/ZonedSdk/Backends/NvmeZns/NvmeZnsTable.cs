using ZonedSdk.Descriptors;
using ZonedSdk.Interop;
using ZonedSdk.Layouts;

namespace ZonedSdk.Backends.NvmeZns;

/// <summary>The command set of an NVMe Zoned Namespace past the block layer: management as pass-through commands, and what the drive's status codes mean.</summary>
/// <remarks>A positive result of the call is the NVMe status: its type in bits 10:8, its code below. Type 1 with the codes of the Zoned Namespace Command Set meets no error number of Linux.</remarks>
[ZonedBackend("nvme-zns", Flavour = ZoneFlavour.Zns, Ordering = WriteOrdering.Required)]
[Command(ZoneCommand.Read), Command(ZoneCommand.Write), Command(ZoneCommand.Append), Command(ZoneCommand.Flush)]
[Command(ZoneCommand.Close, Ioctl = Send, Argument = typeof(NvmePassThrough), Opcode = ManagementSend, Action = 1)]
[Command(ZoneCommand.Finish, Ioctl = Send, Argument = typeof(NvmePassThrough), Opcode = ManagementSend, Action = 2)]
[Command(ZoneCommand.Open, Ioctl = Send, Argument = typeof(NvmePassThrough), Opcode = ManagementSend, Action = 3)]
[Command(ZoneCommand.Reset, Ioctl = Send, Argument = typeof(NvmePassThrough), Opcode = ManagementSend, Action = 4)]
[Report(typeof(NvmeZoneReport), Ioctl = Send, Argument = typeof(NvmePassThrough), Opcode = ManagementReceive, Action = 0)]
[MapsError(0x1B6, ZoneError.NotSupported)]
[MapsError(0x1B8, ZoneError.Boundary)]
[MapsError(0x1B9, ZoneError.ZoneFull)]
[MapsError(0x1BA, ZoneError.ZoneReadOnly)]
[MapsError(0x1BB, ZoneError.ZoneOffline)]
[MapsError(0x1BC, ZoneError.Misaligned)]
[MapsError(0x1BD, ZoneError.TooManyActiveZones)]
[MapsError(0x1BE, ZoneError.TooManyOpenZones)]
[MapsError(0x1BF, ZoneError.InvalidTransition)]
[MapsError(Errno.NoDevice, ZoneError.DeviceGone)]
internal static partial class NvmeZnsTable
{
    /// <summary>NVME_IOCTL_IO64_CMD of include/uapi/linux/nvme_ioctl.h.</summary>
    private const uint Send = 0xC0504E48;

    /// <summary>Zone Management Send.</summary>
    private const byte ManagementSend = 0x79;

    /// <summary>Zone Management Receive.</summary>
    private const byte ManagementReceive = 0x7A;
}
