using ZonedSdk.Backends.Faults;
using ZonedSdk.Testing.Benches;

namespace ZonedSdk.Testing.Cases;

/// <summary>A command fails, a pointer moves, a device vanishes: what is known afterwards is what the drive says.</summary>
internal static class RecoveryCases
{
    private static readonly CaseNeeds s_failing = new() { Faults = DriveFaults.FailWrite };
    private static readonly CaseNeeds s_failingPartly = new() { Faults = DriveFaults.FailWritePartly };
    private static readonly CaseNeeds s_moving = new() { Faults = DriveFaults.MoveWritePointer };
    private static readonly CaseNeeds s_planned = new() { Faults = DriveFaults.Plan };

    public static IReadOnlyList<ConformanceCase> All { get; } = new CaseList("recovery")
        .Add(After_a_failed_write_the_pointer_is_the_drives_and_not_the_one_that_was_hoped_for, s_failing)
        .Add(A_failed_write_says_what_failed_and_where, s_failing)
        .Add(A_failed_write_says_how_much_of_it_landed, s_failingPartly)
        .Add(An_error_in_one_zone_refreshes_that_zone_and_not_the_first, s_failingPartly)
        .Add(A_write_that_was_reported_as_done_is_on_the_drive_and_one_that_is_not_there_was_reported, s_failing)
        .Add(The_writes_error_is_told_and_not_its_recoverys, s_planned with { Options = new ZonedDeviceOptions { ReportAttempts = 1 } })
        .Add(A_recovery_of_a_healthy_zone_changes_nothing)
        .Add(A_reset_that_failed_leaves_the_data_and_says_where_the_pointer_is, s_planned)
        .Add(A_reset_that_failed_after_it_was_done_begins_a_new_life, s_planned)
        .Add(A_pointer_that_advanced_while_the_zone_was_closed_is_noticed_and_no_data_are_overwritten, s_moving)
        .Add(A_pointer_that_advanced_while_the_device_was_closed_is_simply_the_pointer, s_moving)
        .Add(A_device_that_vanishes_fails_everything_and_stays_failed, s_planned with { Faults = DriveFaults.Plan | DriveFaults.Disconnect })
        .Add(A_device_that_comes_back_is_the_same_one_and_tells_every_pointer, new CaseNeeds { Faults = DriveFaults.Disconnect })
        .Cases;

    private static async Task After_a_failed_write_the_pointer_is_the_drives_and_not_the_one_that_was_hoped_for(Bench bench)
    {
        bench.Faults!.FailWrite(bench.Index(1), landedBlocks: 0);
        await Check.ThrowsAsync<ZonedIOException>(bench.AppendAsync(1, blocks: 4));
        Check.Equal(0, bench.Written(1));
        Check.Equal(0, await bench.AppendAsync(1));
        await bench.ReopenAsync();
        Check.Equal(1, bench.Written(1));
    }

    private static async Task A_failed_write_says_what_failed_and_where(Bench bench)
    {
        await bench.AppendAsync(1);
        bench.Faults!.FailWrite(bench.Index(1), landedBlocks: 0);
        ZonedIOException error = await Check.ThrowsAsync<ZonedIOException>(bench.AppendAsync(1, blocks: 2));
        Check.Equal((ZoneError.Io, 5), (error.Error, error.Errno));
        Check.Equal((bench.Index(1), bench.At(1, 1), 2L * bench.Block), (error.Zone, error.Offset, error.LengthBytes));
        Check.Equal(((long?)0, bench.At(1, 1)), (error.LandedBytes, error.WritePointer));
        Check.Equal(ZoneCondition.ImplicitlyOpen, error.Condition);
        Check.True(error.Epoch > 0, "a recovery begins a new epoch");
        Check.False(bench.Status(1).IsFaulted);
        await bench.AssertAgreedAsync();
    }

    private static async Task A_failed_write_says_how_much_of_it_landed(Bench bench)
    {
        for (int landed = 0; landed <= 2; landed++)
        {
            bench.Faults!.FailWrite(bench.Index(landed), landed);
            ZonedIOException error = await Check.ThrowsAsync<ZonedIOException>(bench.AppendAsync(landed, blocks: 3));
            Check.Equal(((long?)landed * bench.Block, bench.At(landed, landed)), (error.LandedBytes, error.WritePointer));
            Check.Equal(landed, await bench.AppendAsync(landed));
        }

        await bench.AssertAgreedAsync();
    }

    private static async Task An_error_in_one_zone_refreshes_that_zone_and_not_the_first(Bench bench)
    {
        await bench.AppendAsync(0, blocks: 3);
        bench.Faults!.FailWrite(bench.Index(5), landedBlocks: 2);
        ZonedIOException error = await Check.ThrowsAsync<ZonedIOException>(bench.AppendAsync(5, blocks: 4));
        Check.Equal((bench.Index(5), bench.At(5, 2)), (error.Zone, error.WritePointer));
        Check.Equal((3L, 2L), (bench.Written(0), bench.Written(5)));
        Check.Equal(0, bench.Status(0).Epoch);
        await bench.AssertAgreedAsync();
    }

    private static async Task A_write_that_was_reported_as_done_is_on_the_drive_and_one_that_is_not_there_was_reported(Bench bench)
    {
        long done = 0;
        for (int i = 0; i < 8; i++)
        {
            if (i % 2 == 1)
            {
                bench.Faults!.FailWrite(bench.Index(1), landedBlocks: 0);
            }

            done += await Bench.ErrorOfAsync(bench.AppendAsync(1, seed: i)) == "None" ? 1 : 0;
            Check.Equal($"I{done}", await bench.DescribeAsync(1, withPointer: true));
        }

        Check.Equal(4, done);
    }

    private static async Task The_writes_error_is_told_and_not_its_recoverys(Bench bench)
    {
        bench.Plan.Add(new FaultRule { Event = DriveEvent.Write, Effect = FaultEffect.Fail, Errno = 61 });
        bench.Plan.Add(new FaultRule { Event = DriveEvent.Report, Effect = FaultEffect.Fail, Errno = 5 });
        ZonedIOException error = await Check.ThrowsAsync<ZonedIOException>(bench.AppendAsync(1));
        Check.Equal((ZoneError.Io, 61), (error.Error, error.Errno));
        Check.True(bench.Status(1).IsFaulted);
        await bench.RecoverAsync(1);
        await bench.AppendAsync(1);
    }

    private static async Task A_recovery_of_a_healthy_zone_changes_nothing(Bench bench)
    {
        await bench.AppendAsync(1, blocks: 3, seed: 2);
        ZoneRecovery found = await bench.Device.RecoverAsync(bench.Index(1));
        Check.Equal((bench.Index(1), bench.At(1, 3), ZoneCondition.ImplicitlyOpen, ZoneError.None), (found.Zone, found.WritePointer, found.Condition, found.Finding));
        Check.Equal(3, await bench.AppendAsync(1));
        Check.Bytes(bench.Blocks(3, 2), await bench.ReadAsync(1, 0, 3), "what was written before");
        await bench.AssertAgreedAsync();
    }

    private static async Task A_reset_that_failed_leaves_the_data_and_says_where_the_pointer_is(Bench bench)
    {
        await bench.AppendAsync(1, blocks: 3, seed: 4);
        bench.Plan.Add(new FaultRule { Event = DriveEvent.Reset, Effect = FaultEffect.Fail });
        ZonedIOException error = await Check.ThrowsAsync<ZonedIOException>(bench.ResetZoneAsync(1));
        Check.Equal((ZoneError.Io, bench.At(1, 3)), (error.Error, error.WritePointer));
        Check.Bytes(bench.Blocks(3, 4), await bench.ReadAsync(1, 0, 3), "what was not reset");
        Check.Equal(3, await bench.AppendAsync(1));
    }

    private static async Task A_reset_that_failed_after_it_was_done_begins_a_new_life(Bench bench)
    {
        await bench.AppendAsync(1, blocks: 3);
        bench.Plan.Add(new FaultRule { Event = DriveEvent.Reset, Effect = FaultEffect.FailAfter });
        await Check.ThrowsAsync<ZonedIOException>(bench.ResetZoneAsync(1));
        Check.Equal((0L, 1L), (bench.Written(1), bench.Status(1).Incarnation));
        Check.Equal(0, await bench.AppendAsync(1));
        Check.Bytes(new byte[bench.Block], await bench.ReadAsync(1, 1, 1), "the old life's data");
    }

    private static async Task A_pointer_that_advanced_while_the_zone_was_closed_is_noticed_and_no_data_are_overwritten(Bench bench)
    {
        await bench.AppendAsync(1, blocks: 2, seed: 5);
        await bench.CloseZoneAsync(1);
        bench.Faults!.MoveWritePointer(bench.Index(1), 5 * bench.Block);

        ZonedIOException error = await Check.ThrowsAsync<ZonedIOException>(bench.AppendAsync(1));
        Check.Equal((ZoneError.ForeignWriter, bench.At(1, 5)), (error.Finding, error.WritePointer));
        Check.Equal(5, await bench.AppendAsync(1, seed: 6));
        Check.Bytes(bench.Blocks(2, 5), await bench.ReadAsync(1, 0, 2), "our data before");
        Check.AllBytes(0xEE, await bench.ReadAsync(1, 2, 3), "the other writer's data");
        Check.Bytes(bench.Blocks(1, 6), await bench.ReadAsync(1, 5, 1), "our data behind");
    }

    private static async Task A_pointer_that_advanced_while_the_device_was_closed_is_simply_the_pointer(Bench bench)
    {
        await bench.AppendAsync(1, blocks: 2);
        int block = bench.Block;
        await bench.ReopenAsync(off => off.Faults!.MoveWritePointer(off.Index(1), 5 * block));
        Check.Equal(bench.At(1, 5), bench.Known(1).WritePointer);
        Check.Equal(5, await bench.AppendAsync(1));
        Check.True(bench.Events.IsEmpty, "nothing was wrong, and nothing is told");
    }

    private static async Task A_device_that_vanishes_fails_everything_and_stays_failed(Bench bench)
    {
        await bench.AppendAsync(0);
        bench.Plan.Add(new FaultRule { Event = DriveEvent.Write, Effect = FaultEffect.Hang });
        Task<long> pending = bench.AppendAsync(0);
        bench.Faults!.Disconnect();
        Check.Equal("DeviceGone", await Bench.ErrorOfAsync(pending), "a write in flight");
        Check.Equal("DeviceGone", await Bench.ErrorOfAsync(bench.AppendAsync(1)), "an append");
        Check.Equal("DeviceGone", await Bench.ErrorOfAsync(bench.ReadAsync(0, 0, 1)), "a read");
        Check.Equal("DeviceGone", await Bench.ErrorOfAsync(bench.TracedAsync("flush", async () =>
        {
            await bench.Device.FlushAsync();
            return "ok";
        })), "a flush");
        Check.Equal("DeviceGone", await Bench.ErrorOfAsync(bench.ResetZoneAsync(0)), "a reset");
    }

    private static async Task A_device_that_comes_back_is_the_same_one_and_tells_every_pointer(Bench bench)
    {
        DeviceIdentity identity = bench.Device.Identity;
        await bench.AppendAsync(0, blocks: 3);
        await bench.Device.FlushAsync();
        bench.Faults!.Disconnect();
        Check.Equal("DeviceGone", await Bench.ErrorOfAsync(bench.AppendAsync(0)));
        await bench.ReopenAsync();
        Check.Equal(identity, bench.Device.Identity);
        Check.Equal(3, bench.Written(0));
        Check.Equal(3, await bench.AppendAsync(0));
        await bench.AssertAgreedAsync();
    }
}
