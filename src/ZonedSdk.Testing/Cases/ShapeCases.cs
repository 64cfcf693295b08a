using ZonedSdk.Testing.Benches;

namespace ZonedSdk.Testing.Cases;

/// <summary>Drives of unusual and of well-known shapes, down to the smallest ones that there are.</summary>
internal static class ShapeCases
{
    private const long Sector = 512;
    private const long LargeZoneBytes = 5L << 30;

    private static readonly CaseNeeds s_exact = new() { IsExact = true };

    public static IReadOnlyList<ConformanceCase> All { get; } = Read().Cases;

    private static CaseList Read()
    {
        CaseList list = new CaseList("shapes")
            .Add(A_disk_of_a_thousand_zones_reports_opens_closes_finishes_and_resets_as_expected, s_exact with
            {
                // 250 GiB in zones of 256 MiB.
                Flavour = ZoneFlavour.Zbc,
                Shape = new DriveShape { ZoneBlocks = (256L << 20) / 4096, SizeBlocks = (250L << 30) / 4096 },
            })
            .Add(A_drive_of_twelve_zones_appends_where_expected, s_exact with
            {
                // 768 MiB in zones of 64 MiB.
                Flavour = ZoneFlavour.Zns,
                Shape = new DriveShape { ZoneBlocks = (64L << 20) / 4096, SizeBlocks = (768L << 20) / 4096, MaxOpenZones = 6, MaxActiveZones = 8 },
            })
            .Add(A_zone_of_more_than_4_GiB_keeps_its_size, s_exact with { Shape = new DriveShape { ZoneBlocks = LargeZoneBytes / 4096, SizeBlocks = 3 * LargeZoneBytes / 4096 } })
            .Add(A_device_of_one_zone_of_one_block_works, s_exact with { Shape = new DriveShape { ZoneBlocks = 1, SizeBlocks = 1, MaxOpenZones = 1, MaxActiveZones = 1 } })
            .Add(Zones_that_hold_one_block_are_filled_one_after_another_with_one_resource, s_exact with
            {
                Shape = new DriveShape { ZoneBlocks = 4, CapacityBlocks = 1, SizeBlocks = 33, MaxOpenZones = 1, MaxActiveZones = 1, RunsOnThreads = true },
            })
            .Add(A_device_without_a_conventional_zone_works)
            .Add(A_device_without_a_sequential_zone_works, s_exact with { Shape = new DriveShape { ConventionalZones = 8 } });
        foreach (int block in new[] { Geometry.MinBlockSizeBytes, Geometry.MaxBlockSizeBytes })
        {
            list.AddNamed($"Blocks of {block} bytes work", BlocksWorkAsync, s_exact with
            {
                Shape = new DriveShape { BlockSizeBytes = block, ZoneBlocks = 5, CapacityBlocks = 3, SizeBlocks = 21, ConventionalZones = 1 },
            });
        }

        return list;
    }

    private static async Task A_disk_of_a_thousand_zones_reports_opens_closes_finishes_and_resets_as_expected(Bench bench)
    {
        List<ZoneInfo> all = await bench.ReportAllAsync();
        Check.Equal(1000, all.Count);
        CheckZone(all[0], 0x0, wp: 0x0, condition: 1);
        CheckZone(all[1], 0x80000, wp: 0x80000, condition: 1);
        CheckZone(all[9], 0x480000, wp: 0x480000, condition: 1);
        CheckZone(all[^1], 0x1f380000, wp: 0x1f380000, condition: 1);

        await bench.OpenZoneAsync(0);
        await bench.OpenZoneAsync(1);
        await bench.OpenZoneAsync(999);
        CheckZone(await bench.ReportAsync(0), 0x0, wp: 0x0, condition: 3);
        CheckZone(await bench.ReportAsync(1), 0x80000, wp: 0x80000, condition: 3);
        CheckZone(await bench.ReportAsync(999), 0x1f380000, wp: 0x1f380000, condition: 3);

        await bench.CloseZoneAsync(0);
        await bench.CloseZoneAsync(999);
        CheckZone(await bench.ReportAsync(0), 0x0, wp: 0x0, condition: 1);
        CheckZone(await bench.ReportAsync(999), 0x1f380000, wp: 0x1f380000, condition: 1);

        await bench.FinishZoneAsync(1);
        CheckZone(await bench.ReportAsync(1), 0x80000, wp: 0x100000, condition: 14);
        await bench.ResetZoneAsync(1);
        CheckZone(await bench.ReportAsync(1), 0x80000, wp: 0x80000, condition: 1);
    }

    private static async Task A_drive_of_twelve_zones_appends_where_expected(Bench bench)
    {
        ZonedDevice device = bench.Device;
        Check.Equal(12, device.Geometry.ZoneCount);
        Check.Equal((6, 8), (device.Limits.MaxOpenZones, device.Limits.MaxActiveZones));

        // A header of 4 KiB and data of 8 KiB are one append of 0x18 sectors.
        Check.Equal(0x0 * Sector, await AppendTwoPartsAsync(bench, 0));
        CheckZone(await bench.ReportAsync(0), 0x0, wp: 0x18, condition: 2, length: 0x20000);
        Check.Equal(0x18 * Sector, await AppendTwoPartsAsync(bench, 0));
        CheckZone(await bench.ReportAsync(0), 0x0, wp: 0x30, condition: 2, length: 0x20000);
        Check.Equal(0x20000 * Sector, await AppendTwoPartsAsync(bench, 1));
        Check.Equal(0x20018 * Sector, await AppendTwoPartsAsync(bench, 1));
        CheckZone(await bench.ReportAsync(1), 0x20000, wp: 0x20030, condition: 2, length: 0x20000);
        Check.Bytes(bench.Blocks(1, 4), await bench.ReadAsync(1, 3, 1));
        Check.Bytes(bench.Blocks(2, 8), await bench.ReadAsync(1, 4, 2));

        await bench.FillAsync(2);
        CheckZone(await bench.ReportAsync(2), 0x40000, wp: 0x60000, condition: 14, length: 0x20000);
        await bench.CloseZoneAsync(0);
        CheckZone(await bench.ReportAsync(0), 0x0, wp: 0x30, condition: 4, length: 0x20000);

        await device.ResetAllAsync(device.Identity);
        foreach (ZoneInfo zone in await bench.ReportAllAsync())
        {
            CheckZone(zone, zone.Index * 0x20000, wp: zone.Index * 0x20000, condition: 1, length: 0x20000);
        }

        await bench.AssertAgreedAsync();
    }

    private static async Task A_zone_of_more_than_4_GiB_keeps_its_size(Bench bench)
    {
        Check.Equal((LargeZoneBytes, 2 * LargeZoneBytes), (bench.Known(1).LengthBytes, bench.Known(2).Start));
        Check.Equal(0, await bench.AppendAsync(2, seed: 8));
        Check.Bytes(bench.Blocks(1, 8), await bench.ReadAsync(2, 0, 1));
        await bench.FinishZoneAsync(2);
        Check.Equal(3 * LargeZoneBytes, (await bench.ReportAsync(2)).WritePointer);
    }

    private static async Task A_device_of_one_zone_of_one_block_works(Bench bench)
    {
        Check.Equal(1, bench.Device.Geometry.ZoneCount);
        for (int life = 0; life < 3; life++)
        {
            Check.Equal(0, await bench.AppendAsync(0, seed: life));
            Check.Equal(0, (await Check.ThrowsAsync<ZoneFullException>(bench.AppendAsync(0))).RemainingBytes);
            await Check.ThrowsAsync<ZoneFullException>(bench.WriteAsync(0, 0));
            Check.Bytes(bench.Blocks(1, life), await bench.ReadAsync(0, 0, 1));
            await bench.Device.FlushAsync();
            await bench.Device.WaitDurableAsync(bench.Block);
            await bench.ReopenAsync();
            Check.Equal(ZoneCondition.Full, (await bench.ReportAsync(0)).Condition);
            Check.Bytes(bench.Blocks(1, life), await bench.ReadAsync(0, 0, 1));
            await bench.Device.ResetAllAsync(bench.Device.Identity);
            Check.AllBytes(0, await bench.ReadAsync(0, 0, 1));
            await bench.AssertAgreedAsync();
        }

        OpenZoneLease lease = await bench.Device.OpenZoneAsync(0);
        await using (lease)
        {
            Check.Equal(0, await lease.AppendAsync(bench.Blocks(1, 9)));
        }

        Check.True(bench.Events.IsEmpty, "nothing was wrong, and nothing is told");
    }

    private static async Task Zones_that_hold_one_block_are_filled_one_after_another_with_one_resource(Bench bench)
    {
        Check.Equal(9, bench.Device.Geometry.ZoneCount);
        ZonedIOException beyond = await Check.ThrowsAsync<ZonedIOException>(bench.WriteAsync(0, 0, blocks: 2));
        ZoneFullException append = await Check.ThrowsAsync<ZoneFullException>(bench.AppendAsync(0, blocks: 2));
        Check.Equal((ZoneError.Boundary, (long)bench.Block), (beyond.Error, append.RemainingBytes));
        Check.Sequence(Enumerable.Repeat(0L, 9), await Task.WhenAll(Enumerable.Range(0, 9).Select(zone => bench.AppendAsync(zone, seed: zone))), "the places of the appends");
        for (int zone = 0; zone < 9; zone++)
        {
            Check.Bytes(bench.Blocks(1, zone), await bench.ReadAsync(zone, 0, 1));

            // Neither the gap behind the capacity nor the last zone, which has no gap, holds anything else.
            if (zone < 8)
            {
                Check.AllBytes(0, await bench.ReadAsync(zone, 1, 3));
            }
        }

        await bench.AssertAgreedAsync();
        bench.CheckCounts(0, 0);
    }

    private static Task A_device_without_a_conventional_zone_works(Bench bench) => ZoneScript.RunAsync(bench, "write0 append7 => 0=I1 7=I1");

    private static async Task A_device_without_a_sequential_zone_works(Bench bench)
    {
        await ZoneScript.RunAsync(bench, "write0@4 write7@3 append7!NotSupported => 0=N 7=N");
        Check.Bytes(bench.Blocks(1, 7), await bench.ReadAsync(7, 3, 1));
        await bench.Device.FlushAsync();
        await bench.Device.ResetAllAsync(bench.Device.Identity);
    }

    private static async Task BlocksWorkAsync(Bench bench)
    {
        Check.Equal((5, 5L * bench.Block), (bench.Device.Geometry.ZoneCount, bench.Device.Geometry.ZoneSizeBytes));
        await bench.WriteAsync(0, 4);
        Check.Equal(0, await bench.AppendAsync(1, blocks: 3));
        Check.Equal(0, await bench.AppendAsync(4));
        await ZoneScript.StepAsync(bench, "writehalf2!Argument");
        await bench.ReopenAsync();
        Check.Bytes(bench.Blocks(3), await bench.ReadAsync(1, 0, 3));
        Check.Equal(ZoneCondition.Full, bench.Known(4).Condition);
        await bench.AssertAgreedAsync();
    }

    private static async Task<long> AppendTwoPartsAsync(Bench bench, int zone) =>
        await bench.Device.AppendAsync(zone, bench.Blocks(1, 4), bench.Blocks(2, 8));

    private static void CheckZone(ZoneInfo zone, long start, long wp, byte condition, long length = 0x80000) =>
        Check.Equal(
            (start, length, length, wp, condition, (byte)2),
            (zone.Start / Sector, zone.LengthBytes / Sector, zone.CapacityBytes / Sector, zone.WritePointer / Sector, (byte)zone.Condition, (byte)zone.Type),
            $"zone {zone.Index}: start, length, capacity and write pointer in sectors, condition, type");
}
