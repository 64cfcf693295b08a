using ZonedSdk.Interop.Uring;

namespace ZonedSdk.Backends.Image.Files;

/// <summary>The way of an image's data through a ring.</summary>
/// <param name="Ring">The ring; whoever moves data by it ends it.</param>
/// <param name="Descriptor">The number by which entries name the file.</param>
/// <param name="AlignmentBytes">Where memory has to lie: a power of two.</param>
internal sealed record ImageRing(IRing Ring, int Descriptor, int AlignmentBytes);
