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
}
