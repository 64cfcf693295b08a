using ZonedSdk.Descriptors;
using ZonedSdk.Interop;

namespace ZonedSdk.Backends.ZoneFs;

// The namespace of the emulated drive has the same name.
using Emulation = ZonedSdk.Descriptors.Emulation;

/// <summary>The command set of a mount of zonefs: files stand for zones, so management is truncation, a report is their lengths, and opening for writing opens the zone (mount option <c>explicit-open</c>).</summary>
[ZonedBackend("zonefs", Ordering = WriteOrdering.Required)]
[Command(ZoneCommand.Read), Command(ZoneCommand.Write), Command(ZoneCommand.Flush), Command(ZoneCommand.Report)]
[Command(ZoneCommand.Open), Command(ZoneCommand.Close), Command(ZoneCommand.Finish), Command(ZoneCommand.Reset)]
[Emulates(ZoneCommand.Append, With = Emulation.WriteAtPointer)]
[MapsError(Errno.FileTooLarge, ZoneError.Boundary)]
[MapsError(Errno.Busy, ZoneError.TooManyOpenZones)]
[MapsError(Errno.TooManyReferences, ZoneError.TooManyOpenZones)]
[MapsError(Errno.Overflow, ZoneError.TooManyActiveZones)]
[MapsError(Errno.NoDevice, ZoneError.DeviceGone)]
[MapsError(Errno.ReadOnlyFileSystem, ZoneError.DeviceReadOnly)]
internal static partial class ZoneFsTable;
