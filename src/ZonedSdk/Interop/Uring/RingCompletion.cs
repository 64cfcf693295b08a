using System.Runtime.InteropServices;

namespace ZonedSdk.Interop.Uring;

/// <summary>How an operation ended.</summary>
/// <param name="Result">What the call would have returned: 0 or above, or minus an error number.</param>
/// <param name="Extra">In a ring of large completions the first eight bytes beyond: of an NVMe command completion dwords 0 and 1.</param>
/// <param name="WasSubmitted">False where the kernel never saw it: <paramref name="Result"/> says why.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct RingCompletion(int Result, ulong Extra, bool WasSubmitted);
