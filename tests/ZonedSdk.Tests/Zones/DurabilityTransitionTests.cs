using ZonedSdk.Zones;

namespace ZonedSdk.Tests.Zones;

public sealed class DurabilityTransitionTests
{
    [Fact]
    public void A_flush_covers_what_was_acknowledged_when_it_began()
    {
        var zone = new TransitionFixture();
        zone.Complete(zone.Submit(RequestOperation.Append));
        var flush = new FlushTarget(null!, zone.State.Acknowledged, zone.State.Incarnation, zone.State.Rewinds);
        zone.Complete(zone.Submit(RequestOperation.Append));

        bool covers = ZoneTransitions.CompleteFlush(ref zone.State, flush);

        Assert.True(covers);
        Assert.Equal(1, zone.State.Durable);
    }

    [Fact]
    public void A_flush_does_not_cover_what_was_lost_and_written_again_while_it_ran()
    {
        var zone = new TransitionFixture();
        zone.Complete(zone.Submit(RequestOperation.Append));
        var flush = new FlushTarget(null!, zone.State.Acknowledged, zone.State.Incarnation, zone.State.Rewinds);
        zone.Submit(RequestOperation.Recover);
        zone.Report(ZoneCondition.ImplicitlyOpen, 0);
        zone.Complete(zone.Submit(RequestOperation.Append));
        Assert.Equal(flush.Acknowledged, zone.State.Acknowledged);

        bool covers = ZoneTransitions.CompleteFlush(ref zone.State, flush);

        Assert.False(covers);
        Assert.Equal(0, zone.State.Durable);
    }
}
