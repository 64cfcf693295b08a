using ZonedSdk.Backends.Faults;
using ZonedSdk.Tests.Behaviour.Kit;

namespace ZonedSdk.Tests.Behaviour;

/// <summary>Bugs that others shipped, one test each.</summary>
public sealed class BugReportTests
{
    [Theory]
    [MemberData(nameof(Drives.All), MemberType = typeof(Drives))]
    public async Task An_error_in_one_zone_refreshes_that_zone_and_not_the_first(string drive)
    {
        await using Bench bench = await Bench.OpenAsync(drive);
        await bench.AppendAsync(0, blocks: 3);
        bench.Drive.Faults.Add(new FaultRule { Event = DriveEvent.Write, Effect = FaultEffect.Fail, Zone = 5, LandedBlocks = 2 });
        ZonedIOException error = await Assert.ThrowsAsync<ZonedIOException>(() => bench.AppendAsync(5, blocks: 4));
        Assert.Equal((5, (40L + 2) * bench.Block), (error.Zone, error.WritePointer));
        Assert.Equal((3L * bench.Block, 2L * bench.Block), (bench.SizeOf(0), bench.SizeOf(5)));
        Assert.Equal(0, bench.Device.GetStatus(0).Epoch);
        bench.AssertAgreed();
    }

    [Theory]
    [MemberData(nameof(Drives.All), MemberType = typeof(Drives))]
    public async Task A_report_of_a_few_zones_is_counted_in_zones_and_not_in_bytes(string drive)
    {
        await using Bench bench = await Bench.OpenAsync(drive, new DeviceShape { SizeBlocks = 8 * 100 });
        List<int> zones = [];
        await foreach (ZoneInfo zone in bench.Device.ReportAsync(3, 2))
        {
            zones.Add(zone.Index);
        }

        Assert.Equal([3, 4], zones);
        zones.Clear();
        await foreach (ZoneInfo zone in bench.Device.ReportAsync(98, int.MaxValue))
        {
            zones.Add(zone.Index);
        }

        Assert.Equal([98, 99], zones);
    }

    [Theory]
    [MemberData(nameof(Drives.All), MemberType = typeof(Drives))]
    public async Task A_device_without_a_conventional_zone_and_one_without_a_sequential_zone_both_work(string drive)
    {
        await using Bench sequential = await Bench.OpenAsync(drive, new DeviceShape { ConventionalZones = 0 });
        await ZoneScript.RunAsync(sequential, "write0 append7 => 0=I1 7=I1");
        await using Bench conventional = await Bench.OpenAsync(drive, new DeviceShape { ConventionalZones = 8 });
        await ZoneScript.RunAsync(conventional, "write0@4 write7@3 append7!NotSupported => 0=N 7=N");
        Assert.Equal(Bench.Pattern(4096, 7), await conventional.ReadAsync(7, 3, 1));
        await conventional.Device.FlushAsync();
        await conventional.Device.ResetAllAsync(conventional.Device.Identity);
    }

    [Theory]
    [MemberData(nameof(Drives.All), MemberType = typeof(Drives))]
    public async Task A_short_write_is_resumed_with_what_is_left_and_not_with_the_whole(string drive)
    {
        await using Bench bench = await Bench.OpenAsync(drive);
        byte[] data = Bench.Pattern(6 * bench.Block, 3);
        bench.Drive.Faults.Add(new FaultRule { Event = DriveEvent.Write, Effect = FaultEffect.ShortTransfer, LandedBlocks = 2 });
        ZonedIOException error = await Assert.ThrowsAsync<ZonedIOException>(() => bench.Device.AppendAsync(1, data).AsTask());
        Assert.Equal((ZoneError.ShortTransfer, 2L * bench.Block, (8L + 2) * bench.Block), (error.Error, error.LandedBytes, error.WritePointer));

        // The whole again would be a second copy behind the first part; the write pointer refuses it.
        Assert.Equal("Misaligned", await ZoneScript.ErrorOfAsync(bench.Device.WriteAsync(error.Offset, data).AsTask()));
        await bench.Device.WriteAsync(error.WritePointer, data.AsMemory((int)error.LandedBytes!.Value));
        Assert.Equal(data, await bench.ReadAsync(1, 0, 6));
        Assert.Equal(6L * bench.Block, bench.SizeOf(1));
    }

    [Theory]
    [MemberData(nameof(Drives.All), MemberType = typeof(Drives))]
    public async Task An_open_resource_is_released_when_the_finish_has_completed_and_not_before(string drive)
    {
        await using Bench bench = await Bench.OpenAsync(drive, new DeviceShape { Flavour = ZoneFlavour.Zns, MaxOpenZones = 1, MaxActiveZones = 1 });
        await bench.AppendAsync(0);
        bench.Drive.Faults.Add(new FaultRule { Event = DriveEvent.Finish, Effect = FaultEffect.Hang });
        Task finish = bench.Device.FinishZoneAsync(0).AsTask();
        Task<long> waiting = bench.AppendAsync(1);
        Assert.False(finish.IsCompleted);
        Assert.False(waiting.IsCompleted);
        Assert.Equal((1, 1), bench.Drive.Counts);

        bench.Drive.ReleaseHung();
        await finish;
        Assert.Equal(8L * bench.Block, await waiting.WaitAsync(TimeSpan.FromSeconds(30)));
        Assert.Equal((1, 1), bench.Drive.Counts);
    }

    [Theory]
    [MemberData(nameof(Drives.All), MemberType = typeof(Drives))]
    public async Task Nothing_ever_goes_into_the_gap_between_capacity_and_size(string drive)
    {
        await using Bench bench = await Bench.OpenAsync(drive, new DeviceShape { ZoneBlocks = 8, CapacityBlocks = 5 });
        for (int zone = 0; zone < 8; zone++)
        {
            for (string error = "None"; error == "None";)
            {
                error = await ZoneScript.ErrorOfAsync(bench.AppendAsync(zone, blocks: 2));
                Assert.InRange(bench.SizeOf(zone), 0, 5 * bench.Block);
            }

            await bench.AppendAsync(zone);
            Assert.Equal("ZoneFull", await ZoneScript.ErrorOfAsync(bench.WriteAsync(zone, 5)));
            Assert.Equal(new byte[3 * bench.Block], await bench.ReadAsync(zone, 5, 3));
        }
    }

    [Theory]
    [MemberData(nameof(Drives.All), MemberType = typeof(Drives))]
    public async Task A_write_that_was_reported_as_done_is_on_the_drive_and_one_that_is_not_there_was_reported(string drive)
    {
        await using Bench bench = await Bench.OpenAsync(drive);
        bench.Drive.Faults.Add(new FaultRule { Event = DriveEvent.Write, Effect = FaultEffect.Fail, Nth = 2, RepeatEvery = 2 });
        long done = 0;
        for (int i = 0; i < 8; i++)
        {
            done += await ZoneScript.ErrorOfAsync(bench.AppendAsync(1, seed: i)) == "None" ? 1 : 0;
            ZoneInfo zone = bench.Drive.Inspect(1);
            Assert.Equal(done * bench.Block, zone.WritePointer - zone.Start);
        }

        Assert.Equal(4, done);
    }

    [Theory]
    [MemberData(nameof(Drives.All), MemberType = typeof(Drives))]
    public async Task A_report_of_many_zones_comes_in_pages(string drive)
    {
        const int Zones = 10_000;
        await using Bench bench = await Bench.OpenAsync(drive, new DeviceShape { ZoneBlocks = 1, SizeBlocks = Zones });
        bench.Drive.Faults.Add(new FaultRule { Event = DriveEvent.Report, Effect = FaultEffect.ShortTransfer, LandedBlocks = 7, RepeatEvery = 1 });
        int expected = 0;
        await foreach (ZoneInfo zone in bench.Device.ReportAsync())
        {
            Assert.Equal(expected++, zone.Index);
        }

        Assert.Equal(Zones, expected);
    }
}
