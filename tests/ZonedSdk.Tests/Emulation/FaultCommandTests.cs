using ZonedSdk.Backends;
using ZonedSdk.Backends.Faults;
using ZonedSdk.Backends.Memory;

namespace ZonedSdk.Tests.Emulation;

/// <summary>Faults of management commands, reports and flushes, and how a plan chooses.</summary>
public sealed class FaultCommandTests
{
    private const int Block = 4096;

    [Theory]
    [InlineData(FaultEffect.Fail, ZoneCondition.ImplicitlyOpen)]
    [InlineData(FaultEffect.FailAfter, ZoneCondition.Empty)]
    public void A_failed_reset_was_done_or_was_not(FaultEffect effect, ZoneCondition after)
    {
        DriveHarness harness = Faulty(new FaultRule { Event = DriveEvent.Reset, Effect = effect });
        harness.Write(0, 0, new byte[Block]);
        Assert.Equal(BackendResult.Failure(ZoneError.Io, 5), harness.Manage(ZoneAction.Reset, 0));
        Assert.Equal(after, harness.Condition(0));
    }

    [Theory]
    [InlineData(FaultEffect.Hang, ZoneCondition.ImplicitlyOpen)]
    [InlineData(FaultEffect.LoseCompletion, ZoneCondition.Empty)]
    public void A_reset_whose_end_is_not_heard_of_was_done_or_was_not(FaultEffect effect, ZoneCondition meanwhile)
    {
        DriveHarness harness = Faulty(new FaultRule { Event = DriveEvent.Reset, Effect = effect });
        harness.Write(0, 0, new byte[Block]);
        ValueTask<BackendResult> reset = harness.Drive.ManageAsync(ZoneAction.Reset, 0, CancellationToken.None);
        Assert.False(reset.IsCompleted);
        Assert.Equal(meanwhile, harness.Condition(0));
        harness.Drive.ReleaseHung();
        Assert.Equal(BackendResult.Success(), DriveHarness.EndOf(reset));
        Assert.Equal(ZoneCondition.Empty, harness.Condition(0));
    }

    [Theory]
    [InlineData(DriveEvent.Open, ZoneAction.Open)]
    [InlineData(DriveEvent.Close, ZoneAction.Close)]
    [InlineData(DriveEvent.Finish, ZoneAction.Finish)]
    [InlineData(DriveEvent.Reset, ZoneAction.Reset)]
    public void A_zone_dies_under_a_management_command(DriveEvent command, ZoneAction action)
    {
        DriveHarness harness = Faulty(new FaultRule { Event = command, Effect = FaultEffect.ZoneOffline });
        harness.Write(0, 0, new byte[Block]);
        Assert.Equal(ZoneError.InvalidTransition, harness.Manage(action, 0).Error);
        Assert.Equal(ZoneCondition.Offline, harness.Condition(0));
    }

    [Fact]
    public void A_flush_that_lies_keeps_nothing()
    {
        DriveHarness harness = Faulty(new FaultRule { Event = DriveEvent.Flush, Effect = FaultEffect.Lie });
        harness.Write(0, 0, new byte[Block]);
        Assert.True(harness.Flush().IsSuccess);
        harness.Drive.PowerCut(zone => zone.FlushedBytes);
        Assert.Equal(ZoneCondition.Empty, harness.Drive.Reopen().Inspect(0).Condition);
    }

    [Fact]
    public void A_failed_flush_may_take_unflushed_data_with_it_and_never_flushed_ones()
    {
        for (int seed = 0; seed < 50; seed++)
        {
            FaultPlan plan = new(seed, new FaultRule { Event = DriveEvent.Flush, Effect = FaultEffect.DropData, Nth = 2 });
            DriveHarness harness = new(new MemoryDrive(new MemoryDriveOptions { Faults = plan }));
            harness.Write(0, 0, new byte[2 * Block]);
            Assert.True(harness.Flush().IsSuccess);
            harness.Write(0, 2 * Block, new byte[4 * Block]);
            Assert.Equal(ZoneError.Io, harness.Flush().Error);
            Assert.InRange(harness.Report(0).WritePointer, 2 * Block, 6 * Block);
        }
    }

    [Fact]
    public void A_final_flush_failure_stops_all_but_reads()
    {
        FaultPlan plan = new(1, new FaultRule { Event = DriveEvent.Flush, Effect = FaultEffect.Fail, Errno = 28 });
        DriveHarness harness = new(new MemoryDrive(new MemoryDriveOptions { Faults = plan, FlushFailureIsFinal = true }));
        BackendResult first = BackendResult.Failure(ZoneError.Io, 28);
        harness.Write(0, 0, new byte[Block]);
        Assert.Equal(first, harness.Flush());
        Assert.Equal(first, harness.Flush());
        Assert.Equal(first, harness.Write(0, Block, new byte[Block]));
        Assert.Equal(first, harness.Manage(ZoneAction.Finish, 0));
        harness.Read(0, 0, Block);
    }

    [Fact]
    public void A_failed_flush_of_a_real_drive_is_not_final()
    {
        DriveHarness harness = Faulty(new FaultRule { Event = DriveEvent.Flush, Effect = FaultEffect.FailAfter });
        Assert.Equal(ZoneError.Io, harness.Flush().Error);
        Assert.True(harness.Flush().IsSuccess);
    }

    public static TheoryData<ReportLie> Lies() => [.. Enum.GetValues<ReportLie>()];

    [Theory]
    [MemberData(nameof(Lies))]
    public void A_lying_report_breaks_the_rule_that_it_names(ReportLie lie)
    {
        DriveHarness harness = Faulty(new FaultRule { Event = DriveEvent.Report, Effect = FaultEffect.Lie, Lie = lie, Zone = 1 });
        for (int zone = 0; zone < 3; zone++)
        {
            harness.Write(zone, 0, new byte[2 * Block]);
        }

        ZoneInfo[] truth = [.. Enumerable.Range(0, 3).Select(harness.Drive.Inspect)];
        ZoneInfo[] told = new ZoneInfo[3];
        BackendResult result = DriveHarness.EndOf(harness.Drive.ReportAsync(0, told, CancellationToken.None));
        Assert.True(result.IsSuccess);
        Assert.Equal(lie switch { ReportLie.ZeroZones => 0, ReportLie.TooManyZones => 4, _ => 3 }, result.BytesTransferred);
        if (lie is not (ReportLie.ZeroZones or ReportLie.TooManyZones))
        {
            Assert.Equal(truth[0], told[0]);
            Assert.NotEqual(truth[1], told[1]);
            Assert.Equal(lie != ReportLie.Unsorted, truth[2] == told[2]);
        }

        DriveHarness.EndOf(harness.Drive.ReportAsync(0, told, CancellationToken.None));
        Assert.Equal(truth, told);
    }

    [Fact]
    public void A_report_fails_or_is_short()
    {
        DriveHarness harness = Faulty(
            new FaultRule { Event = DriveEvent.Report, Effect = FaultEffect.Fail },
            new FaultRule { Event = DriveEvent.Report, Effect = FaultEffect.ShortTransfer, Nth = 2, LandedBlocks = 3 });
        ZoneInfo[] zones = new ZoneInfo[8];
        Assert.Equal(BackendResult.Failure(ZoneError.Io, 5), DriveHarness.EndOf(harness.Drive.ReportAsync(0, zones, CancellationToken.None)));
        Assert.Equal(BackendResult.Success(3), DriveHarness.EndOf(harness.Drive.ReportAsync(0, zones, CancellationToken.None)));
        Assert.Equal(BackendResult.Success(8), DriveHarness.EndOf(harness.Drive.ReportAsync(0, zones, CancellationToken.None)));
    }

    [Theory]
    [InlineData(0, "2")]
    [InlineData(1, "2,3,4,5,6,7,8,9")]
    [InlineData(3, "2,5,8")]
    public void A_rule_hits_from_the_nth_match_on(int repeatEvery, string expected)
    {
        FaultRule rule = new() { Event = DriveEvent.Read, Effect = FaultEffect.Fail, Zone = 1, Nth = 3, RepeatEvery = repeatEvery };
        DriveHarness harness = Faulty(rule);
        List<int> hits = [];
        for (int i = 0; i < 10; i++)
        {
            Assert.True(harness.Read(0, 0, new byte[Block]).IsSuccess);
            if (!harness.Read(1, 0, new byte[Block]).IsSuccess)
            {
                hits.Add(i);
            }
        }

        Assert.Equal(expected, string.Join(',', hits));
    }

    [Fact]
    public void The_same_seed_meets_the_same_faults()
    {
        string first = Trace(seed: 11);
        Assert.Equal(first, Trace(seed: 11));
        Assert.NotEqual(first, Trace(seed: 12));

        static string Trace(int seed)
        {
            FaultPlan plan = new(seed, new FaultRule { Event = DriveEvent.Read, Effect = FaultEffect.Fail, RepeatEvery = 1, Probability = 0.3 });
            DriveHarness harness = new(new MemoryDrive(new MemoryDriveOptions { Faults = plan }));
            string trace = string.Concat(Enumerable.Range(0, 200).Select(_ => harness.Read(0, 0, new byte[Block]).IsSuccess ? '.' : 'x'));
            Assert.Equal(trace.Count(c => c == 'x'), plan.InjectedCount);
            Assert.InRange(plan.InjectedCount, 30, 90);
            return trace;
        }
    }

    [Fact]
    public void Every_possible_pair_of_command_and_effect_is_accepted_and_every_other_refused()
    {
        int possible = 0;
        foreach (DriveEvent command in Enum.GetValues<DriveEvent>())
        {
            foreach (FaultEffect effect in Enum.GetValues<FaultEffect>())
            {
                FaultRule rule = new() { Event = command, Effect = effect };
                if (rule.IsPossible)
                {
                    possible++;
                    _ = new FaultPlan(0, rule);
                }
                else
                {
                    Assert.Throws<ArgumentException>(() => new FaultPlan(0, rule));
                }
            }
        }

        Assert.Equal(84, possible);
        Assert.Throws<ArgumentException>(() => new FaultPlan(0, new FaultRule { Event = DriveEvent.Read, Effect = FaultEffect.Fail, Nth = 0 }));
        Assert.Throws<ArgumentException>(() => new FaultPlan(0, new FaultRule { Event = DriveEvent.Read, Effect = FaultEffect.Fail, Probability = 0 }));
    }

    private static DriveHarness Faulty(params FaultRule[] rules) => new(new MemoryDrive(new MemoryDriveOptions { Faults = new FaultPlan(7, rules) }));
}
