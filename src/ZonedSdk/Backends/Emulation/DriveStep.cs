using System.Runtime.InteropServices;
using ZonedSdk.Backends.Faults;

namespace ZonedSdk.Backends;

/// <summary>What a pending step of a drive will do, for a scheduler that chooses the order.</summary>
/// <param name="Event">The command.</param>
/// <param name="Zone">Its zone, or <see cref="IZoneBackend.AllZones"/>.</param>
/// <param name="Offset">Absolute byte offset of a transfer; 0 for other commands.</param>
/// <param name="LengthBytes">Bytes of a transfer; 0 for other commands.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct DriveStep(DriveEvent Event, int Zone, long Offset = 0, long LengthBytes = 0);
