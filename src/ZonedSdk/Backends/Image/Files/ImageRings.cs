using ZonedSdk.Interop.Uring;

namespace ZonedSdk.Backends.Image.Files;

/// <summary>The way of an image's data through one ring or several.</summary>
/// <param name="Rings">The rings; whoever moves data by them ends them.</param>
/// <param name="Descriptor">The number by which entries name the file.</param>
/// <param name="AlignmentBytes">Where memory has to lie: a power of two.</param>
internal sealed record ImageRings(IReadOnlyList<IRing> Rings, int Descriptor, int AlignmentBytes);
