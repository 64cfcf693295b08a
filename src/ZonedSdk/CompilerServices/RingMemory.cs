using System.Runtime.InteropServices;

namespace ZonedSdk.CompilerServices;

/// <summary>Where the memory of a transfer is; it stays there until the transfer has ended.</summary>
/// <param name="Address">Of the memory, or of a table of its stretches (struct iovec).</param>
/// <param name="Stretches">How many stand in that table; 0 = the memory is one stretch, and there is no table.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct RingMemory(ulong Address, int Stretches = 0);
