using Xunit.Abstractions;

namespace ZonedSdk.Simulation.Stress;

/// <summary>Negative controls: with a mistake in drive or runtime the stress must say so, and in the words of the check that is meant for it.</summary>
public sealed class StressControlTests(ITestOutputHelper output)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan s_little = TimeSpan.FromSeconds(0.3);

    [Theory]
    [InlineData(nameof(StressMistake.WrongOffsetTold), nameof(StressEnding.Crash), "overlap:")]
    [InlineData(nameof(StressMistake.WriteDropped), nameof(StressEnding.Crash), "content:")]
    [InlineData(nameof(StressMistake.BufferReusedEarly), nameof(StressEnding.Crash), "content:")]
    [InlineData(nameof(StressMistake.OverwriteDropped), nameof(StressEnding.Crash), "conventional:")]
    [InlineData(nameof(StressMistake.LeaseIgnored), nameof(StressEnding.Crash), "lease:")]
    [InlineData(nameof(StressMistake.ForeignWriter), nameof(StressEnding.Crash), "event: ForeignWriter")]
    [InlineData(nameof(StressMistake.DataLost), nameof(StressEnding.Crash), "event: AcknowledgedDataLost")]
    [InlineData(nameof(StressMistake.FlushForgiven), nameof(StressEnding.Crash), "closed:")]
    [InlineData(nameof(StressMistake.DurablePointerBehind), nameof(StressEnding.Crash), "durable:")]
    [InlineData(nameof(StressMistake.LossNamedTooLarge), nameof(StressEnding.Crash), "lost:")]
    [InlineData(nameof(StressMistake.FlushLies), nameof(StressEnding.Crash), "survival:")]
    [InlineData(nameof(StressMistake.LastFlushLies), nameof(StressEnding.CloseAtRest), "survival:")]
    [InlineData(nameof(StressMistake.GarbageLeft), nameof(StressEnding.CloseAtRest), "below the pointer:")]
    [InlineData(nameof(StressMistake.ResourceLeaked), nameof(StressEnding.CloseAtRest), "refill:")]
    [InlineData(nameof(StressMistake.CommandLost), nameof(StressEnding.CloseUnderLoad), "stuck:")]
    [InlineData(nameof(StressMistake.PointerMoved), nameof(StressEnding.CloseAtRest), "at rest:")]
    public async Task A_mistake_is_noticed_by_the_check_that_is_meant_for_it(string mistake, string ending, string check)
    {
        StressMistake made = Enum.Parse<StressMistake>(mistake);
        StressEnding end = Enum.Parse<StressEnding>(ending);
        bool showsAtTheEnd = made is StressMistake.FlushLies or StressMistake.CommandLost || end == StressEnding.CloseAtRest;

        // Where flushes lie, luck must not keep what they should have kept.
        bool flushesLie = made is StressMistake.FlushLies or StressMistake.LastFlushLies;
        var workload = new StressWorkload(new StressMemoryDrive(enforcesOrder: false, keepsNothing: flushesLie), seed: 1, mistake: made, expected: check);
        await workload.RunAsync(showsAtTheEnd ? s_little : s_patience, end);
        output.WriteLine(workload.Figures);
        output.WriteLine(string.Join('\n', workload.Wrongs));
        Assert.Contains(workload.Wrongs, wrong => wrong.Contains(check, StringComparison.Ordinal));
    }
}
