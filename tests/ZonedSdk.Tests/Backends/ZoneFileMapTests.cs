using ZonedSdk.Backends.ZoneFs;
using static ZonedSdk.Backends.ZoneFs.ZoneFileMap;

namespace ZonedSdk.Tests.Backends;

/// <summary>From the files of a mount to the zones of a device: the device's first zone has no file, all others do.</summary>
public sealed class ZoneFileMapTests
{
    private const long Zone = 1 << 20;

    [Fact]
    public void Zones_stand_in_the_order_of_the_device_whatever_their_kinds()
    {
        Listed[] files = [new(false, 0, 2, Zone), new(true, 0, 1, Zone - 4096), new(true, 1, 3, Zone - 4096)];

        ZoneFile[]? zones = Build(files, Zone, 4 * Zone, out string? defect);

        Assert.Null(defect);
        Assert.Equal(["seq/0", "cnv/0", "seq/1"], zones!.Select(zone => zone.Path));
        Assert.Equal([Zone - 4096, Zone, Zone - 4096], zones!.Select(zone => zone.CapacityBytes));
    }

    [Fact]
    public void Conventional_zones_that_share_a_file_are_zones_of_their_own()
    {
        Listed[] files = [new(false, 0, 1, 3 * Zone), new(true, 0, 4, Zone), new(false, 1, 5, Zone + 4096)];

        ZoneFile[]? zones = Build(files, Zone, (6 * Zone) + 4096, out _);

        Assert.Equal(
            [new(false, 0, 0, Zone), new(false, 0, Zone, Zone), new(false, 0, 2 * Zone, Zone), new(true, 0, 0, Zone), new(false, 1, 0, Zone), new(false, 1, Zone, 4096)],
            zones!);
    }

    [Fact]
    public void The_last_zone_may_be_shorter()
    {
        ZoneFile[]? zones = Build([new(true, 0, 1, Zone), new(true, 1, 2, 8192)], Zone, (2 * Zone) + 8192, out _);

        Assert.Equal([Zone, 8192], zones!.Select(zone => zone.CapacityBytes));
    }

    [Theory]
    [InlineData("zone 2 of the device has no file", 1, 3)]
    [InlineData("seq/1 and seq/0 stand for the same zone 1", 1, 1, 2)]
    [InlineData("seq/0 stands for zone 0", 0, 1, 2)]
    [InlineData("seq/2 stands for zone 4 of a device that has zones 1 to 3", 1, 2, 4)]
    [InlineData("zone 1 of the device has no file")]
    public void Files_that_do_not_fit_the_device_are_refused(string defect, params int[] zones)
    {
        Assert.Null(Build(zones.Select((zone, number) => new Listed(true, number, (ulong)zone, Zone)), Zone, 4 * Zone, out string? found));
        Assert.Contains(defect, found, StringComparison.Ordinal);
    }

    [Fact]
    public void An_inode_of_64_bits_is_refused()
    {
        Assert.Null(Build([new(true, 0, ulong.MaxValue, Zone)], Zone, 2 * Zone, out string? found));
        Assert.NotNull(found);
    }

    [Theory]
    [InlineData(0, "holds nothing")]
    [InlineData(Zone + 4096, "more than its zone")]
    public void A_sequential_file_holds_one_zone(long capacity, string defect)
    {
        Assert.Null(Build([new(true, 0, 1, capacity), new(true, 1, 2, Zone)], Zone, 3 * Zone, out string? found));
        Assert.Contains(defect, found, StringComparison.Ordinal);
    }
}
