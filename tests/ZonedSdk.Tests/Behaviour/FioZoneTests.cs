using ZonedSdk.Backends.Faults;
using ZonedSdk.Tests.Behaviour.Kit;

namespace ZonedSdk.Tests.Behaviour;

/// <summary>What a load generator for zoned devices must be able to do: resets among writes, zones that are almost full, limits that are reached.</summary>
public sealed class FioZoneTests
{
    [Theory]
    [MemberData(nameof(Drives.All), MemberType = typeof(Drives))]
    public async Task A_reset_waits_for_the_writes_in_flight_and_none_of_them_is_lost(string drive)
    {
        await using Bench bench = await Bench.OpenAsync(drive, new DeviceShape { ZoneBlocks = 64, SizeBlocks = 256 });
        for (int round = 0; round < 4; round++)
        {
            bench.Drive.Faults.Add(new FaultRule { Event = DriveEvent.Write, Effect = FaultEffect.Hang });
            Task<long>[] writes = [.. Enumerable.Range(0, 32).Select(i => bench.AppendAsync(1, seed: i))];
            Task reset = bench.Device.ResetZoneAsync(1).AsTask();
            Task<long> behind = bench.AppendAsync(1);
            Assert.False(reset.IsCompleted);
            Assert.NotEqual(ZoneCondition.Empty, bench.Drive.Inspect(1).Condition);

            bench.Drive.ReleaseHung();
            Assert.Equal(Enumerable.Range(0, 32).Select(i => (64L + i) * bench.Block), await Task.WhenAll(writes));
            await reset;
            await Assert.ThrowsAsync<ZoneResetException>(() => behind);
            Assert.Equal(ZoneCondition.Empty, bench.Drive.Inspect(1).Condition);
        }

        bench.AssertAgreed();
    }

    [Theory]
    [MemberData(nameof(Drives.AllFlavours), MemberType = typeof(Drives))]
    public async Task Random_writes_with_random_resets_all_end_and_the_pointers_agree(string drive, ZoneFlavour flavour)
    {
        const int Zones = 8;
        await using Bench bench = await Bench.OpenAsync(drive, new DeviceShape { ZoneBlocks = 32, CapacityBlocks = 24, SizeBlocks = 32 * Zones, Flavour = flavour, RunsOnThreads = true });
        await Task.WhenAll(Enumerable.Range(0, 4).Select(JobAsync)).WaitAsync(TimeSpan.FromSeconds(60));
        bench.AssertAgreed();

        async Task JobAsync(int job)
        {
            Random random = new(job);
            List<Task> pending = [];
            for (int i = 0; i < 300; i++)
            {
                int zone = random.Next(Zones);
                pending.Add(random.Next(20) == 0 ? ResetAsync(zone) : AppendAsync(zone));
                if (pending.Count == 16)
                {
                    await Task.WhenAll(pending);
                    pending.Clear();
                }
            }

            await Task.WhenAll(pending);
        }

        Task ResetAsync(int zone) => bench.Device.ResetZoneAsync(zone).AsTask();

        async Task AppendAsync(int zone)
        {
            string error = await ZoneScript.ErrorOfAsync(bench.AppendAsync(zone));
            Assert.Contains(error, (string[])["None", "ZoneFull", "ZoneReset"]);
        }
    }

    [Theory]
    [MemberData(nameof(Drives.All), MemberType = typeof(Drives))]
    public async Task A_zone_with_less_room_than_a_block_refuses_it_and_says_how_much_is_left(string drive)
    {
        await using Bench bench = await Bench.OpenAsync(drive, new DeviceShape { ZoneBlocks = 8, CapacityBlocks = 7, SizeBlocks = 32, MaxOpenZones = 1 });
        for (int zone = 0; zone < 4; zone++)
        {
            for (int i = 0; i < 3; i++)
            {
                await bench.AppendAsync(zone, blocks: 2);
            }

            ZoneFullException full = await Assert.ThrowsAsync<ZoneFullException>(() => bench.AppendAsync(zone, blocks: 2));
            Assert.Equal(bench.Block, full.RemainingBytes);
        }

        bench.AssertAgreed();
    }

    [Theory]
    [MemberData(nameof(Drives.AllFlavours), MemberType = typeof(Drives))]
    public async Task Jobs_that_share_few_open_zones_all_come_to_their_end(string drive, ZoneFlavour flavour)
    {
        const int Jobs = 8;
        const int Blocks = 24;
        await using Bench bench = await Bench.OpenAsync(drive, new DeviceShape { ZoneBlocks = Blocks, SizeBlocks = Blocks * Jobs, Flavour = flavour, MaxOpenZones = 2, RunsOnThreads = true });
        await Task.WhenAll(Enumerable.Range(0, Jobs).Select(async zone =>
        {
            for (int i = 0; i < Blocks; i++)
            {
                await bench.AppendAsync(zone, seed: zone);
            }
        })).WaitAsync(TimeSpan.FromSeconds(60));

        bench.AssertAgreed();
        for (int zone = 0; zone < Jobs; zone++)
        {
            Assert.Equal(ZoneCondition.Full, bench.Drive.Inspect(zone).Condition);
            Assert.Equal(Bench.Pattern(bench.Block, zone), await bench.ReadAsync(zone, Blocks - 1, 1));
        }
    }

    [Theory]
    [MemberData(nameof(Drives.All), MemberType = typeof(Drives))]
    public async Task A_closed_zone_counts_as_active_until_it_is_full(string drive)
    {
        await using Bench bench = await OpenLimitedAsync(drive, TimeSpan.FromSeconds(30));
        await ZoneScript.RunAsync(bench, "write0 close0 write1 close1 write2!TooManyActiveZones finish0 write2 => 0=F 1=C1 2=I1");
    }

    [Theory]
    [MemberData(nameof(Drives.All), MemberType = typeof(Drives))]
    public async Task A_write_that_waits_for_an_active_resource_goes_on_when_a_zone_is_full(string drive)
    {
        await using Bench bench = await OpenLimitedAsync(drive, Timeout.InfiniteTimeSpan);
        await bench.AppendAsync(0, blocks: 7);
        await bench.AppendAsync(1, blocks: 7);
        Task<long> waiting = bench.AppendAsync(2);
        Task<long> second = bench.AppendAsync(3);
        Assert.False(waiting.IsCompleted);

        await bench.AppendAsync(1);
        Assert.Equal(16L * bench.Block, await waiting.WaitAsync(TimeSpan.FromSeconds(30)));
        Assert.False(second.IsCompleted);
        await bench.Device.FinishZoneAsync(0);
        Assert.Equal(24L * bench.Block, await second.WaitAsync(TimeSpan.FromSeconds(30)));
        bench.AssertAgreed();
    }

    [Theory]
    [MemberData(nameof(Drives.All), MemberType = typeof(Drives))]
    public async Task Open_zones_that_all_have_too_little_room_left_do_not_stall_the_writer(string drive)
    {
        await using Bench bench = await OpenLimitedAsync(drive, TimeSpan.FromSeconds(30));
        await bench.AppendAsync(0, blocks: 7);
        await bench.AppendAsync(1, blocks: 7);
        Assert.Equal("ZoneFull", await ZoneScript.ErrorOfAsync(bench.AppendAsync(0, blocks: 2)));
        Assert.Equal("ZoneFull", await ZoneScript.ErrorOfAsync(bench.AppendAsync(1, blocks: 2)));

        Task<long> third = bench.AppendAsync(2, blocks: 2);
        await bench.PassUntilEndedAsync(third, TimeSpan.FromSeconds(10));
        Assert.Equal("TooManyActiveZones", await ZoneScript.ErrorOfAsync(third));
        await bench.Device.FinishZoneAsync(0);
        Assert.Equal(16L * bench.Block, await bench.AppendAsync(2, blocks: 2));
        bench.AssertAgreed();
    }

    [Theory]
    [MemberData(nameof(Drives.AllFlavours), MemberType = typeof(Drives))]
    public async Task A_reset_of_one_of_the_open_zones_makes_room_for_a_whole_other_one(string drive, ZoneFlavour flavour)
    {
        await using Bench bench = await Bench.OpenAsync(drive, new DeviceShape { Flavour = flavour, MaxOpenZones = 4, MaxActiveZones = 4 }, new ZonedDeviceOptions { WaitForAdmission = false });
        for (int zone = 0; zone < 4; zone++)
        {
            await bench.AppendAsync(zone, blocks: 2);
        }

        await bench.Device.ResetZoneAsync(0);
        for (int block = 0; block < 8; block++)
        {
            await bench.WriteAsync(4, block, seed: block);
        }

        Assert.Equal(8L * bench.Block, bench.SizeOf(4));
        Assert.Equal(ZoneCondition.Full, bench.Drive.Inspect(4).Condition);
        bench.AssertAgreed();
    }

    [Theory]
    [MemberData(nameof(Drives.All), MemberType = typeof(Drives))]
    public async Task An_active_limit_that_is_exceeded_is_told_in_words(string drive)
    {
        await using Bench bench = await OpenLimitedAsync(drive, TimeSpan.FromSeconds(30));
        await bench.AppendAsync(0);
        await bench.AppendAsync(1);
        Task<long> third = bench.AppendAsync(2);
        await bench.PassUntilEndedAsync(third, TimeSpan.FromSeconds(10));
        ZoneLimitException error = await Assert.ThrowsAsync<ZoneLimitException>(() => third);
        Assert.Equal((ZoneError.TooManyActiveZones, 2, true, (long?)0), (error.Error, error.Zone, error.IsTransient, error.LandedBytes));
        Assert.Contains("found no active zone resource in time", error.Message, StringComparison.Ordinal);
        Assert.Contains("Finish or reset a zone", error.Message, StringComparison.Ordinal);
    }

    private static Task<Bench> OpenLimitedAsync(string drive, TimeSpan creditTimeout) => Bench.OpenAsync(
        drive,
        new DeviceShape { Flavour = ZoneFlavour.Zns, MaxOpenZones = 2, MaxActiveZones = 2 },
        new ZonedDeviceOptions { CreditTimeout = creditTimeout });
}
