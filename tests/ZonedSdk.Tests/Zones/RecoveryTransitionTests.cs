using ZonedSdk.Backends;
using ZonedSdk.Zones;

namespace ZonedSdk.Tests.Zones;

public sealed class RecoveryTransitionTests
{
    [Theory]
    [InlineData(ZoneCondition.ReadOnly)]
    [InlineData(ZoneCondition.Offline)]
    public void The_pointer_of_a_zone_that_died_is_not_behind_a_late_success(ZoneCondition condition)
    {
        var zone = new TransitionFixture();
        ZoneRequest first = zone.Submit(RequestOperation.Append);
        ZoneRequest second = zone.Submit(RequestOperation.Append);
        zone.Complete(second, ZoneError.Io);
        zone.Complete(first);

        zone.Report(condition, 0);

        Assert.Equal(ZoneError.None, first.Outcome.Error);
        Assert.Equal(1, zone.State.Submitted);
        Assert.Equal(1, zone.State.ToldEnd);
    }

    [Fact]
    public void The_pointer_of_a_zone_that_died_is_not_behind_a_success_that_overtook()
    {
        var zone = new TransitionFixture();
        ZoneRequest first = zone.Submit(RequestOperation.Append);
        ZoneRequest second = zone.Submit(RequestOperation.Append);
        zone.Complete(second);
        zone.Complete(first, ZoneError.Io);

        zone.Report(ZoneCondition.ReadOnly, 0);

        Assert.Equal(2, zone.State.Submitted);
    }

    [Fact]
    public void A_write_behind_a_reset_that_failed_and_took_effect_does_not_go_into_the_new_life()
    {
        var zone = new TransitionFixture();
        zone.Complete(zone.Submit(RequestOperation.Append));
        ZoneRequest reset = zone.Submit(RequestOperation.Reset);
        ZoneRequest append = zone.Submit(RequestOperation.Append);
        zone.CompleteManage(reset, ZoneError.Io);

        zone.Report(ZoneCondition.Empty, 0);

        Assert.Equal(ZoneError.ZoneReset, append.Outcome.Error);
        Assert.Equal(ZoneError.Io, reset.Outcome.Error);
        Assert.Equal(1UL, zone.State.Incarnation);
    }
}
