using System.Runtime.InteropServices;

namespace ZonedSdk.Backends.Image.Format;

/// <summary>What a journal record says of itself.</summary>
/// <param name="Sequence">Its number; the record of a number is always at the same place of the ring.</param>
/// <param name="GroupFirst">The number of its group's first record.</param>
/// <param name="GroupLength">Records of the group; it counts whole or not at all.</param>
/// <param name="OpenCount">The open count of the session that wrote it.</param>
/// <param name="PreviousChecksum">The checksum of the record before it.</param>
/// <param name="Count">Number of entries.</param>
/// <param name="CheckpointGeneration">The newest checkpoint when it was written; informative only.</param>
/// <param name="Checksum">Its own checksum.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct RecordHeader(
    ulong Sequence,
    ulong GroupFirst,
    uint GroupLength,
    uint OpenCount,
    uint PreviousChecksum,
    uint Count,
    uint CheckpointGeneration,
    uint Checksum);
