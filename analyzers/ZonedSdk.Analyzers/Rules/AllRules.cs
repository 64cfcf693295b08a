using System.Collections.Immutable;

namespace ZonedSdk.Analyzers.Rules;

/// <summary>All rules. A new one is added here, and nowhere else.</summary>
internal static class AllRules
{
    /// <summary>New objects, for one compilation.</summary>
    public static ImmutableArray<Rule> Create() =>
    [
        new GateNotHeldRule(),
        new GateHeldOnSomePathsRule(),
        new OtherInstanceRule(),
        new RequiredGateRule(),
        new ExcludedGateRule(),
        new EscapingRefRule(),
        new UnresolvedGateRule(),
        new GatePathRule(),
        new IoUnderGateRule(),
        new LateAdvanceRule(),
        new CheckThenActRule(),
        new UnsynchronizedErrorRule(),
        new UndisposedRule(),
        new EndedTwiceRule(),
        new UsedAfterReleaseRule(),
        new EscapingOwnerRule(),
        new IgnoredOffsetRule(),
        new TakenTwiceRule(),
        new LockOrderRule(),
        new UnbalancedLockRule(),
        new SelfDeadlockRule(),
        new StaleCopyRule(),
    ];
}
