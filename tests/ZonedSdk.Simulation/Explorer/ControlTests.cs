using Xunit.Abstractions;
using ZonedSdk.Zones;

namespace ZonedSdk.Simulation.Explorer;

/// <summary>Negative controls: with one rule of the protocol taken away the explorer must find what that breaks, or it would find nothing elsewhere either.</summary>
public sealed class ControlTests(ITestOutputHelper output)
{
    [Fact]
    public void Without_the_drain_a_late_success_lies_above_the_write_pointer() =>
        Breaks("I3", new Model { Name = "no drain", Control = Control.NoDrain, Drive = DriveKind.EnforcingInOrder, Budgets = [(Budget.Fault, 1)] });

    [Fact]
    public void With_the_report_before_the_drain_the_pointer_is_not_the_drives() =>
        Breaks("I9", new Model { Name = "report before the drain", Control = Control.ReportBeforeDrain, Drive = DriveKind.EnforcingInOrder, Budgets = [(Budget.Fault, 1)] });

    [Fact]
    public void With_the_lock_released_before_the_hand_over_writes_overtake_each_other() =>
        Breaks("I11", new Model { Name = "lock released before hand-over", Control = Control.LateHandOver, Drive = DriveKind.EnforcingInOrder });

    [Fact]
    public void With_the_pointer_advanced_at_completion_two_writes_get_one_offset() =>
        Breaks("I11", new Model { Name = "write pointer advanced at completion", Control = Control.AdvanceAtCompletion, Drive = DriveKind.EnforcingInOrder });

    [Fact]
    public void After_a_reset_with_a_zombie_the_zombie_lands_in_the_new_life() =>
        Breaks("I4", new Model
        {
            Name = "reset with a zombie", Control = Control.ResetWithZombie, Drive = DriveKind.EnforcingInOrder,
            Budgets = [(Budget.Timeout, 1), (Budget.Deadline, 1), (Budget.Reset, 1)],
        });

    [Fact]
    public void With_metadata_before_data_a_power_cut_leaves_blocks_that_nobody_wrote() =>
        Breaks("I4", new Model { Name = "image metadata before data", Control = Control.MetadataBeforeData, Drive = DriveKind.Emulated, Budgets = [(Budget.Flush, 1), (Budget.Crash, 1)] });

    [Fact]
    public void A_flush_that_does_not_look_for_a_reset_calls_too_much_durable() =>
        Breaks("I1", new Model { Name = "flush racing a reset", Control = Control.FlushRacesReset, Drive = DriveKind.EnforcingInOrder, WritesPerClient = 1, Budgets = [(Budget.Flush, 1), (Budget.Reset, 1)] });

    [Fact]
    public void With_a_pointer_that_follows_the_last_write_a_host_aware_zone_falls_back_over_its_data() =>
        Breaks("I3", new Model { Name = "pointer follows the last write", Control = Control.PointerFollowsLastWrite, Drive = DriveKind.HostAware, WritesPerClient = 2, Window = 1 });

    [Fact]
    public void With_a_loss_that_goes_unnoticed_nobody_is_told() =>
        Breaks("row 14", new Model
        {
            Name = "loss unnoticed", Control = Control.LossUnnoticed, Drive = DriveKind.EnforcingInOrder, WritesPerClient = 2, Window = 1,
            Budgets = [(Budget.ReportLie, 1), (Budget.Recover, 1)],
        });

    [Fact]
    public void With_a_foreign_writer_who_goes_unnoticed_nobody_is_told() =>
        Breaks("row 14", new Model
        {
            Name = "foreign writer unnoticed", Control = Control.ForeignWriterUnnoticed, Drive = DriveKind.EnforcingInOrder, WritesPerClient = 1, Window = 1,
            Budgets = [(Budget.ReportLie, 1), (Budget.Recover, 1)],
        });

    [Fact]
    public void With_remembered_state_after_a_power_cut_the_second_zone_is_not_where_the_drive_has_it() =>
        Breaks("I9", new Model
        {
            Name = "remembers over a power cut", Control = Control.RemembersOverPowerCut, Drive = DriveKind.EnforcingInOrder, Zones = 2, WritesPerClient = 1, Capacity = 2, Window = 1,
            Clients = [RequestOperation.Append, RequestOperation.Append], Budgets = [(Budget.Crash, 1)],
        });

    [Fact]
    public void With_reserved_places_told_an_append_is_not_where_its_writer_was_told() =>
        Breaks("I6", new Model
        {
            Name = "reserved places told", Control = Control.ReservedPlaceTold, Drive = DriveKind.EnforcingAnyOrder, EnforcesOrder = true, NativeAppends = 2, WritesPerClient = 1,
            Clients = [RequestOperation.Append, RequestOperation.Append],
        });

    private void Breaks(string invariant, Model model)
    {
        Findings with = Search.Run(model);
        output.WriteLine(with.ToString());
        Assert.NotNull(with.Violation);
        Assert.StartsWith(invariant + ":", with.Violation);

        // The same search with the rule in place: the control is what broke it.
        Findings without = Search.Run(model with { Control = Control.None, WritesPerClient = Math.Min(model.WritesPerClient, 2) });
        Assert.Null(without.Violation);
        Assert.True(without.IsComplete);
    }
}
