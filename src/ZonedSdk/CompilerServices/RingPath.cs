using System.Runtime.Versioning;
using ZonedSdk.Interop.Uring;

namespace ZonedSdk.CompilerServices;

/// <summary>The way of a drive's transfers through one ring or several.</summary>
/// <param name="Rings">The rings; whoever runs the drive ends them.</param>
/// <param name="Commands">What its entries are.</param>
[SupportedOSPlatform("linux")]
internal sealed record RingPath(IReadOnlyList<IRing> Rings, IRingCommands Commands)
{
    /// <summary>Begins to end the rings, which nobody runs.</summary>
    public void Stop()
    {
        foreach (IRing ring in Rings)
        {
            ring.Stop();
        }
    }
}
