using System.Runtime.InteropServices;

namespace ZonedSdk.Backends.Emulation;

/// <summary>One cell of the transition table: where a command takes a zone, or why it is refused.</summary>
/// <param name="Error">Why the command is refused; <see cref="ZoneError.None"/> where it is not.</param>
/// <param name="Next">The zone's condition afterwards; the present one where the command is refused.</param>
/// <param name="PassesThroughOpen">The command needs a free open resource for a moment, though the zone does not stay open (ZBC FINISH).</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct DriveTransition(ZoneError Error, ZoneCondition Next, bool PassesThroughOpen = false);
