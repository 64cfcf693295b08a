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
    public void The_pointer_of_a_read_only_zone_counts_where_it_was_kept()
    {
        var zone = new TransitionFixture();
        zone.Complete(zone.Submit(RequestOperation.Append));
        ZoneRequest failed = zone.Submit(RequestOperation.Append, lengthBytes: 4);
        zone.Complete(failed, ZoneError.Io);

        zone.Report(ZoneCondition.ReadOnly, 3, keepsPointer: true);

        Assert.Equal((ZoneError.Io, 2L), (failed.Outcome.Error, failed.Outcome.LandedBytes));
        Assert.Equal((ZoneMode.ReadOnly, 3), (zone.State.Mode, zone.State.Submitted));
        Assert.Equal(3, ZoneTransitions.ReadableEnd(zone.State, zone.Bounds));
    }

    [Fact]
    public void A_read_only_zone_whose_kept_pointer_is_behind_what_was_acknowledged_has_lost_data()
    {
        var zone = new TransitionFixture();
        zone.Complete(zone.Submit(RequestOperation.Append, lengthBytes: 4));
        zone.Complete(zone.Submit(RequestOperation.Append), ZoneError.Io);

        zone.Report(ZoneCondition.ReadOnly, 2, keepsPointer: true);

        Assert.Equal(ZoneError.AcknowledgedDataLost, zone.Effects.Notice.Error);
        Assert.Equal((ZoneMode.ReadOnly, 2), (zone.State.Mode, zone.State.Submitted));
    }

    [Theory]
    [InlineData(11, true)]
    [InlineData(-1, true)]
    [InlineData(11, false)]
    public void A_read_only_zone_is_refused_with_a_pointer_beyond_it_where_that_was_kept(long pointer, bool isKept)
    {
        var info = new ZoneInfo { Index = 0, Type = ZoneType.SequentialWriteRequired, Condition = ZoneCondition.ReadOnly, Start = 0, LengthBytes = 16, CapacityBytes = 10, WritePointer = pointer, KeepsWritePointer = isKept };

        Assert.Equal(isKept, ZoneTransitions.Reject(new TransitionFixture().Bounds, info) is not null);
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

    // Linux answers EIO to a command that an SSD refuses for its zone's condition.
    [Theory]
    [InlineData(nameof(RequestOperation.Close), ZoneCondition.Empty, true, ZoneError.InvalidTransition)]
    [InlineData(nameof(RequestOperation.Close), ZoneCondition.Full, true, ZoneError.InvalidTransition)]
    [InlineData(nameof(RequestOperation.Open), ZoneCondition.Full, true, ZoneError.InvalidTransition)]
    [InlineData(nameof(RequestOperation.Open), ZoneCondition.Empty, true, ZoneError.Io)]
    [InlineData(nameof(RequestOperation.Finish), ZoneCondition.Full, true, ZoneError.Io)]
    [InlineData(nameof(RequestOperation.Close), ZoneCondition.Full, false, ZoneError.Io)]
    [InlineData(nameof(RequestOperation.Open), ZoneCondition.Full, false, ZoneError.Io)]
    public void A_command_that_failed_without_a_reason_in_a_condition_that_forbids_it_was_refused_for_that(string operation, ZoneCondition condition, bool isStrict, ZoneError expected)
    {
        var zone = new TransitionFixture(isStrict: isStrict);
        if (condition == ZoneCondition.Full)
        {
            zone.CompleteManage(zone.Submit(RequestOperation.Finish));
        }

        ZoneRequest command = zone.Submit(Enum.Parse<RequestOperation>(operation));
        zone.CompleteManage(command, ZoneError.Io);
        zone.Report(condition, condition == ZoneCondition.Full ? 10 : 0);

        Assert.Equal(expected, command.Outcome.Error);
    }

    [Fact]
    public void A_close_that_failed_and_left_a_zone_empty_that_was_not_has_failed()
    {
        var zone = new TransitionFixture(isStrict: true);
        zone.CompleteManage(zone.Submit(RequestOperation.Open));
        ZoneRequest close = zone.Submit(RequestOperation.Close);
        zone.CompleteManage(close, ZoneError.Io);

        zone.Report(ZoneCondition.Empty, 0);

        Assert.Equal(ZoneError.Io, close.Outcome.Error);
    }
}
