using System.Runtime.InteropServices;

namespace ZonedSdk.Backends;

/// <summary>What a medium knows of a zone whose condition the adapter keeps.</summary>
/// <param name="WrittenBytes">Bytes written from the zone's start without a gap.</param>
/// <param name="Condition">Empty, Closed, Full, ReadOnly or Offline. Whether a zone is open is known while the drive runs, and forgotten with it.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct MediumZone(long WrittenBytes, ZoneCondition Condition);
