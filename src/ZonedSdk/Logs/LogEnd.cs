using System.Runtime.InteropServices;

namespace ZonedSdk.Logs;

/// <summary>Where the groups of a zone end, by what stands in it.</summary>
/// <param name="Offset">Absolute offset behind the last group that is whole.</param>
/// <param name="NextSequence">The number behind that of its last record.</param>
/// <param name="IsCertain">Behind it is nothing, or what a write leaves that did not come to its end. False: a group may have been there.</param>
/// <param name="IsWhole">Every group follows the one before it, and its records are those that were written, where they were looked at.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct LogEnd(long Offset, long NextSequence, bool IsCertain, bool IsWhole);
