using ZonedSdk.Backends.Memory;
using static ZonedSdk.Tests.Logs.TestLogs;

namespace ZonedSdk.Tests.Logs;

/// <summary>A log on a drive that does what it should.</summary>
public sealed class ZonedLogTests
{
    [Fact]
    public async Task Records_are_read_back_in_order_across_zones()
    {
        await using ZonedDevice device = await ZonedDevice.OpenAsync(Drive());
        await using ZonedLog log = await ZonedLog.OpenAsync(device, AllOf(device));
        await AppendAsync(log, 20);
        Assert.Equal(Numbers(0, 20), await ReadAsync(log, 0));
        Assert.Equal(Numbers(13, 20), await ReadAsync(log, 13));
        Assert.Equal((0, 20), (log.FirstSequence, log.NextSequence));
        Assert.Empty(log.Findings);
    }

    [Fact]
    public async Task A_log_that_is_opened_again_goes_on_where_it_ended()
    {
        MemoryDrive drive = Drive();
        Guid identity;
        await using (ZonedDevice device = await ZonedDevice.OpenAsync(drive))
        {
            await using ZonedLog log = await ZonedLog.OpenAsync(device, AllOf(device));
            await AppendAsync(log, 11);
            identity = log.Identity;
        }

        await using ZonedDevice again = await ZonedDevice.OpenAsync(drive.Reopen());
        await using ZonedLog reopened = await ZonedLog.OpenAsync(again, AllOf(again));
        Assert.Equal((identity, 11, 11), (reopened.Identity, reopened.NextSequence, reopened.DurableSequence));
        await AppendAsync(reopened, 3);
        Assert.Equal(Numbers(0, 14), await ReadAsync(reopened, 0));
        Assert.Empty(reopened.Findings);
    }

    [Fact]
    public async Task Many_appends_at_once_each_get_a_number_of_their_own()
    {
        await using ZonedDevice device = await ZonedDevice.OpenAsync(Drive(zoneBlocks: 512));
        await using ZonedLog log = await ZonedLog.OpenAsync(device, AllOf(device), new ZonedLogOptions { MaxWritesInFlight = 2 });
        long[] numbers = await Task.WhenAll(Enumerable.Range(0, 500).Select(index => Task.Run(async () => await log.AppendAsync(Record(index)))));
        Assert.Equal(Numbers(0, 500), numbers.Order());
        var found = new Dictionary<long, byte[]>();
        await foreach (ZonedLogRecord record in log.ReadAsync(0))
        {
            found.Add(record.Sequence, record.Data.ToArray());
        }

        Assert.All(numbers.Index(), appended => Assert.Equal(Record(appended.Index), found[appended.Item]));
    }

    [Fact]
    public async Task Records_that_come_while_all_writes_are_in_flight_share_the_next_one()
    {
        MemoryDrive drive = new(new MemoryDriveOptions { Scheduling = MemoryDriveScheduling.Stepped });
        await using ZonedDevice device = await StepUntilAsync(drive, ZonedDevice.OpenAsync(drive).AsTask());
        ZonedLog log = await StepUntilAsync(drive, ZonedLog.OpenAsync(device, [0, 1], new ZonedLogOptions { MaxWritesInFlight = 2 }).AsTask());
        await StepUntilAsync(drive, log.AppendAsync(Record(0)).AsTask());
        Task<long>[] appends = [.. Enumerable.Range(1, 100).Select(index => log.AppendAsync(Record(index)).AsTask())];
        Assert.Equal(2, drive.StepCount);
        Assert.Equal(Numbers(1, 101), await StepUntilAsync(drive, Task.WhenAll(appends)));

        // The header, three records alone, and 98 together: 64 bytes and 108 for each.
        Assert.Equal((2 + 3 + 3) * Block, device.GetZone(0).WritePointer);
        await StepUntilAsync(drive, Task.Run(async () => { await log.DisposeAsync(); return true; }));
        Task closing = device.DisposeAsync().AsTask();
        await StepUntilAsync(drive, Task.Run(async () => { await closing; return true; }));
    }

    [Fact]
    public async Task Records_of_no_bytes_and_of_the_most_bytes_come_back()
    {
        await using ZonedDevice device = await ZonedDevice.OpenAsync(Drive());
        await using ZonedLog log = await ZonedLog.OpenAsync(device, AllOf(device));
        byte[] longest = Record(1, log.MaxRecordBytes);
        await log.AppendAsync(ReadOnlyMemory<byte>.Empty);
        await log.AppendAsync(longest);
        Assert.Throws<ArgumentException>(() => { _ = log.AppendAsync(new byte[log.MaxRecordBytes + 1]).AsTask(); });
        List<ZonedLogRecord> records = await log.ReadAsync(0).ToListAsync();
        Assert.Equal(0, records[0].Data.Length);
        Assert.Equal(longest, records[1].Data.ToArray());
        Assert.Equal((6 * Block) - 76, log.MaxRecordBytes);
    }

    [Fact]
    public async Task A_trim_resets_the_zones_whose_records_are_all_before_it()
    {
        await using ZonedDevice device = await ZonedDevice.OpenAsync(Drive());
        await using ZonedLog log = await ZonedLog.OpenAsync(device, AllOf(device));
        await AppendAsync(log, 20);
        Assert.Equal(0, log.FreeZoneCount);
        Assert.Equal(1, await log.TrimAsync(before: 8));
        Assert.Equal(ZoneCondition.Empty, device.GetZone(0).Condition);
        Assert.Equal((8, 1), (log.FirstSequence, log.FreeZoneCount));
        ZonedLogTrimmedException trimmed = await Assert.ThrowsAsync<ZonedLogTrimmedException>(() => ReadAsync(log, 7));
        Assert.Equal((7, 8), (trimmed.Sequence, trimmed.FirstSequence));
        Assert.Equal(Numbers(8, 20), await ReadAsync(log, 8));
        Assert.Equal(2, await log.TrimAsync(before: 20));
        Assert.Equal((20, 20), (log.FirstSequence, log.NextSequence));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => log.TrimAsync(before: 21).AsTask());
    }

    [Fact]
    public async Task A_log_that_is_full_says_so_and_works_again_after_a_trim()
    {
        await using ZonedDevice device = await ZonedDevice.OpenAsync(Drive(zoneCount: 2));
        await using ZonedLog log = await ZonedLog.OpenAsync(device, AllOf(device));
        await AppendAsync(log, 12);
        ZonedLogFullException full = await Assert.ThrowsAsync<ZonedLogFullException>(() => log.AppendAsync(Record(12)).AsTask());
        Assert.False(full.MayHaveBeenAppended);
        Assert.Equal(Numbers(0, 12), await ReadAsync(log, 0));
        await log.TrimAsync(before: 6);
        await AppendAsync(log, 6);
        Assert.Equal(Numbers(6, 18), await ReadAsync(log, 6));
    }

    [Fact]
    public async Task An_append_that_waits_for_room_ends_when_a_trim_makes_some()
    {
        await using ZonedDevice device = await ZonedDevice.OpenAsync(Drive(zoneCount: 2));
        await using ZonedLog log = await ZonedLog.OpenAsync(device, AllOf(device), new ZonedLogOptions { WaitForRoom = true });
        await AppendAsync(log, 12);
        Task<long> waiting = log.AppendAsync(Record(12)).AsTask();
        using var cancel = new CancellationTokenSource();
        Task<long> cancelled = log.AppendAsync(Record(99), cancel.Token).AsTask();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        Assert.False(waiting.IsCompleted);
        await log.TrimAsync(before: 6);
        Assert.Equal(12, await waiting);
        Assert.Equal(Numbers(6, 13), await ReadAsync(log, 6));
    }

    [Fact]
    public async Task A_tail_gets_what_is_there_and_then_what_comes()
    {
        await using ZonedDevice device = await ZonedDevice.OpenAsync(Drive());
        await using ZonedLog log = await ZonedLog.OpenAsync(device, AllOf(device));
        await AppendAsync(log, 2);
        await using IAsyncEnumerator<ZonedLogRecord> tail = log.TailAsync(1).GetAsyncEnumerator();
        Assert.True(await tail.MoveNextAsync());
        Assert.Equal(1, tail.Current.Sequence);
        ValueTask<bool> next = tail.MoveNextAsync();
        Assert.False(next.IsCompleted);
        await AppendAsync(log, 8);
        Assert.True(await next);
        Assert.Equal(Record(2), tail.Current.Data.ToArray());
        for (long number = 3; number < 10; number++)
        {
            Assert.True(await tail.MoveNextAsync());
            Assert.Equal(number, tail.Current.Sequence);
        }
    }

    [Fact]
    public async Task A_tail_ends_by_cancellation_and_with_the_log()
    {
        await using ZonedDevice device = await ZonedDevice.OpenAsync(Drive());
        ZonedLog log = await ZonedLog.OpenAsync(device, AllOf(device));
        using var cancel = new CancellationTokenSource();
        await using IAsyncEnumerator<ZonedLogRecord> cancelled = log.TailAsync(0, cancel.Token).GetAsyncEnumerator();
        await using IAsyncEnumerator<ZonedLogRecord> left = log.TailAsync(0).GetAsyncEnumerator();
        ValueTask<bool> first = cancelled.MoveNextAsync();
        ValueTask<bool> second = left.MoveNextAsync();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first.AsTask());
        await log.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => second.AsTask());
        Assert.Throws<ObjectDisposedException>(() => { _ = log.AppendAsync(Record(0)).AsTask(); });
    }

    [Fact]
    public async Task An_append_is_taken_back_before_its_write_and_not_after()
    {
        MemoryDrive drive = new(new MemoryDriveOptions { Scheduling = MemoryDriveScheduling.Stepped });
        await using ZonedDevice device = await StepUntilAsync(drive, ZonedDevice.OpenAsync(drive).AsTask());
        ZonedLog log = await StepUntilAsync(drive, ZonedLog.OpenAsync(device, [0, 1], new ZonedLogOptions { MaxWritesInFlight = 1 }).AsTask());
        await StepUntilAsync(drive, log.AppendAsync(Record(0)).AsTask());
        using var cancel = new CancellationTokenSource();
        Task<long> written = log.AppendAsync(Record(1), cancel.Token).AsTask();
        Task<long> waiting = log.AppendAsync(Record(99), cancel.Token).AsTask();
        Task<long> behind = log.AppendAsync(Record(2)).AsTask();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.Equal(1, await StepUntilAsync(drive, written));
        Assert.Equal(2, await StepUntilAsync(drive, behind));
        Assert.Equal(Numbers(0, 3), await StepUntilAsync(drive, ReadAsync(log, 0)));
        await StepUntilAsync(drive, Task.Run(async () => { await log.DisposeAsync(); return true; }));
        Task closing = device.DisposeAsync().AsTask();
        await StepUntilAsync(drive, Task.Run(async () => { await closing; return true; }));
    }

    [Fact]
    public async Task A_log_that_is_disposed_sees_its_appends_to_their_end()
    {
        MemoryDrive drive = new(new MemoryDriveOptions { Scheduling = MemoryDriveScheduling.Stepped });
        await using ZonedDevice device = await StepUntilAsync(drive, ZonedDevice.OpenAsync(drive).AsTask());
        ZonedLog log = await StepUntilAsync(drive, ZonedLog.OpenAsync(device, [0, 1], new ZonedLogOptions { MaxWritesInFlight = 2 }).AsTask());
        Task<long>[] appends = [.. Enumerable.Range(0, 20).Select(index => log.AppendAsync(Record(index)).AsTask())];
        Task disposing = log.DisposeAsync().AsTask();
        Assert.Throws<ObjectDisposedException>(() => { _ = log.AppendAsync(Record(20)).AsTask(); });
        Assert.False(disposing.IsCompleted);
        Assert.Equal(Numbers(0, 20), await StepUntilAsync(drive, Task.WhenAll(appends)));
        await StepUntilAsync(drive, Task.Run(async () => { await disposing; return true; }));
        Assert.Equal(20, log.DurableSequence);
        Task closing = device.DisposeAsync().AsTask();
        await StepUntilAsync(drive, Task.Run(async () => { await closing; return true; }));
    }

    [Fact]
    public async Task One_active_zone_is_enough()
    {
        await using ZonedDevice device = await ZonedDevice.OpenAsync(Drive(maxActive: 1));
        await using ZonedLog log = await ZonedLog.OpenAsync(device, AllOf(device));
        await AppendAsync(log, 8, lengthBytes: 2 * Block);
        Assert.Equal(Numbers(0, 8), await ReadAsync(log, 0));
    }

    [Fact]
    public async Task Zones_that_hold_something_else_are_refused_and_left_alone()
    {
        await using ZonedDevice device = await ZonedDevice.OpenAsync(Drive());
        await device.AppendAsync(2, Record(5, 3 * Block));
        ZonedLogException refused = await Assert.ThrowsAsync<ZonedLogException>(() => ZonedLog.OpenAsync(device, AllOf(device)).AsTask());
        Assert.Contains("Zone 2", refused.Message, StringComparison.Ordinal);
        Assert.Equal(3 * Block, device.GetZone(2).WritePointer - device.GetZone(2).Start);
    }

    [Fact]
    public async Task Two_logs_in_one_row_of_zones_are_told_apart()
    {
        await using ZonedDevice device = await ZonedDevice.OpenAsync(Drive());
        await using (ZonedLog first = await ZonedLog.OpenAsync(device, [0, 1]))
        {
            await using ZonedLog second = await ZonedLog.OpenAsync(device, [2, 3]);
            await AppendAsync(first, 1);
            await AppendAsync(second, 1);
        }

        await Assert.ThrowsAsync<ZonedLogException>(() => ZonedLog.OpenAsync(device, AllOf(device)).AsTask());
        await using ZonedLog again = await ZonedLog.OpenAsync(device, [2, 3]);
        Assert.Equal(1, again.NextSequence);
    }

    [Theory]
    [InlineData(new int[0])]
    [InlineData(new[] { 1 })]
    [InlineData(new[] { 1, 1 })]
    [InlineData(new[] { 1, 4 })]
    public async Task Zones_that_cannot_be_a_log_are_wrong_arguments(int[] zones)
    {
        await using ZonedDevice device = await ZonedDevice.OpenAsync(Drive());
        await Assert.ThrowsAnyAsync<ArgumentException>(() => ZonedLog.OpenAsync(device, zones).AsTask());
    }

    private static async Task<T> StepUntilAsync<T>(MemoryDrive drive, Task<T> task)
    {
        while (!task.IsCompleted)
        {
            if (drive.StepCount > 0)
            {
                drive.Step(0);
            }
            else
            {
                await Task.Yield();
            }
        }

        return await task;
    }

    [Fact]
    public async Task A_device_for_reading_only_gives_a_log_to_read()
    {
        MemoryDrive drive = Drive();
        await using (ZonedDevice device = await ZonedDevice.OpenAsync(drive))
        {
            await using ZonedLog log = await ZonedLog.OpenAsync(device, AllOf(device));
            await AppendAsync(log, 7);
        }

        await using ZonedDevice reading = await ZonedDevice.OpenAsync(drive.Reopen(), new ZonedDeviceOptions { ReadOnly = true });
        await using ZonedLog readOnly = await ZonedLog.OpenAsync(reading, AllOf(reading));
        Assert.Equal(Numbers(0, 7), await ReadAsync(readOnly, 0));
        await Assert.ThrowsAsync<ZonedLogException>(() => readOnly.AppendAsync(Record(7)).AsTask());
    }
}
