using Xunit.Abstractions;

namespace ZonedSdk.Simulation.Simulator;

/// <summary>A checker that finds nothing proves nothing: each bug that is built in on purpose must be found, and by the rule that is there for it.</summary>
public sealed class CheckerTests(ITestOutputHelper output)
{
    // Not every seed gives a bug its occasion.
    private const ulong MaxSeeds = 80;

    [Theory]
    [InlineData(Bug.AcknowledgesBeforeLanding, "acknowledgement")]
    [InlineData(Bug.SwallowsCompletion, "ending")]
    [InlineData(Bug.TakesFailureForSuccess, "acknowledgement")]
    [InlineData(Bug.ReportsBeforeDrain, "line")]
    [InlineData(Bug.RetriesSilently, "acknowledgement")]
    [InlineData(Bug.SwapsWrites, "line")]
    [InlineData(Bug.IgnoresOrder, "line")]
    [InlineData(Bug.IgnoresLimits, "limits")]
    [InlineData(Bug.LosesFlush, "durability")]
    [InlineData(Bug.ReportsTwice, "episode")]
    [InlineData(Bug.RewindsTooFar, "line")]
    [InlineData(Bug.GuessesThePointer, "episode")]
    [InlineData(Bug.ResetsUnderReads, "line")]
    [InlineData(Bug.ReadsStaleData, "content")]
    [InlineData(Bug.ReadsNothing, "content")]
    [InlineData(Bug.EndsManagementEarly, "line")]
    [InlineData(Bug.LosesReset, "line")]
    [InlineData(Bug.TouchesBufferLate, "ending")]
    [InlineData(Bug.TellsWrongOffset, "acknowledgement")]
    [InlineData(Bug.TellsOffsetTwice, "order")]
    [InlineData(Bug.EndsTwice, "ending")]
    [InlineData(Bug.EpochGoesBack, "status")]
    [InlineData(Bug.WaitEndsAtOnce, "durability")]
    [InlineData(Bug.WaitNeverEnds, "ending")]
    [InlineData(Bug.InventsLandedBytes, "failure")]
    [InlineData(Bug.InventsCause, "failure")]
    [InlineData(Bug.TellsSuccessAsFailure, "failure")]
    [InlineData(Bug.TellsFollowerAsSuccess, "acknowledgement")]
    [InlineData(Bug.PointerDrifts, "rest")]
    public void The_checker_finds_a_bug_that_is_built_in(Bug bug, string rule)
    {
        var others = new List<Violation>();
        for (ulong seed = 1; seed <= MaxSeeds; seed++)
        {
            IReadOnlyList<Violation> violations = SimRun.Of(seed, new BuggyTelling(bug)).Violations;
            if (violations.FirstOrDefault(v => v.Rule == rule) is { } found)
            {
                output.WriteLine($"Seed {seed}: {found}");
                return;
            }

            others.AddRange(violations.Take(3));
        }

        Assert.Fail($"{MaxSeeds} seeds with {bug}, and the rule '{rule}' found nothing. Others: {string.Join('\n', others.Take(10))}");
    }
}
