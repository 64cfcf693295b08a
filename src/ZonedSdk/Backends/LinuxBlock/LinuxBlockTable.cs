using ZonedSdk.Descriptors;
using ZonedSdk.Interop;
using ZonedSdk.Layouts;

namespace ZonedSdk.Backends.LinuxBlock;

// The namespace of the emulated drive has the same name.
using Emulation = ZonedSdk.Descriptors.Emulation;

/// <summary>The command set of a zoned block device of Linux: the control calls of include/uapi/linux/blkzoned.h, and what its error numbers mean.</summary>
/// <remarks>EIO alone does not tell a write off the pointer from a damaged medium; only the report does. Resetting a range drops its pages from the cache.</remarks>
[ZonedBackend("linux-block", Ordering = WriteOrdering.Required)]
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
[MapsError(Errno.NotATerminal, ZoneError.NotSupported)]
[MapsError(Errno.NotSupported, ZoneError.NotSupported)]
[MapsError(Errno.BadDescriptor, ZoneError.DeviceReadOnly)]
internal static partial class LinuxBlockTable;
