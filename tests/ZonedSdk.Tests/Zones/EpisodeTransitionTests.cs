using ZonedSdk.Backends;
using ZonedSdk.Zones;

namespace ZonedSdk.Tests.Zones;

public sealed class EpisodeTransitionTests
{
    [Fact]
    public void A_reset_that_heals_a_faulted_zone_ends_the_episode()
    {
        var zone = new TransitionFixture(policy: ZoneErrorPolicy.ZoneReadOnly);
        ZoneRequest first = zone.Submit(RequestOperation.Append);
        ZoneRequest second = zone.Submit(RequestOperation.Append);
        zone.Complete(first, ZoneError.Io);
        zone.PassDeadline();
        zone.Complete(second);
        zone.CompleteManage(zone.Submit(RequestOperation.Reset));
        Assert.Equal(ZoneMode.Normal, zone.State.Mode);

        // Long afterwards a command fails, and its report must not find the old cause.
        zone.CompleteManage(zone.Submit(RequestOperation.Open), ZoneError.Io);
        zone.Report(ZoneCondition.Empty, 0);

        Assert.Equal(ZoneMode.Normal, zone.State.Mode);
        Assert.Equal(ZoneEventKind.None, zone.Effects.Notice.Kind);
    }

    [Fact]
    public void The_error_policy_survives_a_report_that_fails()
    {
        var zone = new TransitionFixture(policy: ZoneErrorPolicy.ZoneReadOnly);
        zone.Complete(zone.Submit(RequestOperation.Append), ZoneError.Io);
        zone.FailReport();
        Assert.Equal(ZoneMode.FaultedQuiet, zone.State.Mode);

        zone.Submit(RequestOperation.Recover);
        zone.Report(ZoneCondition.Empty, 0);

        Assert.Equal(ZoneMode.ReadOnly, zone.State.Mode);
    }

    [Fact]
    public void A_slow_command_that_came_back_well_is_no_failure_for_the_policy()
    {
        var zone = new TransitionFixture(policy: ZoneErrorPolicy.ZoneReadOnly);
        ZoneRequest slow = zone.Submit(RequestOperation.Append);
        ZoneTransitions.CommandTimedOut(ref zone.State, slow.Ticket, ref zone.Effects);
        Assert.Equal(ZoneMode.Draining, zone.State.Mode);
        zone.Complete(slow);

        zone.Report(ZoneCondition.ImplicitlyOpen, 1);

        Assert.Equal(ZoneError.None, slow.Outcome.Error);
        Assert.Equal(ZoneMode.Normal, zone.State.Mode);
    }

    [Fact]
    public void An_own_reset_that_timed_out_and_took_effect_is_no_loss()
    {
        var zone = new TransitionFixture();
        zone.Complete(zone.Submit(RequestOperation.Append));
        ZoneRequest reset = zone.Submit(RequestOperation.Reset);
        zone.PassDeadline();
        zone.CompleteManage(reset);
        ZoneRequest recover = zone.Submit(RequestOperation.Recover);

        zone.Report(ZoneCondition.Empty, 0);

        Assert.Equal((ZoneError.None, ZoneError.None), (recover.Outcome.Error, recover.Outcome.Finding));
        Assert.Equal(1UL, zone.State.Incarnation);
    }

    [Fact]
    public void A_pointer_that_fell_beside_a_reset_without_effect_is_a_loss()
    {
        var zone = new TransitionFixture();
        zone.Complete(zone.Submit(RequestOperation.Append, 3));
        ZoneRequest reset = zone.Submit(RequestOperation.Reset);
        zone.CompleteManage(reset, ZoneError.Io);

        zone.Report(ZoneCondition.ImplicitlyOpen, 2);

        Assert.Equal(ZoneError.AcknowledgedDataLost, reset.Outcome.Finding);
    }

    [Fact]
    public void A_finish_that_asks_first_keeps_the_open_resource_for_its_way()
    {
        var zone = new TransitionFixture(limits: new Limits { MaxOpenZones = 1 }, finishPassesThroughOpen: true);
        zone.Complete(zone.Submit(RequestOperation.Append));
        zone.CompleteManage(zone.Submit(RequestOperation.Close));
        Assert.Equal(CreditHold.None, zone.State.Held & CreditHold.Open);
        ZoneRequest finish = zone.Submit(RequestOperation.Finish);

        zone.Report(ZoneCondition.Closed, 1);

        Assert.Same(finish, zone.Effects.Manage);
        Assert.Equal(CreditHold.Open, zone.State.Held & CreditHold.Open);
        Assert.False(zone.Credits.TryTake(CreditHold.Open));
        zone.CompleteManage(finish);
        Assert.True(zone.Credits.TryTake(CreditHold.Open));
    }
}
