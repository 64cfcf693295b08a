using ZonedSdk.Backends;
using ZonedSdk.Backends.Faults;
using ZonedSdk.Backends.Memory;

namespace ZonedSdk.Tests.Emulation;

/// <summary>Each kind of fault on reads and writes shows its effect, and no other.</summary>
public sealed class FaultEffectTests
{
    private const int Block = 4096;

    [Theory]
    [InlineData(0, false, 0)]
    [InlineData(1, true, 1)]
    [InlineData(3, false, 3)]
    [InlineData(FaultRule.AllBlocks, false, 4)]
    [InlineData(FaultRule.AllBlocks, true, 4)]
    public void A_failed_write_lands_as_far_as_the_rule_says_and_counts_only_if_asked(int landedBlocks, bool reportsCount, int expectedBlocks)
    {
        DriveHarness harness = Faulty(new FaultRule { Event = DriveEvent.Write, Effect = FaultEffect.Fail, Nth = 2, LandedBlocks = landedBlocks, ReportsCount = reportsCount, Errno = 61 });
        byte[] data = DriveHarness.Pattern(4 * Block, 1);
        Assert.True(harness.Write(0, 0, new byte[Block]).IsSuccess);
        Assert.Equal(BackendResult.Failure(ZoneError.Io, 61, reportsCount ? expectedBlocks * Block : 0), harness.Write(0, Block, data));
        Assert.Equal((1 + expectedBlocks) * Block, harness.Report(0).WritePointer);
        byte[] expected = [.. data.AsSpan(0, expectedBlocks * Block), .. new byte[(4 - expectedBlocks) * Block]];
        Assert.Equal(expected, harness.Read(0, Block, 4 * Block));
        Assert.True(harness.Write(0, (1 + expectedBlocks) * Block, data).IsSuccess);
    }

    [Fact]
    public void Behind_a_failed_write_those_in_flight_fail_and_leave_no_trace()
    {
        DriveHarness harness = Faulty(new FaultRule { Event = DriveEvent.Write, Effect = FaultEffect.Fail, Nth = 2, LandedBlocks = 1 }, MemoryDriveScheduling.Stepped);
        ZoneRequest[] writes = [.. Enumerable.Range(0, 4).Select(i => harness.SubmitWrite(0, i * 2 * Block, DriveHarness.Pattern(2 * Block, i)))];
        harness.Drive.Kick();
        for (int i = 3; i >= 0; i--)
        {
            harness.Drive.Step(i);
        }

        Assert.Equal(writes, harness.Completed.Select(entry => entry.Request));
        Assert.Equal([ZoneError.None, ZoneError.Io, ZoneError.Follower, ZoneError.Follower], harness.Completed.Select(entry => entry.Result.Error));
        Assert.Equal(3 * Block, harness.Drive.Inspect(0).WritePointer);
        ZoneRequest retry = harness.SubmitWrite(0, 3 * Block, DriveHarness.Pattern(Block, 9));
        byte[] read = new byte[8 * Block];
        harness.Drive.Kick();
        harness.RunSteps();
        harness.Submit(ZoneRequestKind.Read, 0, 0, read);
        harness.Drive.Kick();
        harness.RunSteps();
        Assert.True(harness.ResultOf(retry).IsSuccess);
        Assert.Equal(
            [.. DriveHarness.Pattern(2 * Block, 0), .. DriveHarness.Pattern(2 * Block, 1).AsSpan(0, Block), .. DriveHarness.Pattern(Block, 9), .. new byte[4 * Block]],
            read);
    }

    [Fact]
    public void A_short_write_succeeds_with_its_count_and_breaks_the_stream()
    {
        DriveHarness harness = Faulty(new FaultRule { Event = DriveEvent.Write, Effect = FaultEffect.ShortTransfer, LandedBlocks = 1 }, MemoryDriveScheduling.Stepped);
        harness.SubmitWrite(0, 0, new byte[2 * Block]);
        harness.SubmitWrite(0, 2 * Block, new byte[Block]);
        harness.Drive.Kick();
        harness.RunSteps();
        Assert.Equal([BackendResult.Success(Block), BackendResult.Failure(ZoneError.Follower)], harness.Completed.Select(entry => entry.Result));
        Assert.Equal(Block, harness.Drive.Inspect(0).WritePointer);
    }

    [Fact]
    public void A_coalesced_chain_is_one_command_that_fails_in_the_middle()
    {
        DriveHarness harness = Faulty(new FaultRule { Event = DriveEvent.Write, Effect = FaultEffect.Fail, LandedBlocks = 2, ReportsCount = true });
        byte[][] parts = [DriveHarness.Pattern(Block, 1), DriveHarness.Pattern(2 * Block, 2), DriveHarness.Pattern(Block, 3)];
        ZoneRequest head = harness.SubmitChain(0, 0, parts);
        harness.Drive.Kick();
        Assert.Equal(BackendResult.Failure(ZoneError.Io, 5, 2 * Block), Assert.Single(harness.Completed).Result);
        Assert.True(harness.IsCompleted(head));
        Assert.Equal([.. parts[0], .. parts[1].AsSpan(0, Block), .. new byte[Block]], harness.Read(0, 0, 3 * Block));
    }

    [Theory]
    [InlineData(DriveEvent.Write)]
    [InlineData(DriveEvent.Read)]
    public void A_hanging_command_executes_when_it_is_released(DriveEvent command)
    {
        DriveHarness harness = Faulty(new FaultRule { Event = command, Effect = FaultEffect.Hang });
        ZoneRequest hanging = harness.Submit(command == DriveEvent.Write ? ZoneRequestKind.Write : ZoneRequestKind.Read, 0, 0, new byte[Block]);
        harness.Drive.Kick();
        Assert.False(harness.IsCompleted(hanging));
        Assert.Equal(0, harness.Report(0).WritePointer);
        ValueTask<BackendResult> reset = harness.Drive.ManageAsync(ZoneAction.Reset, 0, CancellationToken.None);
        Assert.False(reset.IsCompleted, "A reset must wait for a command that may still execute.");
        Assert.Equal(1, harness.Drive.HungCount);
        Assert.Equal(1, harness.Drive.ReleaseHung());
        Assert.True(harness.ResultOf(hanging).IsSuccess);
        Assert.Equal(BackendResult.Success(), DriveHarness.EndOf(reset));
        Assert.Equal(ZoneCondition.Empty, harness.Condition(0));
    }

    [Fact]
    public void A_lost_completion_arrives_late_while_the_data_are_there_at_once()
    {
        DriveHarness harness = Faulty(new FaultRule { Event = DriveEvent.Write, Effect = FaultEffect.LoseCompletion });
        ZoneRequest lost = harness.SubmitWrite(0, 0, DriveHarness.Pattern(Block, 1));
        harness.Drive.Kick();
        Assert.Equal(Block, harness.Report(0).WritePointer);
        Assert.True(harness.Write(0, Block, new byte[Block]).IsSuccess);
        Assert.False(harness.IsCompleted(lost));
        harness.Drive.ReleaseHung();
        Assert.Equal(BackendResult.Success(Block), harness.ResultOf(lost));
    }

    [Fact]
    public void A_duplicate_completion_is_ignored_by_its_ticket()
    {
        DriveHarness harness = Faulty(new FaultRule { Event = DriveEvent.Write, Effect = FaultEffect.DuplicateCompletion });
        Assert.True(harness.Write(0, 0, new byte[Block]).IsSuccess);
        Assert.Single(harness.Completed);
    }

    [Fact]
    public void A_late_completion_does_not_touch_the_request_that_was_reused_meanwhile()
    {
        DriveHarness harness = Faulty(new FaultRule { Event = DriveEvent.Write, Effect = FaultEffect.LoseCompletion });
        ZoneRequest request = harness.SubmitWrite(0, 0, new byte[Block]);
        harness.Drive.Kick();
        long old = request.Ticket;
        Assert.True(request.Complete(old, BackendResult.Failure(ZoneError.Timeout)));
        request.Offset = Block;
        request.Arm(harness);
        harness.Drive.ReleaseHung();
        Assert.Single(harness.Completed);
        Assert.NotEqual(old, request.Ticket);
    }

    [Theory]
    [InlineData(FaultEffect.Delay, 0)]
    [InlineData(FaultEffect.DelayCompletion, Block)]
    public void A_delay_takes_the_drives_own_time(FaultEffect effect, long pointerBefore)
    {
        ManualTime time = new();
        DriveHarness harness = new(new MemoryDrive(new MemoryDriveOptions
        {
            TimeProvider = time,
            Faults = new FaultPlan(1, new FaultRule { Event = DriveEvent.Write, Effect = effect, Delay = TimeSpan.FromMilliseconds(30) }),
        }));
        ZoneRequest write = harness.SubmitWrite(0, 0, new byte[Block]);
        harness.Drive.Kick();
        Assert.Equal(pointerBefore, harness.Report(0).WritePointer);
        time.Advance(TimeSpan.FromMilliseconds(29));
        Assert.False(harness.IsCompleted(write));
        time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.True(harness.ResultOf(write).IsSuccess);
        Assert.Equal(Block, harness.Report(0).WritePointer);
    }

    [Fact]
    public void A_write_at_the_wrong_address_succeeds_and_is_found_elsewhere()
    {
        DriveHarness harness = Faulty(new FaultRule { Event = DriveEvent.Write, Effect = FaultEffect.WrongAddress, Nth = 2, ShiftBytes = -Block });
        byte[] first = DriveHarness.Pattern(Block, 1);
        byte[] stray = DriveHarness.Pattern(Block, 2);
        harness.Write(0, 0, first);
        Assert.True(harness.Write(0, Block, stray).IsSuccess);
        Assert.Equal(2 * Block, harness.Report(0).WritePointer);
        Assert.Equal(stray, harness.Read(0, 0, Block));
        Assert.NotEqual(stray, harness.Read(0, Block, Block));
    }

    [Theory]
    [InlineData(DriveEvent.Write)]
    [InlineData(DriveEvent.Read)]
    public void One_bit_is_wrong_and_the_command_succeeds(DriveEvent command)
    {
        DriveHarness harness = Faulty(new FaultRule { Event = command, Effect = FaultEffect.FlipBit });
        byte[] data = DriveHarness.Pattern(2 * Block, 1);
        Assert.True(harness.Write(0, 0, data).IsSuccess);
        byte[] read = harness.Read(0, 0, 2 * Block);
        Assert.Equal(1, data.Zip(read, (a, b) => int.PopCount(a ^ b)).Sum());
        Assert.Equal(command == DriveEvent.Read, data.AsSpan().SequenceEqual(harness.Read(0, 0, 2 * Block)));
    }

    [Fact]
    public void A_dropped_write_succeeds_and_is_not_there()
    {
        DriveHarness harness = Faulty(new FaultRule { Event = DriveEvent.Write, Effect = FaultEffect.DropData });
        Assert.True(harness.Write(0, 0, DriveHarness.Pattern(Block, 1)).IsSuccess);
        Assert.Equal(Block, harness.Report(0).WritePointer);
        Assert.Equal(new byte[Block], harness.Read(0, 0, Block));
    }

    [Theory]
    [InlineData(FaultEffect.ZoneReadOnly, ZoneCondition.ReadOnly, ZoneError.ZoneReadOnly)]
    [InlineData(FaultEffect.ZoneOffline, ZoneCondition.Offline, ZoneError.ZoneOffline)]
    [InlineData(FaultEffect.ZoneFull, ZoneCondition.Full, ZoneError.ZoneFull)]
    public void A_zone_dies_under_its_writes(FaultEffect effect, ZoneCondition condition, ZoneError error)
    {
        DriveHarness harness = Faulty(new FaultRule { Event = DriveEvent.Write, Effect = effect, Nth = 2 }, MemoryDriveScheduling.Stepped);
        for (int i = 0; i < 3; i++)
        {
            harness.SubmitWrite(0, i * Block, DriveHarness.Pattern(Block, i));
        }

        harness.Drive.Kick();
        harness.RunSteps();
        Assert.Equal([ZoneError.None, error, error], harness.Completed.Select(entry => entry.Result.Error));
        Assert.Equal(condition, harness.Drive.Inspect(0).Condition);
        byte[] read = new byte[2 * Block];
        harness.Submit(ZoneRequestKind.Read, 0, 0, read);
        harness.Drive.Kick();
        harness.RunSteps();
        BackendResult result = harness.Completed[^1].Result;
        if (condition == ZoneCondition.Offline)
        {
            Assert.Equal(ZoneError.ZoneOffline, result.Error);
        }
        else
        {
            Assert.True(result.IsSuccess);
            Assert.Equal([.. DriveHarness.Pattern(Block, 0), .. new byte[Block]], read);
        }
    }

    [Fact]
    public void A_device_that_is_gone_ends_everything_also_what_hangs()
    {
        DriveHarness harness = Faulty(
        [
            new FaultRule { Event = DriveEvent.Write, Effect = FaultEffect.Hang, Zone = 1 },
            new FaultRule { Event = DriveEvent.Write, Effect = FaultEffect.DeviceGone, Zone = 2 },
        ]);
        ZoneRequest hanging = harness.SubmitWrite(1, 0, new byte[Block]);
        harness.Drive.Kick();
        Assert.Equal(ZoneError.DeviceGone, harness.Write(2, 0, new byte[Block]).Error);
        Assert.Equal(ZoneError.DeviceGone, harness.ResultOf(hanging).Error);
        Assert.Equal(ZoneError.DeviceGone, harness.Read(3, 0, new byte[Block]).Error);
        Assert.Equal(ZoneError.DeviceGone, harness.Flush().Error);
        Assert.Equal(ZoneError.DeviceGone, harness.Manage(ZoneAction.Open, 3).Error);
        Assert.Equal(ZoneError.DeviceGone, DriveHarness.EndOf(harness.Drive.ReportAsync(0, new ZoneInfo[1], CancellationToken.None)).Error);
    }

    [Fact]
    public void A_failed_read_says_where_it_stopped_only_if_asked()
    {
        DriveHarness harness = Faulty(new FaultRule { Event = DriveEvent.Read, Effect = FaultEffect.Fail, RepeatEvery = 1, FromOffset = Block, ToOffset = 2 * Block, LandedBlocks = 1, ReportsCount = true });
        byte[] data = DriveHarness.Pattern(3 * Block, 1);
        harness.Write(0, 0, data);
        byte[] target = new byte[3 * Block];
        Assert.Equal(BackendResult.Failure(ZoneError.Io, 5, Block), harness.Read(0, 0, target));
        Assert.Equal(data.AsSpan(0, Block).ToArray(), target.AsSpan(0, Block).ToArray());
        Assert.Equal(data.AsSpan(2 * Block).ToArray(), harness.Read(0, 2 * Block, Block));
    }

    private static DriveHarness Faulty(FaultRule rule, MemoryDriveScheduling scheduling = MemoryDriveScheduling.Inline) => Faulty([rule], scheduling);

    private static DriveHarness Faulty(FaultRule[] rules, MemoryDriveScheduling scheduling = MemoryDriveScheduling.Inline) =>
        new(new MemoryDrive(new MemoryDriveOptions { Faults = new FaultPlan(7, rules), Scheduling = scheduling }));
}
