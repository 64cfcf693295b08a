using System.Runtime.CompilerServices;
using System.Runtime.Versioning;
using ZonedSdk.Interop.Uring;

namespace ZonedSdk.Backends;

/// <summary>What a drive says of rings that are fewer than were asked for, and what it refuses beforehand. Drives that have rings say it alike.</summary>
internal static class RingFindings
{
    /// <summary>Most rings of one drive.</summary>
    public const int MaxRings = 64;

    /// <summary>There is no ring although one was welcome.</summary>
    public const string NoRing = "no-ring";

    private const string FewerRings = "fewer-rings";

    /// <summary>Looks at rings and depth as options have them.</summary>
    /// <param name="ringCount">How many rings.</param>
    /// <param name="queueDepth">How many transfers all of them may have at once.</param>
    /// <param name="countName">What the option is called.</param>
    /// <param name="depthName">What that option is called.</param>
    /// <exception cref="ArgumentOutOfRangeException">Either is out of range, or a ring would have no transfer.</exception>
    public static void Validate(int ringCount, int queueDepth, [CallerArgumentExpression(nameof(ringCount))] string countName = "", [CallerArgumentExpression(nameof(queueDepth))] string depthName = "")
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(queueDepth, 1, depthName);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(queueDepth, RingOptions.MaxDepth, depthName);
        ArgumentOutOfRangeException.ThrowIfLessThan(ringCount, 1, countName);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(ringCount, MaxRings, countName);
        if (ringCount > queueDepth)
        {
            throw new ArgumentOutOfRangeException(countName, ringCount, $"{ringCount} rings share a {depthName} of {queueDepth}, and each needs one of it: make {depthName} {ringCount} or more, or {countName} smaller.");
        }
    }

    /// <summary>Why there are fewer rings than were asked for, to be told; null where there are enough, or none.</summary>
    /// <param name="name">The drive.</param>
    /// <param name="opened">The rings.</param>
    /// <param name="ringCount">How many were asked for.</param>
    /// <param name="queueDepth">The depth that all of them were to have together.</param>
    [SupportedOSPlatform("linux")]
    public static BackendFinding? Fewer(string name, OpenedRings opened, int ringCount, int queueDepth)
    {
        int count = opened.Rings.Count;
        if (count == 0 || opened.Refusal is not { } refusal)
        {
            return null;
        }

        int depth = Enumerable.Range(0, count).Sum(index => OpenedRings.DepthOf(queueDepth, ringCount, index));
        return new BackendFinding(BackendFindingSeverity.Notice, FewerRings, $"{name} has {count} of the {ringCount} rings that were asked for, and so up to {depth} transfers at once, not {queueDepth}: {refusal.Why}.");
    }

    /// <summary>What was demanded and is not there, and why, to go on a sentence: <c>2 rings: 1 could be made: ...</c>.</summary>
    /// <param name="opened">The rings, fewer than were demanded.</param>
    /// <param name="ringCount">How many were demanded.</param>
    [SupportedOSPlatform("linux")]
    public static string Missing(OpenedRings opened, int ringCount)
    {
        string which = ringCount == 1 ? "a ring" : $"{ringCount} rings";
        string others = opened.Rings.Count == 0 ? string.Empty : $"{opened.Rings.Count} could be made, and then: ";
        return $"{which}: {others}{opened.Refusal!.Why}";
    }

    /// <summary>What would do the work, were it not demanded of as many rings.</summary>
    /// <param name="opened">The rings, fewer than were demanded.</param>
    /// <param name="withoutRings">What does it where there is none.</param>
    [SupportedOSPlatform("linux")]
    public static string Instead(OpenedRings opened, string withoutRings) => opened.Rings.Count == 0 ? withoutRings : "those that there are";
}
