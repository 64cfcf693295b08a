using ZonedSdk.Backends;
using ZonedSdk.Zones;

namespace ZonedSdk.Tests.Zones;

public sealed class ReaderTransitionTests
{
    [Fact]
    public void The_holder_of_a_lease_reads_past_the_reset_that_waits_for_the_lease()
    {
        var zone = new TransitionFixture();
        zone.Submit(RequestOperation.ReaderLease);
        ZoneRequest reset = zone.Submit(RequestOperation.Reset);

        ZoneRequest read = zone.Submit(RequestOperation.Read);

        Assert.Equal(RequestStage.Waiting, reset.Stage);
        Assert.Equal(RequestStage.InFlight, read.Stage);
    }

    [Fact]
    public void A_read_behind_a_reset_waits_when_nobody_holds_a_lease()
    {
        var zone = new TransitionFixture();
        ZoneRequest first = zone.Submit(RequestOperation.Read);
        zone.Submit(RequestOperation.Reset);

        ZoneRequest second = zone.Submit(RequestOperation.Read);

        Assert.Equal(RequestStage.InFlight, first.Stage);
        Assert.Equal(RequestStage.Waiting, second.Stage);
    }

    [Fact]
    public void Nobody_reads_while_a_reset_that_timed_out_may_still_execute()
    {
        var zone = new TransitionFixture();
        ZoneRequest reset = zone.Submit(RequestOperation.Reset);
        ZoneRequest before = zone.Submit(RequestOperation.Read);
        zone.PassDeadline();

        ZoneRequest after = zone.Submit(RequestOperation.Read);
        ZoneRequest lease = zone.Submit(RequestOperation.ReaderLease);

        Assert.Equal(ZoneError.Timeout, reset.Outcome.Error);
        Assert.All([before, after, lease], r => Assert.Equal(ZoneError.Blocked, r.Outcome.Error));

        zone.CompleteManage(reset);
        Assert.Equal(ZoneError.Faulted, zone.Submit(RequestOperation.Read).Outcome.Error);
    }

    [Fact]
    public void A_read_waits_until_the_outcome_of_a_failed_reset_is_known()
    {
        var zone = new TransitionFixture();
        zone.Complete(zone.Submit(RequestOperation.Append));
        ZoneRequest reset = zone.Submit(RequestOperation.Reset);
        zone.CompleteManage(reset, ZoneError.Io);
        Assert.Equal(ZoneMode.Recovering, zone.State.Mode);

        ZoneRequest read = zone.Submit(RequestOperation.Read);

        Assert.Equal(RequestStage.Waiting, read.Stage);
        zone.Report(ZoneCondition.Empty, 0);
        Assert.Equal(RequestStage.InFlight, read.Stage);
        Assert.Equal(1UL, read.Incarnation);
    }

    [Fact]
    public void Nobody_reads_while_the_outcome_of_a_reset_cannot_be_learned()
    {
        var zone = new TransitionFixture();
        zone.Complete(zone.Submit(RequestOperation.Append));
        zone.CompleteManage(zone.Submit(RequestOperation.Reset), ZoneError.Io);
        ZoneRequest before = zone.Submit(RequestOperation.Read);
        ZoneRequest leaseBefore = zone.Submit(RequestOperation.ReaderLease);
        zone.FailReport();
        Assert.Equal(ZoneMode.FaultedQuiet, zone.State.Mode);

        ZoneRequest after = zone.Submit(RequestOperation.Read);
        ZoneRequest leaseAfter = zone.Submit(RequestOperation.ReaderLease);

        Assert.All([before, leaseBefore, after, leaseAfter], r => Assert.Equal(ZoneError.Faulted, r.Outcome.Error));
        Assert.Equal((0, 0), (zone.State.Reads, zone.State.ReaderLeases));
    }

    [Theory]
    [InlineData(nameof(RequestOperation.Recover))]
    [InlineData(nameof(RequestOperation.Reset))]
    [InlineData(nameof(RequestOperation.Finish))]
    public void A_read_waits_for_what_settles_a_reset_and_then_goes_on(string healer)
    {
        TransitionFixture zone = WithUnsettledReset();
        ZoneRequest heals = zone.Submit(Enum.Parse<RequestOperation>(healer));

        ZoneRequest read = zone.Submit(RequestOperation.Read);

        Assert.Equal(RequestStage.Waiting, read.Stage);
        if (healer == nameof(RequestOperation.Recover))
        {
            zone.Report(ZoneCondition.Empty, 0);
        }
        else
        {
            zone.CompleteManage(heals);
        }

        Assert.Equal(RequestStage.InFlight, read.Stage);
        Assert.Equal(1UL, read.Incarnation);
    }

    [Fact]
    public void Nobody_reads_while_the_finish_that_would_settle_a_reset_may_still_execute()
    {
        // Nothing was ever acknowledged in it, so the finish has nothing to ask the drive first.
        var zone = new TransitionFixture();
        zone.CompleteManage(zone.Submit(RequestOperation.Reset), ZoneError.Io);
        zone.FailReport();
        ZoneRequest finish = zone.Submit(RequestOperation.Finish);
        ZoneRequest before = zone.Submit(RequestOperation.Read);
        zone.PassDeadline();

        ZoneRequest after = zone.Submit(RequestOperation.Read);

        Assert.All([before, after], r => Assert.Equal(ZoneError.Blocked, r.Outcome.Error));
        zone.CompleteManage(finish);
        Assert.Equal(ZoneError.Faulted, zone.Submit(RequestOperation.Read).Outcome.Error);
    }

    [Theory]
    [InlineData(ZoneCondition.Closed, 1, 1, 0UL)]
    [InlineData(ZoneCondition.Empty, 0, 0, 1UL)]
    public void A_finish_asks_first_whether_an_unsettled_reset_took_what_was_durable(ZoneCondition condition, long pointer, long durable, ulong incarnation)
    {
        var zone = new TransitionFixture();
        zone.Complete(zone.Submit(RequestOperation.Append));
        Assert.True(ZoneTransitions.CompleteFlush(ref zone.State, new FlushTarget(null!, 1, 0, 0)));
        zone.CompleteManage(zone.Submit(RequestOperation.Reset), ZoneError.Io);
        zone.FailReport();

        ZoneRequest finish = zone.Submit(RequestOperation.Finish);
        zone.Report(condition, pointer);
        Assert.Same(finish, zone.Effects.Manage);
        zone.CompleteManage(finish);

        Assert.Equal((durable, incarnation), (zone.State.Durable, zone.State.Incarnation));
        Assert.Equal((ZoneMode.Normal, ZoneCondition.Full), (zone.State.Mode, zone.State.Condition));
    }

    [Theory]
    [InlineData(ZoneCondition.Empty, 0, 1UL)]
    [InlineData(ZoneCondition.Closed, 1, 0UL)]
    public void A_read_goes_on_in_the_life_that_the_recovery_after_an_unsettled_reset_finds(ZoneCondition condition, long pointer, ulong incarnation)
    {
        TransitionFixture zone = WithUnsettledReset();
        zone.Submit(RequestOperation.Recover);
        Assert.Equal(ZoneMode.Recovering, zone.State.Mode);

        ZoneRequest read = zone.Submit(RequestOperation.Read);

        Assert.Equal(RequestStage.Waiting, read.Stage);
        zone.Report(condition, pointer);
        Assert.Equal(RequestStage.InFlight, read.Stage);
        Assert.Equal(incarnation, read.Incarnation);
    }

    [Theory]
    [InlineData(ZoneCondition.ReadOnly, true)]
    [InlineData(ZoneCondition.ReadOnly, false)]
    [InlineData(ZoneCondition.Offline, true)]
    [InlineData(ZoneCondition.Offline, false)]
    [InlineData(ZoneCondition.Full, true)]
    [InlineData(ZoneCondition.Full, false)]
    public void What_was_durable_before_a_reset_is_not_where_the_drive_does_not_tell_whether_it_took_effect(ZoneCondition condition, bool isReported)
    {
        var zone = new TransitionFixture();
        zone.Complete(zone.Submit(RequestOperation.Append));
        Assert.True(ZoneTransitions.CompleteFlush(ref zone.State, new FlushTarget(null!, 1, 0, 0)));
        zone.CompleteManage(zone.Submit(RequestOperation.Reset), ZoneError.Io);
        if (!isReported)
        {
            zone.FailReport();
            zone.Submit(RequestOperation.Recover);
        }

        zone.Report(condition, pointer: 16);

        Assert.Equal((0, 1UL), (zone.State.Durable, zone.State.Incarnation));
    }

    [Theory]
    [InlineData(ZoneError.ZoneReadOnly, ZoneCondition.ReadOnly)]
    [InlineData(ZoneError.ZoneOffline, ZoneCondition.Offline)]
    [InlineData(ZoneError.InvalidTransition, ZoneCondition.ReadOnly)]
    public void A_zone_whose_drive_refused_the_reset_goes_on_in_its_life(ZoneError refusal, ZoneCondition condition)
    {
        var zone = new TransitionFixture();
        zone.Complete(zone.Submit(RequestOperation.Append));
        Assert.True(ZoneTransitions.CompleteFlush(ref zone.State, new FlushTarget(null!, 1, 0, 0)));
        zone.CompleteManage(zone.Submit(RequestOperation.Reset), refusal);
        zone.Report(condition, pointer: 16);
        Assert.Equal((1, 0UL), (zone.State.Durable, zone.State.Incarnation));
    }

    [Fact]
    public void A_full_zone_that_is_full_after_a_failed_reset_was_not_reset()
    {
        var zone = new TransitionFixture();
        zone.CompleteManage(zone.Submit(RequestOperation.Finish));
        Assert.True(ZoneTransitions.CompleteFlush(ref zone.State, new FlushTarget(null!, 10, 0, 0)));
        zone.CompleteManage(zone.Submit(RequestOperation.Reset), ZoneError.Io);
        zone.Report(ZoneCondition.Full, pointer: 16);
        Assert.Equal((10, 0UL), (zone.State.Durable, zone.State.Incarnation));
    }

    private static TransitionFixture WithUnsettledReset()
    {
        var zone = new TransitionFixture();
        zone.Complete(zone.Submit(RequestOperation.Append));
        zone.CompleteManage(zone.Submit(RequestOperation.Reset), ZoneError.Io);
        zone.FailReport();
        return zone;
    }
}
