using System.Runtime.Versioning;

namespace ZonedSdk.Interop.Uring;

/// <summary>The rings of a drive that is being opened: as many as were asked for, or why they are fewer.</summary>
/// <param name="Rings">Each has carried a trial; they share the depth.</param>
/// <param name="Refusal">Why the next one could not be had; null where none is missing.</param>
[SupportedOSPlatform("linux")]
internal sealed record OpenedRings(IReadOnlyList<IoRing> Rings, RingRefusal? Refusal)
{
    /// <summary>None.</summary>
    /// <param name="refusal">Why; null where none was asked for.</param>
    public static OpenedRings None(RingRefusal? refusal) => new([], refusal);

    /// <summary>Makes rings one after the other, and tries each, until there are enough or one is not to be had.</summary>
    /// <param name="options">What all of them are together: the depth is shared.</param>
    /// <param name="count">How many; no more than the depth.</param>
    /// <param name="newTrial">What shows that a ring may be used for this device.</param>
    /// <param name="whatFails">What it says of one that may not, before the error: <c>a read by one failed</c>.</param>
    public static OpenedRings Open(RingOptions options, int count, Func<RingTrial> newTrial, string whatFails)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, options.Depth);
        List<IoRing> rings = [];
        for (int index = 0; index < count; index++)
        {
            RingOptions each = options with { Number = count == 1 ? 0 : index + 1, Depth = DepthOf(options.Depth, count, index) };
            if (TryOpen(each, newTrial, whatFails, out RingRefusal? refusal) is not { } ring)
            {
                return new OpenedRings(rings, refusal);
            }

            rings.Add(ring);
        }

        return new OpenedRings(rings, Refusal: null);
    }

    /// <summary>How many operations one ring of several has at the kernel at once: together as many as a drive may have.</summary>
    /// <param name="depth">Of all together.</param>
    /// <param name="count">How many rings were asked for.</param>
    /// <param name="index">Which of them.</param>
    public static int DepthOf(int depth, int count, int index) => (depth / count) + (index < depth % count ? 1 : 0);

    /// <summary>Begins to end all of them. Nothing was ever given to them.</summary>
    public void Stop()
    {
        foreach (IoRing ring in Rings)
        {
            ring.Stop();
        }
    }

    private static IoRing? TryOpen(RingOptions options, Func<RingTrial> newTrial, string whatFails, out RingRefusal? refusal)
    {
        IoRing? ring = IoRing.TryCreate(options, out refusal);
        if (ring is null)
        {
            return null;
        }

        using RingTrial trial = newTrial();
        int result = trial.Run(ring);
        if (result >= 0)
        {
            return ring;
        }

        ring.Stop();
        refusal = new RingRefusal(-result, $"{whatFails}: {Errno.Describe(-result)}");
        return null;
    }
}
