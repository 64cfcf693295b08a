using System.Diagnostics;
using ZonedSdk.Backends.Image.Format;
using ZonedSdk.TestSupport;
using Xunit.Abstractions;

namespace ZonedSdk.Simulation.CrashStates;

/// <summary>P1-P7 of the image, in every state that a crash can leave.</summary>
public sealed class CrashStateTests(ITestOutputHelper output)
{
    [Fact]
    public void Every_crash_state_of_every_workload_keeps_the_promises()
    {
        CrashEffort effort = Campaign.Pick(brief: CrashEffort.Brief, full: CrashEffort.Full);
        long states = 0;
        long statesOfRecovery = 0;
        long statesOfNextSession = 0;
        foreach (CrashWorkload workload in CrashWorkloads.All)
        {
            long start = Stopwatch.GetTimestamp();
            CrashChecker checker = workload.Check(effort);
            states += checker.States;
            statesOfRecovery += checker.StatesOfRecovery;
            statesOfNextSession += checker.StatesOfNextSession;
            output.WriteLine($"{workload.Name}: {checker.States} states, {checker.StatesOfRecovery} of recovery, {Stopwatch.GetElapsedTime(start).TotalSeconds:0.0} s");
        }

        output.WriteLine($"{CrashWorkloads.All.Count} workloads, {states} states, {statesOfRecovery} states of a crash during recovery, {statesOfNextSession} of a crash in the session behind it");
        Assert.True(CrashWorkloads.All.Count >= 20);
        if (Campaign.IsFull)
        {
            Assert.True(states >= 100_000, $"Only {states} states.");
        }
    }

    // Each control switches off one rule. A checker that does not notice would not notice a mistake either.
    [Theory]
    [InlineData(ImageControls.MetadataBeforeData, "Writes behind a flush", "(P3)")]
    [InlineData(ImageControls.ReplayOlderIncarnations, "A flush races a reset", "(P")]
    [InlineData(ImageControls.OverwriteLiveRecords, "The ring wraps, checkpoints late", "does not open")]
    [InlineData(ImageControls.VolatileReset, "Reset of flushed data", "(P")]
    [InlineData(ImageControls.UnsyncedRecord, "One write, one flush", "(P2)")]
    [InlineData(ImageControls.SilentOpen, "A group of two records without data", "in the next session")]
    internal void A_rule_that_is_switched_off_is_noticed(ImageControls control, string workload, string sign)
    {
        CrashViolationException violation = Assert.Throws<CrashViolationException>(() => CrashWorkloads.Named(workload).Check(CrashEffort.Brief, control, continuesEvery: 4));
        output.WriteLine(violation.Message);
        Assert.Contains(sign, violation.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Giving_space_back_before_the_reset_is_durable_is_noticed()
    {
        CrashWorkload workload = CrashWorkloads.Named("Reset of flushed data") with { DiscardsFirst = true };
        Assert.Throws<CrashViolationException>(() => workload.Check(CrashEffort.Brief));
    }
}
