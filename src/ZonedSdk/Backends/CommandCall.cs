using System.Runtime.InteropServices;
using ZonedSdk.Descriptors;

namespace ZonedSdk.Backends;

/// <summary>One call of a described backend's <c>Core</c> member.</summary>
/// <param name="Command">What is asked.</param>
/// <param name="Zone">The zone; for a report the first one, and -1 for the list of the zones that the drive has changed by itself.</param>
/// <param name="OffsetInZone">For transfers: distance from the zone's start in bytes; -1 for an append, for which the drive chooses it.</param>
/// <param name="Length">For transfers bytes, for a report zones.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct CommandCall(ZoneCommand Command, int Zone, long OffsetInZone, long Length);
