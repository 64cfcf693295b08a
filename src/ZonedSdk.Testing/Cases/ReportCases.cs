using ZonedSdk.Backends.Faults;
using ZonedSdk.Testing.Benches;

namespace ZonedSdk.Testing.Cases;

/// <summary>What a report says, and which zones a filter lists.</summary>
internal static class ReportCases
{
    private const string EveryCondition = "write2 open3 write4 close4 fill5 finish6";
    private const string DeadZones = "readonly7 offline8";

    private static readonly CaseNeeds s_thirteenZones = new()
    {
        Shape = new DriveShape { CapacityBlocks = 6, SizeBlocks = 100, ConventionalZones = 2 },
        IsExact = true,
        Faults = DriveFaults.ReadOnlyZone | DriveFaults.OfflineZone,
    };

    private static readonly (ReportFilter Filter, string Zones)[] s_filters =
    [
        (ReportFilter.Empty, "9 10 11 12"), (ReportFilter.ImplicitlyOpen, "2"), (ReportFilter.ExplicitlyOpen, "3"), (ReportFilter.Closed, "4"), (ReportFilter.Full, "5 6"),
        (ReportFilter.ReadOnly, "7"), (ReportFilter.Offline, "8"), (ReportFilter.NotWritePointer, "0 1"), (ReportFilter.NonSequential, ""),
    ];

    public static IReadOnlyList<ConformanceCase> All { get; } = Read().Cases;

    private static CaseList Read()
    {
        CaseList list = new CaseList("reports")
            .Add(A_report_is_complete_contiguous_and_consistent_in_every_condition, s_thirteenZones)
            .Add(A_report_of_any_device_is_complete_contiguous_and_consistent)
            .Add(A_report_gives_the_capacity_and_not_the_size, new CaseNeeds { Shape = new DriveShape { CapacityBlocks = 6 }, HasGap = true })
            .Add(A_report_of_a_few_zones_is_counted_in_zones_and_not_in_bytes, new CaseNeeds { Shape = new DriveShape { SizeBlocks = 8 * 100 }, IsExact = true })
            .Add(A_report_from_a_zone_on_begins_with_that_zone)
            .Add(A_report_of_many_zones_comes_in_pages, new CaseNeeds { Shape = new DriveShape { ZoneBlocks = 1, SizeBlocks = 10_000 }, IsExact = true, Faults = DriveFaults.Plan });
        foreach ((ReportFilter filter, string zones) in s_filters)
        {
            list.AddNamed($"the filter {filter} lists the zones of its condition", bench => ListsAsync(bench, filter, zones), new CaseNeeds
            {
                Shape = new DriveShape { SizeBlocks = 104, ConventionalZones = 2 },
                NeedsConventionalZone = filter == ReportFilter.NotWritePointer,
                Faults = filter is ReportFilter.ReadOnly or ReportFilter.Offline ? DriveFaults.ReadOnlyZone | DriveFaults.OfflineZone : DriveFaults.None,
            });
        }

        return list;
    }

    private static async Task A_report_is_complete_contiguous_and_consistent_in_every_condition(Bench bench)
    {
        foreach (string step in $"{EveryCondition} {DeadZones} write9x3 reset9".Split(' '))
        {
            await ZoneScript.StepAsync(bench, step);
        }

        List<ZoneInfo> zones = await bench.ReportAllAsync();
        Check.Equal(13, zones.Count);
        long next = 0;
        foreach (ZoneInfo zone in zones)
        {
            Check.Equal(zone.Index == 12 ? 4 * bench.Block : 8 * bench.Block, zone.LengthBytes);
            Check.Equal(zone.Index < 2 ? ZoneType.Conventional : ZoneType.SequentialWriteRequired, zone.Type);
            next = CheckZone(zone, next);
        }

        Check.Equal(100 * bench.Block, next, "the end of the last zone");
        Check.Equal("NNIXCFFROEEEE", string.Concat(zones.Select(zone => ZoneScript.Letter(zone.Condition))), "the conditions");
    }

    private static async Task A_report_of_any_device_is_complete_contiguous_and_consistent(Bench bench)
    {
        foreach (string step in "write2 open3 write4 close4 finish6".Split(' '))
        {
            await ZoneScript.StepAsync(bench, step);
        }

        long next = 0;
        int count = 0;
        await foreach (ZoneInfo zone in bench.Device.ReportAsync())
        {
            Check.Equal(count++, zone.Index);
            Check.Equal(bench.Device.Geometry.LengthOf(zone.Index), zone.LengthBytes);
            next = CheckZone(zone, next);
        }

        Check.Equal(bench.Device.Geometry.ZoneCount, count, "the number of zones");
        Check.Equal(bench.Device.Geometry.SizeBytes, next, "the end of the last zone");
        Check.Equal("EEIXCEFE", string.Concat((await bench.ReportAllAsync()).Select(zone => ZoneScript.Letter(zone.Condition))), "the conditions");
    }

    private static async Task A_report_gives_the_capacity_and_not_the_size(Bench bench)
    {
        foreach (ZoneInfo zone in await bench.ReportAllAsync())
        {
            Check.True(zone.CapacityBytes < zone.LengthBytes, $"zone {zone.Index} holds {zone.CapacityBytes} of {zone.LengthBytes} bytes");
            Check.Equal(bench.Device.GetZone(zone.Index).CapacityBytes, zone.CapacityBytes);
        }

        // The capacity is what can be written, no more and no less.
        await ZoneScript.RunAsync(bench, "near1 write1 => 1=F");
    }

    private static async Task A_report_of_a_few_zones_is_counted_in_zones_and_not_in_bytes(Bench bench)
    {
        Check.Sequence([3, 4], await IndicesAsync(bench.Device.ReportAsync(3, 2)), "two zones from zone 3");
        Check.Sequence([98, 99], await IndicesAsync(bench.Device.ReportAsync(98, int.MaxValue)), "all zones from zone 98");
    }

    private static async Task A_report_from_a_zone_on_begins_with_that_zone(Bench bench)
    {
        await bench.AppendAsync(3, blocks: 2);
        int last = bench.Device.Geometry.ZoneCount - 1;
        Check.Sequence([bench.Index(3), bench.Index(4)], await IndicesAsync(bench.Device.ReportAsync(bench.Index(3), 2)), "two zones from zone 3");
        Check.Sequence([last], await IndicesAsync(bench.Device.ReportAsync(last, 2)), "two zones from the last zone");
        Check.Equal("I2", await bench.DescribeAsync(3, withPointer: true), "zone 3");
        Check.Equal("E0", await bench.DescribeAsync(4, withPointer: true), "zone 4");
    }

    private static async Task A_report_of_many_zones_comes_in_pages(Bench bench)
    {
        bench.Plan.Add(new FaultRule { Event = DriveEvent.Report, Effect = FaultEffect.ShortTransfer, LandedBlocks = 7, RepeatEvery = 1 });
        Check.Sequence(Enumerable.Range(0, 10_000), await IndicesAsync(bench.Device.ReportAsync()), "the zones of all pages");
    }

    private static async Task ListsAsync(Bench bench, ReportFilter filter, string expected)
    {
        foreach (string step in EveryCondition.Split(' ').Concat(filter is ReportFilter.ReadOnly or ReportFilter.Offline ? DeadZones.Split(' ') : []))
        {
            await ZoneScript.StepAsync(bench, step);
        }

        string zones = filter == ReportFilter.Empty ? $"7 8 {expected}" : expected;
        List<ZoneInfo> listed = await bench.ReportAllAsync(filter);
        Check.Sequence(zones.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(zone => bench.Index(int.Parse(zone))), listed.Select(static zone => zone.Index), $"the zones that the filter {filter} lists");
    }

    private static long CheckZone(ZoneInfo zone, long start)
    {
        Check.Equal(start, zone.Start, $"the start of zone {zone.Index}");
        Check.True(zone.CapacityBytes > 0 && zone.CapacityBytes <= zone.LengthBytes, $"zone {zone.Index} holds {zone.CapacityBytes} of {zone.LengthBytes} bytes");
        Check.True(Enum.IsDefined(zone.Condition) && zone.Condition is not (ZoneCondition.Active or ZoneCondition.Inactive), $"zone {zone.Index} is {zone.Condition}");
        Check.Equal(zone.Type == ZoneType.Conventional, zone.Condition == ZoneCondition.NotWritePointer, $"no write pointer in zone {zone.Index}");
        Check.True(!zone.HasValidWritePointer || (zone.WritePointer >= zone.Start && zone.WritePointer <= zone.End), $"the write pointer {zone.WritePointer} of zone {zone.Index} lies within it");
        return zone.Start + zone.LengthBytes;
    }

    private static async Task<List<int>> IndicesAsync(IAsyncEnumerable<ZoneInfo> zones)
    {
        List<int> indices = [];
        await foreach (ZoneInfo zone in zones)
        {
            indices.Add(zone.Index);
        }

        return indices;
    }
}
