using ZonedSdk.Tests.Behaviour.Kit;

namespace ZonedSdk.Tests.Behaviour;

/// <summary>The numbers that an emulator's tests of zoned devices expect, in sectors of 512 bytes.</summary>
public sealed class QemuZonedTests
{
    private const long Sector = 512;

    // 250 GiB in zones of 256 MiB.
    private static readonly DeviceShape s_disk = new() { ZoneBlocks = (256L << 20) / 4096, SizeBlocks = (250L << 30) / 4096 };

    // 768 MiB in zones of 64 MiB, at most 6 open and 8 active.
    private static readonly DeviceShape s_image = new() { ZoneBlocks = (64L << 20) / 4096, SizeBlocks = (768L << 20) / 4096, MaxOpenZones = 6, MaxActiveZones = 8, Flavour = ZoneFlavour.Zns };

    [Theory]
    [MemberData(nameof(Drives.All), MemberType = typeof(Drives))]
    public async Task A_disk_of_a_thousand_zones_reports_opens_closes_finishes_and_resets_as_expected(string drive)
    {
        await using Bench bench = await Bench.OpenAsync(drive, s_disk);
        ZonedDevice device = bench.Device;
        List<ZoneInfo> all = await bench.ReportAllAsync();
        Assert.Equal(1000, all.Count);
        AssertZone(all[0], 0x0, wp: 0x0, condition: 1);
        AssertZone(all[1], 0x80000, wp: 0x80000, condition: 1);
        AssertZone(all[9], 0x480000, wp: 0x480000, condition: 1);
        AssertZone(all[^1], 0x1f380000, wp: 0x1f380000, condition: 1);
        Assert.Equal([999], await ListAsync(device, 999, 2));

        await device.OpenZoneAsync(0);
        await device.OpenZoneAsync(1);
        await device.OpenZoneAsync(999);
        AssertZone(await bench.ReportAsync(0), 0x0, wp: 0x0, condition: 3);
        AssertZone(await bench.ReportAsync(1), 0x80000, wp: 0x80000, condition: 3);
        AssertZone(await bench.ReportAsync(999), 0x1f380000, wp: 0x1f380000, condition: 3);

        await device.CloseZoneAsync(0);
        await device.CloseZoneAsync(999);
        AssertZone(await bench.ReportAsync(0), 0x0, wp: 0x0, condition: 1);
        AssertZone(await bench.ReportAsync(999), 0x1f380000, wp: 0x1f380000, condition: 1);

        await device.FinishZoneAsync(1);
        AssertZone(await bench.ReportAsync(1), 0x80000, wp: 0x100000, condition: 14);
        await device.ResetZoneAsync(1);
        AssertZone(await bench.ReportAsync(1), 0x80000, wp: 0x80000, condition: 1);
    }

    [Theory]
    [MemberData(nameof(Drives.All), MemberType = typeof(Drives))]
    public async Task An_image_of_twelve_zones_appends_where_expected(string drive)
    {
        await using Bench bench = await Bench.OpenAsync(drive, s_image);
        ZonedDevice device = bench.Device;
        Assert.Equal(12, device.Geometry.ZoneCount);
        Assert.Equal((6, 8), (device.Limits.MaxOpenZones, device.Limits.MaxActiveZones));

        // A header of 4 KiB and data of 8 KiB are one append of 0x18 sectors.
        Assert.Equal(0x0 * Sector, await AppendTwoPartsAsync(bench, 0));
        AssertZone(await bench.ReportAsync(0), 0x0, wp: 0x18, condition: 2, length: 0x20000);
        Assert.Equal(0x18 * Sector, await AppendTwoPartsAsync(bench, 0));
        AssertZone(await bench.ReportAsync(0), 0x0, wp: 0x30, condition: 2, length: 0x20000);
        Assert.Equal(0x20000 * Sector, await AppendTwoPartsAsync(bench, 1));
        Assert.Equal(0x20018 * Sector, await AppendTwoPartsAsync(bench, 1));
        AssertZone(await bench.ReportAsync(1), 0x20000, wp: 0x20030, condition: 2, length: 0x20000);
        Assert.Equal(Bench.Pattern(4096, 4), (await bench.ReadAsync(1, 3, 1)).AsSpan().ToArray());
        Assert.Equal(Bench.Pattern(8192, 8), await bench.ReadAsync(1, 4, 2));

        await FillAsync(bench, 2);
        AssertZone(await bench.ReportAsync(2), 0x40000, wp: 0x60000, condition: 14, length: 0x20000);
        await device.CloseZoneAsync(0);
        AssertZone(await bench.ReportAsync(0), 0x0, wp: 0x30, condition: 4, length: 0x20000);

        await device.ResetAllAsync(device.Identity);
        foreach (ZoneInfo zone in await bench.ReportAllAsync())
        {
            AssertZone(zone, zone.Index * 0x20000, wp: zone.Index * 0x20000, condition: 1, length: 0x20000);
        }

        bench.AssertAgreed();
    }

    private static async Task<long> AppendTwoPartsAsync(Bench bench, int zone) =>
        await bench.Device.AppendAsync(zone, Bench.Pattern(4096, 4), Bench.Pattern(8192, 8));

    private static async Task FillAsync(Bench bench, int zone)
    {
        byte[] part = Bench.Pattern(1 << 20, zone);
        for (long done = 0; done < bench.Device.GetZone(zone).CapacityBytes; done += part.Length)
        {
            await bench.Device.AppendAsync(zone, part);
        }
    }

    private static async Task<List<int>> ListAsync(ZonedDevice device, int first, int count)
    {
        List<int> zones = [];
        await foreach (ZoneInfo zone in device.ReportAsync(first, count))
        {
            zones.Add(zone.Index);
        }

        return zones;
    }

    private static void AssertZone(ZoneInfo zone, long start, long wp, byte condition, long length = 0x80000) =>
        Assert.Equal(
            (start, length, length, wp, condition, (byte)2),
            (zone.Start / Sector, zone.LengthBytes / Sector, zone.CapacityBytes / Sector, zone.WritePointer / Sector, (byte)zone.Condition, (byte)zone.Type));
}
