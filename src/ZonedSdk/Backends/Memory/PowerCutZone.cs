using System.Runtime.InteropServices;

namespace ZonedSdk.Backends.Memory;

/// <summary>A zone of which a power cut may take something: how much survives has to be chosen.</summary>
/// <param name="Zone">Zone index.</param>
/// <param name="FlushedBytes">Bytes from the zone's start that survive in any case.</param>
/// <param name="SubmittedBytes">Bytes from the zone's start that were handed to the drive; no more than these can survive.</param>
/// <param name="BlockSizeBytes">What does not tear: a survivor is a whole number of blocks.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct PowerCutZone(int Zone, long FlushedBytes, long SubmittedBytes, int BlockSizeBytes);
