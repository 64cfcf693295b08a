using ZonedSdk.Tests.Behaviour.Kit;

namespace ZonedSdk.Tests.Behaviour;

/// <summary>The smallest devices that there are: one zone, one block, one resource.</summary>
public sealed class SmallShapeTests
{
    public static TheoryData<string, ZoneFlavour> AllFlavours => Drives.AllFlavours;

    [Theory]
    [MemberData(nameof(AllFlavours))]
    public async Task A_device_of_one_zone_of_one_block_works(string drive, ZoneFlavour flavour)
    {
        await using Bench bench = await Bench.OpenAsync(drive, new DeviceShape { Flavour = flavour, ZoneBlocks = 1, SizeBlocks = 1, MaxOpenZones = 1, MaxActiveZones = 1 });
        Assert.Equal(1, bench.Device.Geometry.ZoneCount);
        for (int life = 0; life < 3; life++)
        {
            Assert.Equal(0, await bench.AppendAsync(0, seed: life));
            Assert.Equal(0, (await Assert.ThrowsAsync<ZoneFullException>(() => bench.AppendAsync(0))).RemainingBytes);
            await Assert.ThrowsAsync<ZoneFullException>(() => bench.WriteAsync(0, 0));
            Assert.Equal(Bench.Pattern(bench.Block, life), await bench.ReadAsync(0, 0, 1));
            await bench.Device.FlushAsync();
            await bench.Device.WaitDurableAsync(bench.Block);
            await bench.ReopenAsync();
            Assert.Equal(ZoneCondition.Full, (await bench.ReportAsync(0)).Condition);
            Assert.Equal(Bench.Pattern(bench.Block, life), await bench.ReadAsync(0, 0, 1));
            await bench.Device.ResetAllAsync(bench.Device.Identity);
            Assert.All(await bench.ReadAsync(0, 0, 1), b => Assert.Equal(0, b));
            bench.AssertAgreed();
        }

        await using OpenZoneLease lease = await bench.Device.OpenZoneAsync(0);
        Assert.Equal(0, await lease.AppendAsync(Bench.Pattern(bench.Block, 9)));
        Assert.Empty(bench.Events);
    }

    [Theory]
    [MemberData(nameof(AllFlavours))]
    public async Task Zones_that_hold_one_block_are_filled_one_after_another_with_one_resource(string drive, ZoneFlavour flavour)
    {
        await using Bench bench = await Bench.OpenAsync(drive, new DeviceShape { Flavour = flavour, ZoneBlocks = 4, CapacityBlocks = 1, SizeBlocks = 33, MaxOpenZones = 1, MaxActiveZones = 1, RunsOnThreads = true });
        Assert.Equal(9, bench.Device.Geometry.ZoneCount);
        ZonedIOException beyond = await Assert.ThrowsAnyAsync<ZonedIOException>(() => bench.WriteAsync(0, 0, blocks: 2));
        ZoneFullException append = await Assert.ThrowsAsync<ZoneFullException>(() => bench.AppendAsync(0, blocks: 2));
        Assert.Equal((ZoneError.Boundary, (long)bench.Block), (beyond.Error, append.RemainingBytes));
        Task<long>[] appends = [.. Enumerable.Range(0, 9).Select(zone => bench.AppendAsync(zone, seed: zone))];
        Task all = Task.WhenAll(appends);
        await bench.PassUntilEndedAsync(all, TimeSpan.Zero);
        await all;
        for (int zone = 0; zone < 9; zone++)
        {
            Assert.Equal(bench.Device.Geometry.StartOf(zone), await appends[zone]);
            Assert.Equal(Bench.Pattern(bench.Block, zone), await bench.ReadAsync(zone, 0, 1));

            // Neither the gap behind the capacity nor the last zone, which has no gap, holds anything else.
            if (zone < 8)
            {
                Assert.All(await bench.ReadAsync(zone, 1, 3), b => Assert.Equal(0, b));
            }
        }

        bench.AssertAgreed();
        Assert.Equal((0, 0), bench.Drive.Counts);
    }

    [Theory]
    [InlineData(Drives.Memory, 512)]
    [InlineData(Drives.Memory, 65536)]
    [InlineData(Drives.Image, 512)]
    [InlineData(Drives.Image, 65536)]
    public async Task The_smallest_and_the_largest_block_work(string drive, int block)
    {
        await using Bench bench = await Bench.OpenAsync(drive, new DeviceShape { BlockSizeBytes = block, ZoneBlocks = 5, CapacityBlocks = 3, SizeBlocks = 21, ConventionalZones = 1 });
        Assert.Equal((5, 5L * block), (bench.Device.Geometry.ZoneCount, bench.Device.Geometry.ZoneSizeBytes));
        await bench.WriteAsync(0, 4);
        Assert.Equal(5L * block, await bench.AppendAsync(1, blocks: 3));
        Assert.Equal(20L * block, await bench.AppendAsync(4));
        await Assert.ThrowsAsync<ArgumentException>(() => bench.Device.WriteAsync(10L * block, new byte[block / 2]).AsTask());
        await bench.ReopenAsync();
        Assert.Equal(Bench.Pattern(3 * block, 1), await bench.ReadAsync(1, 0, 3));
        Assert.Equal(ZoneCondition.Full, bench.Device.GetZone(4).Condition);
        bench.AssertAgreed();
    }
}
