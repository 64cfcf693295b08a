using System.Runtime.InteropServices;

namespace ZonedSdk.Backends.Image.Format;

/// <summary>Where the log ends, and whether what stands behind it is what a crash leaves.</summary>
/// <param name="Sequence">The last record that counts.</param>
/// <param name="Checksum">Its checksum.</param>
/// <param name="OpenCount">Its open count.</param>
/// <param name="Corruption">What cannot be explained by a crash.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct JournalEnd(ulong Sequence, uint Checksum, uint OpenCount, FormatFault Corruption);
