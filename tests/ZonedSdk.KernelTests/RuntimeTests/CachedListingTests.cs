using ZonedSdk.KernelTests.Devices;
using ZonedSdk.KernelTests.Tools;

namespace ZonedSdk.KernelTests.RuntimeTests;

/// <summary>Listings from what the kernel keeps of a device's zones (BLKREPORTZONEV2): what they say where it has that call, and that they are the drive's own where it has not.</summary>
public sealed class CachedListingTests
{
    private const int Block = 4096;
    private const string CallOfTheDrive = "0xc0101282";
    private const string CallOfTheCache = "0xc010128e";

    [Fact]
    public async Task Open_and_closed_zones_are_told_as_active_and_all_else_as_it_is()
    {
        using NullBlock disk = NullBlock.Create(new NullBlockOptions { ConventionalZoneCount = 1, ZoneCapacityMebibytes = 3 });
        await using ZonedDevice device = await ZonedDevice.OpenAsync(disk.NodePath);
        byte[] data = Stamp.Pages(2, seed: 1);
        await device.AppendAsync(1, data);
        await device.AppendAsync(2, data);
        await device.CloseZoneAsync(2);
        await using OpenZoneLease written = await device.OpenZoneAsync(3);
        await device.AppendAsync(3, data);
        await using OpenZoneLease unwritten = await device.OpenZoneAsync(4);
        await device.AppendAsync(5, data);
        await device.FinishZoneAsync(5);

        ZoneInfo[] drive = await ListAsync(device, ReportSource.Drive);
        Assert.Equal("NotWritePointer ImplicitlyOpen Closed ExplicitlyOpen ExplicitlyOpen Full Empty", string.Join(' ', drive.Take(7).Select(zone => zone.Condition)));
        ZoneInfo[] cached = await ListAsync(device, ReportSource.Cache);
        Assert.Equal(drive.Length, cached.Length);

        // The cache knows an open of a zone by its first write only.
        IEnumerable<ZoneInfo> expected = drive.Select(zone => zone with { Condition = !Guest.CachesZoneReports ? zone.Condition : zone.Index == 4 ? ZoneCondition.Empty : Collapsed(zone.Condition) });
        Assert.Equal(Text(expected), Text(cached));
        Assert.Equal(Guest.CachesZoneReports ? "1 2 3" : "1 2 3 4", string.Join(' ', (await ListAsync(device, ReportSource.Cache, ReportFilter.Active)).Select(zone => zone.Index)));
        Assert.Equal("1", string.Join(' ', (await ListAsync(device, ReportSource.Cache, ReportFilter.ImplicitlyOpen)).Select(zone => zone.Index)));
    }

    [Fact]
    public async Task It_is_the_kernel_that_answers_and_not_the_drive()
    {
        using NvmeNamespace disk = NvmeNamespace.Limited();
        Assert.Null(disk.Write(zone: 1, 0, 3 * Block));
        await using ZonedDevice device = await ZonedDevice.OpenAsync(disk.NodePath, new ZonedDeviceOptions { ReadOnly = true });

        // Past the block layer, so that the kernel does not see it.
        NvmeZns.Manage(disk.CharacterNodePath, "reset-zone", disk.StartOf(1) / Block);
        NvmeZns.Manage(disk.CharacterNodePath, "finish-zone", disk.StartOf(2) / Block);

        ZoneInfo[] cached = await ListAsync(device, ReportSource.Cache);
        ZoneInfo[] drive = await ListAsync(device, ReportSource.Drive);
        Assert.Equal((ZoneCondition.Empty, ZoneCondition.Full), (drive[1].Condition, drive[2].Condition));
        Assert.Equal(Guest.CachesZoneReports ? (ZoneCondition.Active, ZoneCondition.Empty) : (ZoneCondition.Empty, ZoneCondition.Full), (cached[1].Condition, cached[2].Condition));
        Assert.Equal(Guest.CachesZoneReports ? 3 * Block : 0, cached[1].WritePointer - cached[1].Start);
    }

    [Theory]
    [InlineData("null_blk")]
    [InlineData("scsi_debug")]
    [InlineData("dm-linear")]
    [InlineData("nvme")]
    public async Task Kernel_without_the_call_is_asked_for_it_once(string kind)
    {
        using BlockDevice lower = kind switch
        {
            "scsi_debug" => ScsiDebug.Create(),
            "nvme" => NvmeNamespace.Limited(),
            _ => NullBlock.Create(),
        };
        using BlockDevice? mapped = kind == "dm-linear" ? DmLinear.Create(lower, firstZone: 2, zoneCount: 8) : null;
        await using ZonedDevice device = await ZonedDevice.OpenAsync((mapped ?? lower).NodePath);
        await device.AppendAsync(5, Stamp.Pages(1, seed: 1));
        ZoneInfo[] expected = await ListAsync(device, ReportSource.Drive);

        ZoneInfo[] first = [];
        ZoneInfo[] second = [];
        string[] calls = await Strace.ControlCallsAsync(async () =>
        {
            first = await ListAsync(device, ReportSource.Cache);
            second = await ListAsync(device, ReportSource.Cache);
        });

        string seen = string.Join('\n', calls);
        Assert.Equal(Guest.CachesZoneReports ? (2, 0) : (1, 2), (calls.Count(line => Calls(line, CallOfTheCache)), calls.Count(line => Calls(line, CallOfTheDrive))));
        Assert.True(Guest.CachesZoneReports == !seen.Contains("= -1", StringComparison.Ordinal), seen);
        Assert.Equal(Text(expected.Select(zone => Guest.CachesZoneReports ? zone with { Condition = Collapsed(zone.Condition) } : zone)), Text(first));
        Assert.Equal(Text(first), Text(second));
    }

    [Fact]
    public async Task Last_zone_that_is_shorter_than_the_others_is_listed_as_long_as_it_is()
    {
        using NullBlock disk = NullBlock.Create(new NullBlockOptions { SizeMebibytes = 62 });
        await using ZonedDevice device = await ZonedDevice.OpenAsync(disk.NodePath);
        Assert.Equal((16, 2 << 20), (device.Geometry.ZoneCount, device.GetZone(15).LengthBytes));
        await device.AppendAsync(15, Stamp.Pages(1, seed: 1));

        ZoneInfo[] cached = await ListAsync(device, ReportSource.Cache);
        Assert.Equal(
            Text((await ListAsync(device, ReportSource.Drive)).Select(zone => Guest.CachesZoneReports ? zone with { Condition = Collapsed(zone.Condition) } : zone)),
            Text(cached));
        Assert.Equal(Guest.CachesZoneReports ? ZoneCondition.Active : ZoneCondition.ImplicitlyOpen, cached[15].Condition);
    }

    private static async Task<ZoneInfo[]> ListAsync(ZonedDevice device, ReportSource source, ReportFilter filter = ReportFilter.All)
    {
        List<ZoneInfo> zones = [];
        await foreach (ZoneInfo zone in device.ReportAsync(filter, source))
        {
            zones.Add(zone);
        }

        return [.. zones];
    }

    private static ZoneCondition Collapsed(ZoneCondition condition) =>
        condition is ZoneCondition.ImplicitlyOpen or ZoneCondition.ExplicitlyOpen or ZoneCondition.Closed ? ZoneCondition.Active : condition;

    // Text, because in a program that is compiled ahead sequences of values are not compared. The pointer of a full zone means nothing, and each has its own.
    private static string Text(IEnumerable<ZoneInfo> zones) => string.Join('\n', zones.Select(zone =>
        $"zone {zone.Index}, {zone.Type}, {zone.Condition}: from {zone.Start} for {zone.LengthBytes}, of which {zone.CapacityBytes}, pointer {(zone.HasValidWritePointer ? $"{zone.WritePointer}" : "none")}"));

    private static bool Calls(string line, string request) => line.Contains($", {request},", StringComparison.Ordinal);
}
