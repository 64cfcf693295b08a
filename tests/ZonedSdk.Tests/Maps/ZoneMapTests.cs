using ZonedSdk.Backends.Memory;
using ZonedSdk.Maps;

namespace ZonedSdk.Tests.Maps;

public sealed class ZoneMapTests
{
    private const int Block = DrawnDrive.Block;

    [Fact]
    public async Task Each_zone_is_in_the_state_that_the_runtime_knows()
    {
        await using DrawnDrive drive = await DrawnDrive.OpenAsync(10);
        await drive.FillAsync();
        var map = ZoneMap.Of(drive.Device);

        Assert.Equal(
            [
                ZoneMapState.Conventional, ZoneMapState.Full, ZoneMapState.Closed, ZoneMapState.ImplicitlyOpen, ZoneMapState.ExplicitlyOpen,
                ZoneMapState.ReadOnly, ZoneMapState.Offline, ZoneMapState.Full, ZoneMapState.Empty, ZoneMapState.Empty,
            ],
            map.Cells.Select(cell => cell.Worst));
        Assert.Equal([0, 14, 5, 9, 2, 0, 0, 14, 0, 0], map.Cells.Select(cell => cell.WrittenBytes / Block));
        Assert.Equal((9 * 14, 10 * 2, 10 * 16), (map.Total.CapacityBytes / Block, (map.Total.GapBytes / Block) + 2, map.Total.LengthBytes / Block));
        Assert.Equal([(5, ZoneMapState.ReadOnly), (6, ZoneMapState.Offline)], map.Troubled);
    }

    [Fact]
    public async Task A_map_by_report_shows_what_a_map_of_the_runtime_shows()
    {
        await using DrawnDrive drive = await DrawnDrive.OpenAsync(10);
        await drive.FillAsync();
        Assert.Equal(ZoneMap.Of(drive.Device).ToSvg(), (await ZoneMap.ReportAsync(drive.Device)).ToSvg());
    }

    [Fact]
    public async Task One_offline_zone_among_a_thousand_in_its_cell_is_seen_and_named()
    {
        var drive = new MemoryDrive(new MemoryDriveOptions { SizeBytes = 100_000L * Block, ZoneSizeBytes = Block });
        await using ZonedDevice device = await ZonedDevice.OpenAsync(drive);
        drive.SetOffline(54_321);
        await device.RecoverAsync(54_321);
        var map = ZoneMap.Of(device, new ZoneMapOptions { MaxCells = 100 });

        Assert.Equal((1000, 100), (map.ZonesPerCell, map.Cells.Count));
        ZoneMapCell cell = Assert.Single(map.Cells, cell => cell.Worst == ZoneMapState.Offline);
        Assert.Equal((54_000, 54_321, 1, 999), (cell.FirstZone, cell.WorstZone, cell.CountOf(ZoneMapState.Offline), cell.CountOf(ZoneMapState.Empty)));
        Assert.Contains("Zones 54,000–54,999: 1 offline (54,321), 999 empty", map.ToSvg(), StringComparison.Ordinal);
        Assert.Contains("Zone 54,321 is offline.", map.ToText(), StringComparison.Ordinal);
        Assert.Equal(2, map.ToText().Count(character => character == 'X'));
    }

    [Theory]
    [InlineData(1, 2500, 1, 1)]
    [InlineData(2500, 2500, 1, 2500)]
    [InlineData(2501, 2500, 2, 1251)]
    [InlineData(100_000, 2500, 50, 2000)]
    [InlineData(1 << 20, 2500, 500, 2098)]
    [InlineData(1 << 20, 1, 2_000_000, 1)]
    public async Task Zones_are_gathered_by_round_numbers(int zones, int maxCells, int zonesPerCell, int cells)
    {
        await using ZonedDevice device = await ZonedDevice.OpenAsync(new MemoryDrive(new MemoryDriveOptions { SizeBytes = (long)zones * Block, ZoneSizeBytes = Block }));
        var map = ZoneMap.Of(device, new ZoneMapOptions { MaxCells = maxCells });
        Assert.Equal((zonesPerCell, cells), (map.ZonesPerCell, map.Cells.Count));
        Assert.Equal(zones, map.Cells.Sum(cell => cell.ZoneCount));
        Assert.Equal(zones, map.Total.CountOf(ZoneMapState.Empty));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(ZoneMapOptions.MostCells + 1)]
    public async Task A_map_of_no_cells_or_of_too_many_is_refused(int cells)
    {
        await using DrawnDrive drive = await DrawnDrive.OpenAsync(2);
        Assert.Throws<ArgumentOutOfRangeException>(() => ZoneMap.Of(drive.Device, new ZoneMapOptions { MaxCells = cells }));
    }

    [Theory]
    [InlineData(23, 24)]
    [InlineData(1001, 24)]
    [InlineData(80, 0)]
    public async Task Text_of_an_impossible_size_is_refused(int width, int rows)
    {
        await using DrawnDrive drive = await DrawnDrive.OpenAsync(2);
        Assert.Throws<ArgumentOutOfRangeException>(() => ZoneMap.Of(drive.Device).ToText(new ZoneMapTextOptions { WidthColumns = width, MaxRows = rows }));
    }

    [Fact]
    public async Task A_state_that_there_is_not_has_no_count()
    {
        await using DrawnDrive drive = await DrawnDrive.OpenAsync(2);
        Assert.Throws<ArgumentOutOfRangeException>(() => ZoneMap.Of(drive.Device).Total.CountOf((ZoneMapState)11));
    }
}
