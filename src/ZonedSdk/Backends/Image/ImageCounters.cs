using System.Runtime.InteropServices;

namespace ZonedSdk.Backends.Image;

/// <summary>What a metadata store did since it was opened.</summary>
/// <param name="FlushRounds">Rounds of group commit, each one synchronisation of the data.</param>
/// <param name="Groups">Groups of records written.</param>
/// <param name="Checkpoints">Checkpoints written.</param>
/// <param name="RingWaits">Times a group waited for a checkpoint because the ring was full.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ImageCounters(long FlushRounds, long Groups, long Checkpoints, long RingWaits);
