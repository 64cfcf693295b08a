using System.Runtime.InteropServices;

namespace ZonedSdk.Backends.Emulation;

/// <summary>What an emulated drive remembers of a zone beyond its own life.</summary>
/// <param name="DataEndBytes">Contiguously written bytes from the zone's start; kept for a FULL zone too, beside its reported write pointer.</param>
/// <param name="Condition">Empty, Closed, Full, ReadOnly, Offline, or NotWritePointer for a conventional zone. Open conditions are volatile and are stored as Closed (or Empty where nothing is written).</param>
/// <param name="Incarnation">Counts the zone's resets.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct StoredZone(long DataEndBytes, ZoneCondition Condition, uint Incarnation);
