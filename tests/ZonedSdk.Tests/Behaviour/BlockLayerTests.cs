using ZonedSdk.Backends.Faults;
using ZonedSdk.Tests.Behaviour.Kit;

namespace ZonedSdk.Tests.Behaviour;

/// <summary>What a kernel's tests of zoned block devices, and a file system's on top of them, look at.</summary>
public sealed class BlockLayerTests
{
    [Theory]
    [MemberData(nameof(Drives.AllFlavours), MemberType = typeof(Drives))]
    public async Task A_report_is_complete_contiguous_and_consistent_in_every_condition(string drive, ZoneFlavour flavour)
    {
        await using Bench bench = await Bench.OpenAsync(drive, new DeviceShape { ZoneBlocks = 8, CapacityBlocks = 6, SizeBlocks = 100, ConventionalZones = 2, Flavour = flavour });
        foreach (string step in "write2 open3 write4 close4 fill5 finish6 readonly7 offline8 write9x3 reset9".Split(' '))
        {
            await ZoneScript.StepAsync(bench, step);
        }

        List<ZoneInfo> zones = await bench.ReportAllAsync();
        Assert.Equal(13, zones.Count);
        long next = 0;
        foreach (ZoneInfo zone in zones)
        {
            Assert.Equal(next, zone.Start);
            Assert.Equal(zone.Index == 12 ? 4 * bench.Block : 8 * bench.Block, zone.LengthBytes);
            Assert.InRange(zone.CapacityBytes, bench.Block, zone.LengthBytes);
            Assert.True(Enum.IsDefined(zone.Condition) && zone.Condition is not (ZoneCondition.Active or ZoneCondition.Inactive));
            Assert.Equal(zone.Index < 2 ? ZoneType.Conventional : ZoneType.SequentialWriteRequired, zone.Type);
            Assert.Equal(zone.Type == ZoneType.Conventional, zone.Condition == ZoneCondition.NotWritePointer);
            if (zone.HasValidWritePointer)
            {
                Assert.InRange(zone.WritePointer, zone.Start, zone.End);
            }

            next += zone.LengthBytes;
        }

        Assert.Equal(100 * bench.Block, next);
        Assert.Equal("NNIXCFFROEEEE", string.Concat(zones.Select(zone => ZoneScript.Letter(zone.Condition))));
    }

    [Theory]
    [InlineData(ReportFilter.Empty, "9 10 11 12")]
    [InlineData(ReportFilter.ImplicitlyOpen, "2")]
    [InlineData(ReportFilter.ExplicitlyOpen, "3")]
    [InlineData(ReportFilter.Closed, "4")]
    [InlineData(ReportFilter.Full, "5 6")]
    [InlineData(ReportFilter.ReadOnly, "7")]
    [InlineData(ReportFilter.Offline, "8")]
    [InlineData(ReportFilter.NotWritePointer, "0 1")]
    [InlineData(ReportFilter.NonSequential, "")]
    public async Task A_filter_lists_the_zones_of_its_condition(ReportFilter filter, string expected)
    {
        foreach (string drive in Drives.Names)
        {
            await using Bench bench = await Bench.OpenAsync(drive, new DeviceShape { SizeBlocks = 104, ConventionalZones = 2 });
            foreach (string step in "write2 open3 write4 close4 fill5 finish6 readonly7 offline8".Split(' '))
            {
                await ZoneScript.StepAsync(bench, step);
            }

            List<int> listed = [];
            await foreach (ZoneInfo zone in bench.Device.ReportAsync(filter))
            {
                listed.Add(zone.Index);
            }

            Assert.Equal(expected, string.Join(' ', listed));
        }
    }

    [Theory]
    [MemberData(nameof(Drives.All), MemberType = typeof(Drives))]
    public async Task Two_zones_with_4_KiB_each_are_reset_and_nothing_else_is(string drive)
    {
        await using Bench bench = await Bench.OpenAsync(drive);
        await ZoneScript.RunAsync(bench, "write1 write2 write3 reset1 reset2 => 1=E0 2=E0 3=I1");
    }

    [Theory]
    [MemberData(nameof(Drives.All), MemberType = typeof(Drives))]
    public async Task A_write_across_a_boundary_is_refused_and_its_two_halves_are_written(string drive)
    {
        await using Bench bench = await Bench.OpenAsync(drive);
        await ZoneScript.RunAsync(bench, "write1x7 write1@7x2!Argument write1@7 write2@0 => 1=F 2=I1");
    }

    [Theory]
    [MemberData(nameof(Drives.All), MemberType = typeof(Drives))]
    public async Task Writes_at_a_depth_of_128_keep_their_order(string drive)
    {
        const int Blocks = 1024;
        await using Bench bench = await Bench.OpenAsync(drive, new DeviceShape { ZoneBlocks = Blocks, SizeBlocks = 2 * Blocks, RunsOnThreads = true });
        for (int at = 0; at < Blocks; at += 128)
        {
            Task[] writes = [.. Enumerable.Range(at, 128).Select(i => bench.WriteAsync(1, i, seed: i))];
            await Task.WhenAll(writes).WaitAsync(TimeSpan.FromSeconds(30));
        }

        Assert.Equal(ZoneCondition.Full, bench.Drive.Inspect(1).Condition);
        for (int i = 0; i < Blocks; i += 37)
        {
            Assert.Equal(Bench.Pattern(bench.Block, i), await bench.ReadAsync(1, i, 1));
        }
    }

    [Theory]
    [MemberData(nameof(Drives.All), MemberType = typeof(Drives))]
    public async Task Reads_that_race_a_reset_see_one_life_of_the_zone_and_never_old_data_afterwards(string drive)
    {
        const int Blocks = 16;
        await using Bench bench = await Bench.OpenAsync(drive, new DeviceShape { ZoneBlocks = Blocks, SizeBlocks = 2 * Blocks, RunsOnThreads = true });
        byte[] zeroes = new byte[Blocks * bench.Block];
        for (int life = 1; life <= 20; life++)
        {
            byte[] data = new byte[Blocks * bench.Block];
            data.AsSpan().Fill((byte)life);
            await bench.Device.WriteAsync(0, data);
            Task<byte[]>[] reads = [.. Enumerable.Range(0, 8).Select(_ => bench.ReadAsync(0, 0, Blocks))];
            Task reset = bench.Device.ResetZoneAsync(0).AsTask();
            Task<byte[]>[] late = [.. Enumerable.Range(0, 8).Select(_ => bench.ReadAsync(0, 0, Blocks))];
            await reset;
            foreach (byte[] read in (await Task.WhenAll(reads)).Concat(await Task.WhenAll(late)))
            {
                Assert.True(read.AsSpan().SequenceEqual(data) || read.AsSpan().SequenceEqual(zeroes), $"A read mixes two lives, or brings an older one than {life}.");
            }

            Assert.Equal(zeroes, await bench.ReadAsync(0, 0, Blocks));
        }
    }

    [Theory]
    [MemberData(nameof(Drives.All), MemberType = typeof(Drives))]
    public async Task A_pointer_that_advanced_while_the_zone_was_closed_is_noticed_and_no_data_are_overwritten(string drive)
    {
        await using Bench bench = await Bench.OpenAsync(drive);
        await bench.AppendAsync(1, blocks: 2, seed: 5);
        await bench.Device.CloseZoneAsync(1);
        bench.Drive.MoveWritePointer(1, 5 * bench.Block);

        ZonedIOException error = await Assert.ThrowsAsync<ZonedIOException>(() => bench.AppendAsync(1));
        Assert.Equal((ZoneError.ForeignWriter, (8L + 5) * bench.Block), (error.Finding, error.WritePointer));
        Assert.Equal((8L + 5) * bench.Block, await bench.AppendAsync(1, seed: 6));
        Assert.Equal(Bench.Pattern(2 * bench.Block, 5), await bench.ReadAsync(1, 0, 2));
        Assert.All(await bench.ReadAsync(1, 2, 3), b => Assert.Equal(0xEE, b));
        Assert.Equal(Bench.Pattern(bench.Block, 6), await bench.ReadAsync(1, 5, 1));
    }

    [Theory]
    [MemberData(nameof(Drives.All), MemberType = typeof(Drives))]
    public async Task A_pointer_that_advanced_while_the_device_was_closed_is_simply_the_pointer(string drive)
    {
        await using Bench bench = await Bench.OpenAsync(drive);
        await bench.AppendAsync(1, blocks: 2);
        await bench.ReopenAsync(d => d.MoveWritePointer(1, 5 * 4096));
        Assert.Equal((8L + 5) * bench.Block, bench.Device.GetZone(1).WritePointer);
        Assert.Equal((8L + 5) * bench.Block, await bench.AppendAsync(1));
        Assert.Empty(bench.Events);
    }

    [Theory]
    [MemberData(nameof(Drives.All), MemberType = typeof(Drives))]
    public async Task A_device_that_vanishes_fails_everything_and_stays_failed(string drive)
    {
        await using Bench bench = await Bench.OpenAsync(drive);
        await bench.AppendAsync(0);
        bench.Drive.Faults.Add(new FaultRule { Event = DriveEvent.Write, Effect = FaultEffect.Hang });
        Task<long> pending = bench.AppendAsync(0);
        bench.Drive.Disconnect();
        Assert.Equal("DeviceGone", await ZoneScript.ErrorOfAsync(pending));
        Assert.Equal("DeviceGone", await ZoneScript.ErrorOfAsync(bench.AppendAsync(1)));
        Assert.Equal("DeviceGone", await ZoneScript.ErrorOfAsync(bench.ReadAsync(0, 0, 1)));
        Assert.Equal("DeviceGone", await ZoneScript.ErrorOfAsync(bench.Device.FlushAsync().AsTask()));
        Assert.Equal("DeviceGone", await ZoneScript.ErrorOfAsync(bench.Device.ResetZoneAsync(0).AsTask()));
    }

    [Theory]
    [MemberData(nameof(Drives.All), MemberType = typeof(Drives))]
    public async Task A_device_that_comes_back_is_the_same_one_and_tells_every_pointer(string drive)
    {
        await using Bench bench = await Bench.OpenAsync(drive);
        DeviceIdentity identity = bench.Device.Identity;
        await bench.AppendAsync(0, blocks: 3);
        await bench.Device.FlushAsync();
        bench.Drive.Disconnect();
        Assert.Equal("DeviceGone", await ZoneScript.ErrorOfAsync(bench.AppendAsync(0)));
        await bench.ReopenAsync();
        Assert.Equal(identity, bench.Device.Identity);
        Assert.Equal(3L * bench.Block, bench.SizeOf(0));
        Assert.Equal(3L * bench.Block, await bench.AppendAsync(0));
        bench.AssertAgreed();
    }
}
