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
    public async Task A_log_gives_up_after_so_many_zones_and_says_that_the_record_may_be_found()
    {
        FaultPlan faults = new(seed: 1, new FaultRule { Event = DriveEvent.Write, Effect = FaultEffect.Fail, FromOffset = 0, Nth = 2, RepeatEvery = 2, LandedBlocks = FaultRule.AllBlocks });
        await using ZonedDevice device = await ZonedDevice.OpenAsync(Drive(faults: faults));
        await using ZonedLog log = await ZonedLog.OpenAsync(device, AllOf(device), new ZonedLogOptions { WriteAttempts = 2 });
        ZonedLogException failed = await Assert.ThrowsAsync<ZonedLogException>(() => log.AppendAsync(Record(0)).AsTask());
        Assert.True(failed.MayHaveBeenAppended);
        ZonedLogException later = await Assert.ThrowsAsync<ZonedLogException>(() => log.AppendAsync(Record(1)).AsTask());
        Assert.False(later.MayHaveBeenAppended);
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
