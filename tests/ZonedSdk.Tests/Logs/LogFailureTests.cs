using ZonedSdk.Backends.Faults;
using ZonedSdk.Backends.Memory;
using static ZonedSdk.Tests.Logs.TestLogs;

namespace ZonedSdk.Tests.Logs;

/// <summary>What becomes of records when the drive fails.</summary>
public sealed class LogFailureTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(FaultRule.AllBlocks)]
    public async Task A_write_that_fails_is_made_again_in_the_next_zone(int landedBlocks)
    {
        FaultPlan faults = new(seed: 1, new FaultRule { Event = DriveEvent.Write, Effect = FaultEffect.Fail, Nth = 4, LandedBlocks = landedBlocks });
        MemoryDrive drive = Drive(zoneBlocks: 16, faults: faults);
        await using (ZonedDevice device = await ZonedDevice.OpenAsync(drive))
        {
            await using ZonedLog log = await ZonedLog.OpenAsync(device, AllOf(device));
            await AppendAsync(log, 6, lengthBytes: 2 * Block);
            Assert.Equal(1, faults.InjectedCount);
            Assert.Equal(2, log.FreeZoneCount);
            Assert.Equal(Numbers(0, 6), await ReadAsync(log, 0));
        }

        await using ZonedDevice again = await ZonedDevice.OpenAsync(drive.Reopen());
        await using ZonedLog reopened = await ZonedLog.OpenAsync(again, AllOf(again));
        Assert.Equal(Numbers(0, 6), await ReadAsync(reopened, 0));
        Assert.Empty(reopened.Findings);
    }

    [Fact]
    public async Task A_write_that_failed_and_is_all_there_counts_with_its_number()
    {
        FaultPlan faults = new(seed: 1, new FaultRule { Event = DriveEvent.Write, Effect = FaultEffect.Fail, Nth = 2, LandedBlocks = FaultRule.AllBlocks });
        await using ZonedDevice device = await ZonedDevice.OpenAsync(Drive(faults: faults));
        await using ZonedLog log = await ZonedLog.OpenAsync(device, AllOf(device), new ZonedLogOptions { WriteAttempts = 2 });
        Assert.Equal(0, await log.AppendAsync(Record(0, 2 * Block)));
        Assert.Equal((1, 1, 1), (faults.InjectedCount, log.NextSequence, log.DurableSequence));
        await AppendAsync(log, 2);
        Assert.Equal(Numbers(0, 3), await ReadAsync(log, 0));
    }

    [Theory]
    [InlineData(1, FaultRule.AllBlocks, 1)]
    [InlineData(2, 0, 0)]
    [InlineData(2, 1, 0)]
    public async Task A_log_gives_up_after_so_many_zones_and_says_that_the_record_may_be_found(int attempts, int landedBlocks, int found)
    {
        FaultPlan faults = new(seed: 1, new FaultRule { Event = DriveEvent.Write, Effect = FaultEffect.Fail, FromOffset = 0, Nth = 2, RepeatEvery = 2, LandedBlocks = landedBlocks });
        MemoryDrive drive = Drive(faults: faults);
        await using (ZonedDevice device = await ZonedDevice.OpenAsync(drive))
        {
            await using ZonedLog log = await ZonedLog.OpenAsync(device, AllOf(device), new ZonedLogOptions { WriteAttempts = attempts });
            ZonedLogException failed = await Assert.ThrowsAsync<ZonedLogException>(() => log.AppendAsync(Record(0, 2 * Block)).AsTask());
            Assert.True(failed.MayHaveBeenAppended);
            Assert.Equal(attempts, faults.InjectedCount);
            ZonedLogException later = await Assert.ThrowsAsync<ZonedLogException>(() => log.AppendAsync(Record(1)).AsTask());
            Assert.False(later.MayHaveBeenAppended);
        }

        await using ZonedDevice again = await ZonedDevice.OpenAsync(drive.Reopen());
        await using ZonedLog reopened = await ZonedLog.OpenAsync(again, AllOf(again));
        Assert.Equal(Numbers(0, found), await ReadAsync(reopened, 0));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(FaultRule.AllBlocks)]
    public async Task A_number_shows_no_other_record_even_where_the_zone_is_lost_that_has_the_one_it_was_given_to(int landedBlocks)
    {
        // The third write to zone 1. Its data end with zeroes, as a write does that was cut short in a finished zone.
        FaultPlan faults = new(seed: 1, new FaultRule { Event = DriveEvent.Write, Effect = FaultEffect.Fail, Nth = 11, LandedBlocks = landedBlocks });
        MemoryDrive drive = Drive(zoneCount: 2, faults: faults);
        byte[] ended = [.. Record(-1), .. new byte[Block]];
        bool isAppended;
        await using (ZonedDevice device = await ZonedDevice.OpenAsync(drive))
        {
            await using ZonedLog log = await ZonedLog.OpenAsync(device, AllOf(device));
            await AppendAsync(log, 8);
            Task<long> append = log.AppendAsync(ended).AsTask();
            isAppended = await append.ContinueWith(task => task.IsCompletedSuccessfully, TaskScheduler.Default);
            Assert.Equal((1, landedBlocks == FaultRule.AllBlocks), (faults.InjectedCount, isAppended));
            await log.TrimAsync(before: 6);
            await AppendAsync(log, 2, durability: Durability.Flushed);
        }

        MemoryDrive survivor = drive.Reopen();
        survivor.SetOffline(0);
        await using ZonedDevice again = await ZonedDevice.OpenAsync(survivor);
        await using ZonedLog reopened = await ZonedLog.OpenAsync(again, AllOf(again));
        var found = new List<ZonedLogRecord>();
        ZonedLogDamageException damage = await Assert.ThrowsAsync<ZonedLogDamageException>(async () =>
        {
            await foreach (ZonedLogRecord record in reopened.ReadAsync(6))
            {
                found.Add(record);
            }
        });
        byte[][] expected = isAppended ? [Record(6), Record(7), ended] : [Record(6), Record(7)];
        Assert.Equal(expected, found.Select(record => record.Data.ToArray()));
        Assert.Equal((6 + expected.Length, reopened.NextSequence), (damage.FirstSequence, damage.NextSequence));
    }

    [Fact]
    public async Task A_log_that_cannot_tell_what_a_failed_write_left_takes_no_more_and_finds_it_when_it_is_opened_again()
    {
        FaultPlan faults = new(
            seed: 1,
            new FaultRule { Event = DriveEvent.Write, Effect = FaultEffect.Fail, Nth = 3, LandedBlocks = FaultRule.AllBlocks },
            new FaultRule { Event = DriveEvent.Read, Effect = FaultEffect.Fail, RepeatEvery = 1 });
        MemoryDrive drive = Drive(faults: faults);
        await using (ZonedDevice device = await ZonedDevice.OpenAsync(drive))
        {
            await using ZonedLog log = await ZonedLog.OpenAsync(device, AllOf(device));
            await AppendAsync(log, 1);
            ZonedLogException failed = await Assert.ThrowsAsync<ZonedLogException>(() => log.AppendAsync(Record(1)).AsTask());
            Assert.True(failed.MayHaveBeenAppended);
            Assert.Contains("zone 0", failed.Message, StringComparison.Ordinal);
            await Assert.ThrowsAsync<ZonedLogException>(() => log.AppendAsync(Record(2)).AsTask());
        }

        await using ZonedDevice again = await ZonedDevice.OpenAsync(drive.Reopen());
        await using ZonedLog reopened = await ZonedLog.OpenAsync(again, AllOf(again));
        Assert.Equal(Numbers(0, 2), await ReadAsync(reopened, 0));
    }

    [Fact]
    public async Task A_zone_whose_header_was_never_written_is_not_taken_for_a_free_one()
    {
        FaultPlan faults = new(seed: 3, new FaultRule { Event = DriveEvent.Write, Effect = FaultEffect.DropData, Nth = 8 });
        MemoryDrive drive = Drive(faults: faults);
        await using (ZonedDevice device = await ZonedDevice.OpenAsync(drive))
        {
            await using ZonedLog log = await ZonedLog.OpenAsync(device, AllOf(device));
            await AppendAsync(log, 9, durability: Durability.Flushed);
            Assert.Equal(1, faults.InjectedCount);
        }

        await using ZonedDevice again = await ZonedDevice.OpenAsync(drive.Reopen());
        await using ZonedLog reopened = await ZonedLog.OpenAsync(again, AllOf(again));
        Assert.Equal(2, reopened.FreeZoneCount);
        Assert.Contains(reopened.Findings, finding => finding.Contains("damaged headers: 1.", StringComparison.Ordinal));
        ZonedLogDamageException damage = await Assert.ThrowsAsync<ZonedLogDamageException>(() => ReadAsync(reopened, 0));
        Assert.Equal((6, reopened.NextSequence), (damage.FirstSequence, damage.NextSequence));
        Assert.True(reopened.NextSequence > 9);
    }

    [Fact]
    public async Task What_a_power_cut_leaves_is_everything_durable_and_no_half_record()
    {
        for (int seed = 0; seed < 50; seed++)
        {
            MemoryDrive drive = Drive();
            ZonedDevice device = await ZonedDevice.OpenAsync(drive);
            ZonedLog log = await ZonedLog.OpenAsync(device, AllOf(device));
            await AppendAsync(log, 3, lengthBytes: 2 * Block, Durability.Flushed);
            await AppendAsync(log, 3, lengthBytes: 2 * Block);
            long durable = log.DurableSequence;
            drive.PowerCut(seed);
            await using ZonedDevice again = await ZonedDevice.OpenAsync(drive.Reopen());
            await using ZonedLog reopened = await ZonedLog.OpenAsync(again, AllOf(again));
            Assert.InRange(reopened.NextSequence, Math.Max(3, durable), 6);
            await AppendAsync(reopened, 2);
            Assert.Equal(Numbers(0, reopened.NextSequence), await ReadAsync(reopened, 0));
        }
    }

    [Fact]
    public async Task A_damaged_record_is_told_with_the_number_to_go_on_at()
    {
        // The second group's data; its head is in the block before.
        FaultPlan faults = new(seed: 3, new FaultRule { Event = DriveEvent.Write, Effect = FaultEffect.DropData, Nth = 3 });
        await using ZonedDevice device = await ZonedDevice.OpenAsync(Drive(zoneBlocks: 16, faults: faults));
        await using ZonedLog log = await ZonedLog.OpenAsync(device, AllOf(device));
        await AppendAsync(log, 4);
        Assert.Equal(1, faults.InjectedCount);
        Assert.Equal([0L], await log.ReadAsync(0).Take(1).Select(record => record.Sequence).ToListAsync());
        ZonedLogDamageException damage = await Assert.ThrowsAsync<ZonedLogDamageException>(() => ReadAsync(log, 0));
        Assert.Equal((1, 2), (damage.FirstSequence, damage.NextSequence));
        Assert.Equal([2, 3], await ReadAsync(log, damage.NextSequence));
    }

    [Fact]
    public async Task Damage_at_the_end_gives_no_number_twice()
    {
        FaultPlan faults = new(seed: 3, new FaultRule { Event = DriveEvent.Write, Effect = FaultEffect.DropData, Nth = 4 });
        MemoryDrive drive = Drive(zoneBlocks: 16, faults: faults);
        await using (ZonedDevice device = await ZonedDevice.OpenAsync(drive))
        {
            await using ZonedLog log = await ZonedLog.OpenAsync(device, AllOf(device));
            await AppendAsync(log, 3, durability: Durability.Flushed);
        }

        await using ZonedDevice again = await ZonedDevice.OpenAsync(drive.Reopen());
        await using ZonedLog reopened = await ZonedLog.OpenAsync(again, AllOf(again));
        Assert.True(reopened.NextSequence > 3);
        Assert.Single(reopened.Findings, finding => finding.Contains("number 1 may be lost", StringComparison.Ordinal));
        ZonedLogDamageException damage = await Assert.ThrowsAsync<ZonedLogDamageException>(() => ReadAsync(reopened, 0));
        Assert.Equal((2, reopened.NextSequence), (damage.FirstSequence, damage.NextSequence));
        await AppendAsync(reopened, 1);
        Assert.Equal([damage.NextSequence], await ReadAsync(reopened, damage.NextSequence));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_zone_that_is_offline_costs_its_own_records_and_is_told(int dead)
    {
        MemoryDrive drive = Drive();
        await using (ZonedDevice device = await ZonedDevice.OpenAsync(drive))
        {
            await using ZonedLog log = await ZonedLog.OpenAsync(device, AllOf(device));
            await AppendAsync(log, 15);
        }

        MemoryDrive survivor = drive.Reopen();
        survivor.SetOffline(dead);
        await using ZonedDevice again = await ZonedDevice.OpenAsync(survivor);
        await using ZonedLog reopened = await ZonedLog.OpenAsync(again, AllOf(again));
        Assert.NotEmpty(reopened.Findings);
        Assert.True(dead == 2 ? reopened.NextSequence > 15 : reopened.NextSequence >= 15);
        await AppendAsync(reopened, 1);
        long last = reopened.NextSequence - 1;
        var found = new List<long>();
        long next = reopened.FirstSequence;
        while (next < reopened.NextSequence)
        {
            try
            {
                await foreach (ZonedLogRecord record in reopened.ReadAsync(next))
                {
                    Assert.Equal(Record(record.Sequence), record.Data.ToArray());
                    found.Add(record.Sequence);
                    next = record.Sequence + 1;
                }
            }
            catch (ZonedLogDamageException damage)
            {
                next = damage.NextSequence;
            }
        }

        Assert.Equal(Numbers(0, 15).Where(number => number / 6 != dead).Append(last), found);
    }

    [Fact]
    public async Task A_flush_that_fails_closes_the_log_and_what_was_durable_is_there_again()
    {
        FaultPlan faults = new(seed: 1);
        MemoryDrive drive = Drive(zoneBlocks: 16, faults: faults);
        await using (ZonedDevice device = await ZonedDevice.OpenAsync(drive))
        {
            await using ZonedLog log = await ZonedLog.OpenAsync(device, AllOf(device));
            await AppendAsync(log, 2, durability: Durability.Flushed);
            faults.Add(new FaultRule { Event = DriveEvent.Flush, Effect = FaultEffect.Fail });
            await Assert.ThrowsAnyAsync<ZonedException>(() => log.AppendAsync(Record(2), Durability.Flushed).AsTask());
            await Assert.ThrowsAnyAsync<ZonedException>(() => log.AppendAsync(Record(3)).AsTask());
            await Assert.ThrowsAnyAsync<ZonedException>(() => log.FlushAsync().AsTask());
        }

        await using ZonedDevice again = await ZonedDevice.OpenAsync(drive.Reopen());
        await using ZonedLog reopened = await ZonedLog.OpenAsync(again, AllOf(again));
        Assert.InRange(reopened.NextSequence, 2, 3);
        Assert.Equal(Numbers(0, reopened.NextSequence), await ReadAsync(reopened, 0));
    }
}
