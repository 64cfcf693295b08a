using ZonedSdk.Backends.Image.Format;
using ZonedSdk.TestSupport;
using Xunit.Abstractions;

namespace ZonedSdk.Simulation.CrashStates;

/// <summary>P1-P7 through the whole stack: what an application of the device was told holds in every state that a crash can leave of the image's file.</summary>
public sealed class DeviceCrashTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void What_the_application_was_told_holds_in_every_crash_state(int ringCount)
    {
        CrashEffort effort = Campaign.Pick(brief: CrashEffort.Brief, full: CrashEffort.Full);
        long states = 0;
        long statesOfRecovery = 0;
        foreach (DeviceCrashWorkload workload in DeviceCrashWorkloads.All)
        {
            CrashChecker checker;
            try
            {
                checker = (workload with { RingCount = ringCount }).Check(effort);
            }
            catch (CrashViolationException violation)
            {
                throw new CrashViolationException($"{workload.Name}: {violation.Message}", violation);
            }

            states += checker.States;
            statesOfRecovery += checker.StatesOfRecovery;
            output.WriteLine($"{workload.Name}: {checker.States} states, {checker.StatesOfRecovery} of recovery");
        }

        output.WriteLine($"{DeviceCrashWorkloads.All.Count} workloads, {states} states, {statesOfRecovery} states of a crash during recovery");
        Assert.True(DeviceCrashWorkloads.All.Count >= 20);
        if (Campaign.IsFull)
        {
            Assert.True(states >= 100_000, $"Only {states} states.");
        }
    }

    // A rule of the image that is switched off.
    [Theory]
    [InlineData(ImageControls.MetadataBeforeData, "Appends behind a flush", "(P3)")]
    [InlineData(ImageControls.ReplayOlderIncarnations, "A flush races a reset", "(P")]
    [InlineData(ImageControls.OverwriteLiveRecords, "The ring wraps, checkpoints late", "does not open")]
    [InlineData(ImageControls.VolatileReset, "Reset of flushed data", "(P")]
    [InlineData(ImageControls.UnsyncedRecord, "One append, one flush", "(P2)")]
    internal void A_rule_that_is_switched_off_is_noticed(ImageControls control, string workload, string sign)
    {
        AssertNoticed(() => DeviceCrashWorkloads.Named(workload).Check(CrashEffort.Brief, control), sign);
        AssertNoticed(() => (DeviceCrashWorkloads.Named(workload) with { RingCount = 1 }).Check(CrashEffort.Brief, control), sign);
        AssertNoticed(() => (DeviceCrashWorkloads.Named(workload) with { RingCount = 2 }).Check(CrashEffort.Brief, control), sign);
    }

    // A mistake of the drive above the image.
    [Theory]
    [InlineData(MetadataControl.FlushAnswersEarly, "One append, one flush", "(P2)")]
    [InlineData(MetadataControl.RecordAnswersEarly, "Reset of flushed data", "(P")]
    [InlineData(MetadataControl.DiscardsFirst, "Reset of flushed data", "(P")]
    [InlineData(MetadataControl.ForgetsDirty, "One append, one flush", "(P2)")]
    [InlineData(MetadataControl.ForgetsDirty, "Finish and flush", "(P")]
    internal void A_mistake_of_the_drive_is_noticed(MetadataControl control, string workload, string sign) =>
        AssertNoticed(() => DeviceCrashWorkloads.Named(workload).Check(CrashEffort.Brief, control: control), sign);

    private void AssertNoticed(Action check, string sign)
    {
        CrashViolationException violation = Assert.Throws<CrashViolationException>(check);
        output.WriteLine(violation.Message);
        Assert.Contains(sign, violation.Message, StringComparison.Ordinal);
    }
}
