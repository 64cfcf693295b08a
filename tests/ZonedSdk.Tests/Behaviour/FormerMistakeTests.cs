using ZonedSdk.Backends.Faults;
using ZonedSdk.Tests.Behaviour.Kit;

namespace ZonedSdk.Tests.Behaviour;

/// <summary>Mistakes of an earlier zoned image format and its driver: each would pass unnoticed without the test that names it.</summary>
public sealed class FormerMistakeTests
{
    [Theory]
    [MemberData(nameof(Drives.All), MemberType = typeof(Drives))]
    public async Task Two_writes_at_the_same_pointer_cannot_both_be_admitted(string drive)
    {
        // Where alignment is checked before the lock is taken, both pass the check.
        await using Bench bench = await Bench.OpenAsync(drive, new DeviceShape { ZoneBlocks = 64, SizeBlocks = 128, RunsOnThreads = true });
        for (int block = 0; block < 64; block++)
        {
            int at = block;
            using Barrier barrier = new(4);
            string[] ends = await Task.WhenAll(Enumerable.Range(0, 4).Select(seed => Task.Factory.StartNew(
                () =>
                {
                    barrier.SignalAndWait();
                    return ZoneScript.ErrorOfAsync(bench.WriteAsync(1, at, seed: seed));
                },
                CancellationToken.None,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default).Unwrap()));
            Assert.Single(ends, end => end == "None");
            Assert.Equal(3, ends.Count(end => end is "Misaligned" or "ZoneFull"));
        }

        Assert.Equal(ZoneCondition.Full, bench.Drive.Inspect(1).Condition);
    }

    [Theory]
    [MemberData(nameof(Drives.All), MemberType = typeof(Drives))]
    public async Task After_a_failed_write_the_pointer_is_the_drives_and_not_the_one_that_was_hoped_for(string drive)
    {
        await using Bench bench = await Bench.OpenAsync(drive);
        bench.Drive.Faults.Add(new FaultRule { Event = DriveEvent.Write, Effect = FaultEffect.Fail });
        await Assert.ThrowsAsync<ZonedIOException>(() => bench.AppendAsync(1, blocks: 4));
        Assert.Equal(0, bench.SizeOf(1));
        Assert.Equal(8L * bench.Block, await bench.AppendAsync(1));
        await bench.ReopenAsync();
        Assert.Equal(1L * bench.Block, bench.SizeOf(1));
    }

    [Theory]
    [MemberData(nameof(Drives.All), MemberType = typeof(Drives))]
    public async Task The_writes_error_is_told_and_not_its_recoverys(string drive)
    {
        await using Bench bench = await Bench.OpenAsync(drive, options: new ZonedDeviceOptions { ReportAttempts = 1 });
        bench.Drive.Faults.Add(new FaultRule { Event = DriveEvent.Write, Effect = FaultEffect.Fail, Errno = 61 });
        bench.Drive.Faults.Add(new FaultRule { Event = DriveEvent.Report, Effect = FaultEffect.Fail, Errno = 5 });
        ZonedIOException error = await Assert.ThrowsAnyAsync<ZonedIOException>(() => bench.AppendAsync(1));
        Assert.Equal((ZoneError.Io, 61), (error.Error, error.Errno));
        Assert.True(bench.Device.GetStatus(1).IsFaulted);
        await bench.Device.RecoverAsync(1);
        await bench.AppendAsync(1);
    }

    [Theory]
    [MemberData(nameof(Drives.All), MemberType = typeof(Drives))]
    public async Task An_open_of_an_open_zone_leaves_no_lock_behind(string drive)
    {
        await using Bench bench = await Bench.OpenAsync(drive);
        await ZoneScript.RunAsync(bench, "open1 open1 open1 write1 open1 close1 => 1=C1");
    }

    [Theory]
    [MemberData(nameof(Drives.All), MemberType = typeof(Drives))]
    public async Task A_capacity_that_is_no_power_of_two_fills_at_its_end_and_only_there(string drive)
    {
        await using Bench bench = await Bench.OpenAsync(drive, new DeviceShape { ZoneBlocks = 7, CapacityBlocks = 5, SizeBlocks = 7 * 4 });
        for (int written = 1; written < 5; written++)
        {
            await ZoneScript.RunAsync(bench, $"write1 => 1=I{written}");
        }

        await ZoneScript.RunAsync(bench, "write1 => 1=F");
    }

    [Theory]
    [MemberData(nameof(Drives.All), MemberType = typeof(Drives))]
    public async Task An_append_goes_to_the_pointer_and_not_to_the_zones_start(string drive)
    {
        await using Bench bench = await Bench.OpenAsync(drive);
        long[] blocks = await Task.WhenAll(AppendAtAsync(2), AppendAtAsync(3), AppendAtAsync(1));
        Assert.Equal([8, 10, 13], blocks);

        async Task<long> AppendAtAsync(int count) => await bench.AppendAsync(1, count) / bench.Block;
    }

    [Theory]
    [MemberData(nameof(Drives.All), MemberType = typeof(Drives))]
    public async Task An_explicit_open_of_an_empty_zone_counts_against_the_active_limit(string drive)
    {
        await using Bench bench = await Bench.OpenAsync(drive, new DeviceShape { Flavour = ZoneFlavour.Zns, MaxActiveZones = 2 });
        await ZoneScript.RunAsync(bench, "open0 open1 open2!TooManyActiveZones => 2=E0");
    }

    [Theory]
    [MemberData(nameof(Drives.All), MemberType = typeof(Drives))]
    public async Task A_zone_of_more_than_4_GiB_keeps_its_size(string drive)
    {
        const long ZoneBytes = 5L << 30;
        await using Bench bench = await Bench.OpenAsync(drive, new DeviceShape { ZoneBlocks = ZoneBytes / 4096, SizeBlocks = 3 * ZoneBytes / 4096 });
        Assert.Equal((ZoneBytes, 2 * ZoneBytes), (bench.Device.GetZone(1).LengthBytes, bench.Device.GetZone(2).Start));
        Assert.Equal(2 * ZoneBytes, await bench.AppendAsync(2, seed: 8));
        Assert.Equal(Bench.Pattern(4096, 8), await bench.ReadAsync(2, 0, 1));
        await bench.Device.FinishZoneAsync(2);
        Assert.Equal(3 * ZoneBytes, (await bench.ReportAsync(2)).WritePointer);
    }

    [Theory]
    [MemberData(nameof(Drives.All), MemberType = typeof(Drives))]
    public async Task A_report_gives_the_capacity_and_not_the_size(string drive)
    {
        await using Bench bench = await Bench.OpenAsync(drive, new DeviceShape { ZoneBlocks = 8, CapacityBlocks = 6 });
        Assert.All(await bench.ReportAllAsync(), zone => Assert.Equal((8L * 4096, 6L * 4096), (zone.LengthBytes, zone.CapacityBytes)));
    }

    [Theory]
    [MemberData(nameof(Drives.All), MemberType = typeof(Drives))]
    public async Task A_reset_that_failed_leaves_the_data_and_says_where_the_pointer_is(string drive)
    {
        await using Bench bench = await Bench.OpenAsync(drive);
        await bench.AppendAsync(1, blocks: 3, seed: 4);
        bench.Drive.Faults.Add(new FaultRule { Event = DriveEvent.Reset, Effect = FaultEffect.Fail });
        ZonedIOException error = await Assert.ThrowsAnyAsync<ZonedIOException>(() => bench.Device.ResetZoneAsync(1).AsTask());
        Assert.Equal((ZoneError.Io, (8L + 3) * bench.Block), (error.Error, error.WritePointer));
        Assert.Equal(Bench.Pattern(3 * bench.Block, 4), await bench.ReadAsync(1, 0, 3));
        Assert.Equal((8L + 3) * bench.Block, await bench.AppendAsync(1));
    }

    [Theory]
    [MemberData(nameof(Drives.All), MemberType = typeof(Drives))]
    public async Task A_reset_that_failed_after_it_was_done_begins_a_new_life(string drive)
    {
        await using Bench bench = await Bench.OpenAsync(drive);
        await bench.AppendAsync(1, blocks: 3);
        bench.Drive.Faults.Add(new FaultRule { Event = DriveEvent.Reset, Effect = FaultEffect.FailAfter });
        await Assert.ThrowsAnyAsync<ZonedIOException>(() => bench.Device.ResetZoneAsync(1).AsTask());
        Assert.Equal((0L, 1L), (bench.SizeOf(1), bench.Device.GetStatus(1).Incarnation));
        Assert.Equal(8L * bench.Block, await bench.AppendAsync(1));
        Assert.Equal(new byte[bench.Block], await bench.ReadAsync(1, 1, 1));
    }
}
