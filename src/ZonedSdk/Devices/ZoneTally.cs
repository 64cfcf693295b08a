using System.Runtime.InteropServices;

namespace ZonedSdk;

/// <summary>So many zones, and which ones the first of them are.</summary>
/// <param name="Count">Number of zones.</param>
/// <param name="First">Indices of the first of them in ascending order, at most <see cref="MaxFirst"/>: enough to look at, and bounded on a drive with 100,000 zones.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct ZoneTally(int Count, IReadOnlyList<int> First)
{
    /// <summary>Most indices that a tally names.</summary>
    public const int MaxFirst = 16;
}
