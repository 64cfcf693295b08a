using ZonedSdk.Backends.Faults;
using ZonedSdk.Backends.Image.Format;
using Xunit.Abstractions;

namespace ZonedSdk.Simulation.Simulator;

/// <summary>Drives that really are faulty and say nothing of it: the checker must find by what clients see that a drive, and not the runtime, broke the promise.</summary>
public sealed class FaultyDriveTests(ITestOutputHelper output)
{
    // Not every seed gives a fault its occasion.
    private const ulong MaxSeeds = 300;

    [Theory]
    [InlineData(DriveEvent.Write, FaultEffect.DropData, "content")]
    [InlineData(DriveEvent.Write, FaultEffect.WrongAddress, "content")]
    [InlineData(DriveEvent.Write, FaultEffect.FlipBit, "content")]
    [InlineData(DriveEvent.Read, FaultEffect.WrongAddress, "content")]
    [InlineData(DriveEvent.Read, FaultEffect.FlipBit, "content")]
    [InlineData(DriveEvent.Flush, FaultEffect.Lie, "durability")]
    public void What_a_memory_drive_does_wrong_in_silence_is_found(DriveEvent command, FaultEffect effect, string rule)
    {
        var fault = new FaultRule { Event = command, Effect = effect, RepeatEvery = 1, Probability = 0.2, ShiftBytes = 3 * Stamp.BlockBytes };
        AssertFound(rule, seed => seed % 3 != 0 ? Quiet(seed) with { Faults = [fault] } : null);
    }

    [Theory]
    [InlineData(ImageControls.UnsyncedRecord, "durability", 0)]
    [InlineData(ImageControls.UnsyncedRecord, "durability", 1)]
    [InlineData(ImageControls.UnsyncedRecord, "durability", 2)]
    [InlineData(ImageControls.VolatileReset, "content", 0)]
    [InlineData(ImageControls.VolatileReset, "content", 1)]
    [InlineData(ImageControls.VolatileReset, "content", 2)]
    internal void A_rule_that_an_image_does_not_keep_is_found(ImageControls control, string rule, int ringCount) =>
        AssertFound(rule, seed => seed % 3 == 0 ? Quiet(seed) with { Controls = control, RingCount = ringCount } : null);

    // Nothing else goes wrong, and the power goes often.
    private static Scenario Quiet(ulong seed) =>
        Scenario.Of(seed) with { Faults = [], HasForeigners = false, Interference = 0, Generations = 3, PowerCuts = 0.8 };

    private void AssertFound(string rule, Func<ulong, Scenario?> scenarioOf)
    {
        var others = new List<Violation>();
        for (ulong seed = 1; seed <= MaxSeeds; seed++)
        {
            if (scenarioOf(seed) is not { } scenario)
            {
                continue;
            }

            IReadOnlyList<Violation> violations = SimRun.Of(scenario, new SilentFaults()).Violations;
            if (violations.FirstOrDefault(v => v.Rule == rule) is { } found)
            {
                output.WriteLine($"Seed {seed}: {found}");
                return;
            }

            others.AddRange(violations.Take(3));
        }

        Assert.Fail($"{MaxSeeds} seeds, and the rule '{rule}' found nothing. Others: {string.Join('\n', others.Take(10))}");
    }

    private sealed class SilentFaults : Sabotage
    {
        public override bool HidesFaults => true;
    }
}
