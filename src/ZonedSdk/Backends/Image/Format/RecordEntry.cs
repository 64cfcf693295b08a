using System.Runtime.InteropServices;
using ZonedSdk.Backends.Emulation;

namespace ZonedSdk.Backends.Image.Format;

/// <summary>A zone and its new state, as a journal record carries them.</summary>
/// <param name="Zone">The zone's index.</param>
/// <param name="State">What is durable from this record on.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct RecordEntry(int Zone, StoredZone State);
