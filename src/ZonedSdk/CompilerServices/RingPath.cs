using System.Runtime.Versioning;
using ZonedSdk.Interop.Uring;

namespace ZonedSdk.CompilerServices;

/// <summary>The way of a drive's transfers through a ring.</summary>
/// <param name="Ring">The ring; whoever runs the drive ends it.</param>
/// <param name="Commands">What its entries are.</param>
[SupportedOSPlatform("linux")]
internal sealed record RingPath(IRing Ring, IRingCommands Commands);
