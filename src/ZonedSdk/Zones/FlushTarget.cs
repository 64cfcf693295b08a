using System.Runtime.InteropServices;

namespace ZonedSdk.Zones;

/// <summary>What a flush covers of one zone: all that was acknowledged when the flush began.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct FlushTarget(Zone Zone, long Acknowledged, ulong Incarnation, uint Rewinds);
