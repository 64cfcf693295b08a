using ZonedSdk.Backends;
using ZonedSdk.Backends.Faults;
using ZonedSdk.Backends.Memory;
using ZonedSdk.Testing;

namespace ZonedSdk.Tests.Devices;

/// <summary>Listings: what is asked for, in pages, with an end whatever the drive does.</summary>
public sealed class ListingTests
{
    private readonly ScriptedBackend _drive = new(zones: 8);
    private readonly ManualTimeProvider _time = new();

    [Fact]
    public async Task A_listing_that_is_cancelled_half_way_ends_at_the_next_zone()
    {
        await using ZonedDevice device = await OpenAsync();
        await using TestEnd end = new(device, _drive);
        using CancellationTokenSource source = new();
        List<int> seen = [];
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (ZoneInfo zone in device.ReportAsync(cancellationToken: source.Token))
            {
                seen.Add(zone.Index);
                if (zone.Index == 2)
                {
                    await source.CancelAsync();
                }
            }
        });
        Assert.Equal([0, 1, 2], seen);

        // The token may also come with the enumeration.
        using CancellationTokenSource late = new();
        seen.Clear();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (ZoneInfo zone in device.ReportAsync().WithCancellation(late.Token))
            {
                seen.Add(zone.Index);
                await late.CancelAsync();
            }
        });
        Assert.Equal([0], seen);
    }

    [Fact]
    public async Task A_listing_whose_report_hangs_is_cancelled_or_ends_at_its_deadline()
    {
        await using ZonedDevice device = await OpenAsync(new ZonedDeviceOptions { ReportTimeout = TimeSpan.FromSeconds(7) });
        await using TestEnd end = new(device, _drive);
        TaskCompletionSource<BackendResult> never = new();
        _drive.OnReport = _ => new ValueTask<BackendResult>(never.Task);
        using CancellationTokenSource source = new();
        Task<ZoneInfo> cancelled = device.ReportZoneAsync(1, source.Token).AsTask();
        Task<ZoneInfo> overdue = device.ReportZoneAsync(1).AsTask();
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled.WaitAsync(TimeSpan.FromSeconds(10)));
        Assert.False(overdue.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(8));
        ZonedIOException error = await Assert.ThrowsAsync<ZonedIOException>(() => overdue.WaitAsync(TimeSpan.FromSeconds(10)));
        Assert.Equal(ZoneError.ReportFailed, error.Error);
        Assert.Contains("7 s", error.Message, StringComparison.Ordinal);
        Assert.False(device.GetStatus(1).IsFaulted);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_open_whose_report_hangs_ends_too_and_closes_the_backend(bool isCancelled)
    {
        TaskCompletionSource<BackendResult> never = new();
        _drive.OnReport = _ => new ValueTask<BackendResult>(never.Task);
        using CancellationTokenSource source = new();
        Task<ZonedDevice> open = ZonedDevice.OpenAsync(_drive, new ZonedDeviceOptions { TimeProvider = _time }, source.Token).AsTask();
        Assert.False(open.IsCompleted);
        if (isCancelled)
        {
            await source.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => open.WaitAsync(TimeSpan.FromSeconds(10)));
        }
        else
        {
            _time.Advance(TimeSpan.FromSeconds(11));
            await Assert.ThrowsAsync<ZonedIOException>(() => open.WaitAsync(TimeSpan.FromSeconds(10)));
        }

        Assert.True(_drive.IsDisposed);
    }

    [Fact]
    public async Task A_backend_that_throws_instead_of_reporting_is_told_like_one_that_fails()
    {
        ZonedDevice device = await OpenAsync();
        _drive.OnReport = _ => throw new IOException("the ring is gone");
        ZonedIOException error = await Assert.ThrowsAsync<ZonedIOException>(() => device.ReportZoneAsync(3).AsTask());
        Assert.Equal(ZoneError.ReportFailed, error.Error);
        Assert.IsType<IOException>(error.InnerException);
        await Assert.ThrowsAsync<ZonedIOException>(() => OpenAsync().AsTask());
        Assert.True(_drive.IsDisposed);
    }

    [Fact]
    public async Task A_token_that_is_cancelled_already_is_no_failed_report()
    {
        MemoryDrive drive = new(new MemoryDriveOptions());
        await using ZonedDevice device = await ZonedDevice.OpenAsync(drive);
        CancellationToken cancelled = new(canceled: true);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => device.ReportZoneAsync(0, cancelled).AsTask());
        MemoryDrive other = new(new MemoryDriveOptions());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ZonedDevice.OpenAsync(other, cancellationToken: cancelled).AsTask());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ZonedDevice.OpenAsync("memory:", cancellationToken: cancelled).AsTask());
    }

    [Theory]
    [InlineData(0, 8, "0,1,2,3,4,5,6,7")]
    [InlineData(6, 8, "6,7")]
    [InlineData(7, int.MaxValue, "7")]
    [InlineData(3, 0, "")]
    [InlineData(3, 2, "3,4")]
    public async Task A_range_is_clipped_at_the_last_zone(int first, int count, string zones)
    {
        await using ZonedDevice device = await OpenAsync();
        await using TestEnd end = new(device, _drive);
        List<int> seen = [];
        await foreach (ZoneInfo zone in device.ReportAsync(first, count))
        {
            seen.Add(zone.Index);
        }

        Assert.Equal(zones, string.Join(',', seen));
    }

    [Fact]
    public async Task Each_filter_lists_its_zones_and_no_others()
    {
        MemoryDrive drive = new(new MemoryDriveOptions { ConventionalZones = 1, PreferredZones = 1, Flavour = ZoneFlavour.Zbc });
        await using ZonedDevice device = await ZonedDevice.OpenAsync(drive);
        long block = device.Geometry.BlockSizeBytes;
        await device.WriteAsync(device.Geometry.StartOf(1) + (4 * block), new byte[block]);
        await device.AppendAsync(2, new byte[block]);
        OpenZoneLease lease = await device.OpenZoneAsync(3);
        await device.AppendAsync(4, new byte[block]);
        await device.CloseZoneAsync(4);
        await device.FinishZoneAsync(5);
        drive.SetReadOnly(6);
        drive.SetOffline(7);
        drive.Recommend(8, reset: true, finish: false);
        int[] empty = [8, 9, 10, 11, 12, 13, 14, 15];
        Dictionary<ReportFilter, int[]> expected = new()
        {
            [ReportFilter.All] = [.. Enumerable.Range(0, 16)],
            [ReportFilter.Empty] = empty,
            [ReportFilter.ImplicitlyOpen] = [1, 2],
            [ReportFilter.ExplicitlyOpen] = [3],
            [ReportFilter.Closed] = [4],
            [ReportFilter.Full] = [5],
            [ReportFilter.ReadOnly] = [6],
            [ReportFilter.Offline] = [7],
            [ReportFilter.ResetRecommended] = [8],
            [ReportFilter.NonSequential] = [1],
            [ReportFilter.NotWritePointer] = [0],
            [ReportFilter.Active] = [1, 2, 3, 4],
        };
        Assert.Equal(Enum.GetValues<ReportFilter>().Order(), expected.Keys.Order());
        foreach ((ReportFilter filter, int[] zones) in expected)
        {
            List<int> seen = [];
            await foreach (ZoneInfo zone in device.ReportAsync(filter))
            {
                seen.Add(zone.Index);
            }

            Assert.Equal(zones, seen);
        }

        await lease.DisposeAsync();
    }

    [Theory]
    [InlineData(ReportFilter.All, true, "0 Empty, 1 Active, 2 Active, 3 Active, 4 Full, 5 ReadOnly, 6 Empty, 7 Empty")]
    [InlineData(ReportFilter.Active, true, "1 Active, 2 Active, 3 Active")]
    [InlineData(ReportFilter.Full, true, "4 Full")]
    [InlineData(ReportFilter.ImplicitlyOpen, false, "1 ImplicitlyOpen")]
    [InlineData(ReportFilter.ExplicitlyOpen, false, "2 ExplicitlyOpen")]
    [InlineData(ReportFilter.Closed, false, "3 Closed")]
    [InlineData(ReportFilter.ResetRecommended, false, "")]
    [InlineData(ReportFilter.NonSequential, false, "")]
    public async Task A_listing_from_the_cache_asks_the_cache_where_that_can_tell(ReportFilter filter, bool isCached, string zones)
    {
        ZoneCondition[] conditions = [ZoneCondition.Empty, ZoneCondition.ImplicitlyOpen, ZoneCondition.ExplicitlyOpen, ZoneCondition.Closed, ZoneCondition.Full, ZoneCondition.ReadOnly];
        for (int zone = 0; zone < conditions.Length; zone++)
        {
            _drive.SetZone(zone, conditions[zone], writtenBlocks: zone);
        }

        await using ZonedDevice device = await OpenAsync();
        await using TestEnd end = new(device, _drive);
        int asked = _drive.Reports;
        List<string> seen = [];
        await foreach (ZoneInfo zone in device.ReportAsync(filter, ReportSource.Cache))
        {
            seen.Add($"{zone.Index} {zone.Condition}");
        }

        Assert.Equal(zones, string.Join(", ", seen));
        Assert.Equal(isCached ? (1, 0) : (0, 1), (_drive.CachedReports, _drive.Reports - asked));
    }

    [Fact]
    public async Task Nothing_but_a_listing_that_asks_for_it_is_answered_from_the_cache()
    {
        _drive.SetZone(1, ZoneCondition.ImplicitlyOpen, writtenBlocks: 1);
        await using ZonedDevice device = await OpenAsync(new ZonedDeviceOptions { AuditInterval = TimeSpan.FromSeconds(1) });
        await using TestEnd end = new(device, _drive);
        await device.RecoverAsync(1);
        await device.ReportZoneAsync(1);
        await foreach (ZoneInfo zone in device.ReportAsync())
        {
            Assert.NotEqual(ZoneCondition.Active, zone.Condition);
        }

        Task<long> failed = device.AppendAsync(1, new byte[ScriptedBackend.Block]).AsTask();
        Assert.Single(_drive.Pending).Fail();
        await Assert.ThrowsAnyAsync<ZonedIOException>(() => failed);
        _time.Advance(TimeSpan.FromSeconds(2));
        await device.ResetAllAsync(device.Identity);

        Assert.Equal(0, _drive.CachedReports);
        Assert.InRange(_drive.Reports, 6, int.MaxValue);
        Assert.Throws<ArgumentOutOfRangeException>(() => device.ReportAsync(source: (ReportSource)2));
    }

    [Fact]
    public async Task A_backend_without_a_cache_lists_from_the_drive()
    {
        await using ZonedDevice device = await ZonedDevice.OpenAsync(new MemoryDrive(new MemoryDriveOptions()));
        await device.AppendAsync(3, new byte[4096]);
        List<(int, ZoneCondition)> seen = [];
        await foreach (ZoneInfo zone in device.ReportAsync(2, 2, source: ReportSource.Cache))
        {
            seen.Add((zone.Index, zone.Condition));
        }

        Assert.Equal([(2, ZoneCondition.Empty), (3, ZoneCondition.ImplicitlyOpen)], seen);
    }

    [Fact]
    public async Task The_zones_are_a_list_of_what_the_runtime_sees_now()
    {
        await using ZonedDevice device = await ZonedDevice.OpenAsync(new MemoryDrive(new MemoryDriveOptions { ConventionalZones = 1 }));
        IReadOnlyList<ZoneInfo> zones = device.Zones;
        Assert.Equal((16, ZoneType.Conventional, ZoneCondition.Empty), (zones.Count, zones[0].Type, zones[3].Condition));
        await device.AppendAsync(3, new byte[4096]);
        Assert.Equal((ZoneCondition.ImplicitlyOpen, zones[3].Start + 4096), (zones[3].Condition, zones[3].WritePointer));
        Assert.Equal(Enumerable.Range(0, 16), zones.Select(zone => zone.Index));
        Assert.Throws<ArgumentOutOfRangeException>(() => zones[16]);
        Assert.Throws<ArgumentOutOfRangeException>(() => zones[-1]);
    }

    [Fact]
    public async Task A_listing_goes_on_over_short_pages()
    {
        FaultPlan faults = new(seed: 1, new FaultRule { Event = DriveEvent.Report, Effect = FaultEffect.ShortTransfer, LandedBlocks = 3, RepeatEvery = 1 });
        MemoryDrive drive = new(new MemoryDriveOptions { Faults = faults });
        await using ZonedDevice device = await ZonedDevice.OpenAsync(drive);
        int next = 0;
        await foreach (ZoneInfo zone in device.ReportAsync())
        {
            Assert.Equal(next++, zone.Index);
        }

        Assert.Equal(16, next);
    }

    private ValueTask<ZonedDevice> OpenAsync(ZonedDeviceOptions? options = null) =>
        ZonedDevice.OpenAsync(_drive, (options ?? new ZonedDeviceOptions()) with { TimeProvider = _time });
}
