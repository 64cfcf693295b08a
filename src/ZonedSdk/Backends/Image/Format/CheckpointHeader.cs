using System.Runtime.InteropServices;

namespace ZonedSdk.Backends.Image.Format;

/// <summary>What all pages of one checkpoint agree on.</summary>
/// <param name="Generation">Grows by one with every checkpoint; the greatest complete one counts.</param>
/// <param name="Sequence">The last journal record that the checkpoint contains.</param>
/// <param name="RecordChecksum">That record's checksum, which the next record names as its predecessor's.</param>
/// <param name="OpenCount">The open count of the session that wrote it.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct CheckpointHeader(ulong Generation, ulong Sequence, uint RecordChecksum, uint OpenCount);
