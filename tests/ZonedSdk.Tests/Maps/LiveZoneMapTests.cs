using System.Text;
using System.Text.Json;
using ZonedSdk.Backends;
using ZonedSdk.Backends.Faults;
using ZonedSdk.Maps;
using ZonedSdk.Testing;
using ZonedSdk.Tests.Devices;

namespace ZonedSdk.Tests.Maps;

public sealed class LiveZoneMapTests
{
    private const int Block = DrawnDrive.Block;

    [Fact]
    public async Task What_was_written_since_the_look_before_is_traffic()
    {
        await using DrawnDrive drive = await DrawnDrive.OpenAsync(10);
        using var live = new LiveZoneMap(drive.Device);
        await drive.AppendAsync(1, 3);
        ZoneMap first = await live.LookAsync();
        Assert.Equal((0L, TimeSpan.Zero), (first.Total.RecentBytes, first.Period));

        await drive.AppendAsync(1, 2);
        await drive.AppendAsync(2, 4);
        drive.Time.Advance(TimeSpan.FromSeconds(2));
        ZoneMap second = await live.LookAsync();
        Assert.Equal([0, 2, 4], second.Cells.Take(3).Select(cell => cell.RecentBytes / Block));
        Assert.Equal(TimeSpan.FromSeconds(2), second.Period);
        Assert.Contains("12 KiB/s written", second.ToText(), StringComparison.Ordinal);

        drive.Time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(0, (await live.LookAsync()).Total.RecentBytes);
    }

    [Fact]
    public async Task After_a_reset_what_stands_in_the_zone_is_new_and_a_finish_writes_nothing()
    {
        await using DrawnDrive drive = await DrawnDrive.OpenAsync(10);
        using var live = new LiveZoneMap(drive.Device);
        await drive.AppendAsync(1, 8);
        await drive.AppendAsync(2, 1);
        await live.LookAsync();

        await drive.Device.ResetZoneAsync(1);
        await drive.AppendAsync(1, 10);
        await drive.Device.FinishZoneAsync(2);
        drive.Time.Advance(TimeSpan.FromSeconds(1));
        ZoneMap map = await live.LookAsync();
        Assert.Equal([10, 0], map.Cells.Skip(1).Take(2).Select(cell => cell.RecentBytes / Block));
    }

    [Fact]
    public async Task A_device_that_somebody_else_writes_is_seen_by_its_reports()
    {
        await using DrawnDrive drive = await DrawnDrive.OpenAsync(10);
        using var live = new LiveZoneMap(drive.Device, new LiveZoneMapOptions { Source = ReportSource.Drive });
        await live.LookAsync();
        drive.Drive.MoveWritePointer(3, 6 * Block);
        drive.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(6 * Block, (await live.LookAsync()).Cells[3].RecentBytes);
        Assert.Equal(0, ZoneMap.Of(drive.Device).Total.WrittenBytes);
    }

    [Fact]
    public async Task A_recovery_is_seen_while_it_lasts_and_marked_when_it_has_ended()
    {
        await using DrawnDrive drive = await DrawnDrive.OpenAsync(10);
        using var live = new LiveZoneMap(drive.Device);

        // The caller hears of its failure first, the device's owner then; and the map before this test.
        var told = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        drive.Device.ZoneEvent += (_, _) => told.TrySetResult();
        drive.Faults.Add(new FaultRule { Event = DriveEvent.Write, Zone = 2, Nth = 2, Effect = FaultEffect.Fail, LandedBlocks = 1 });
        drive.Faults.Add(new FaultRule { Event = DriveEvent.Report, Effect = FaultEffect.Delay, RepeatEvery = 1, Delay = TimeSpan.FromSeconds(2) });
        await drive.AppendAsync(2, 2);
        Task<long> failing = drive.Device.AppendAsync(2, new byte[4 * Block]).AsTask();

        Assert.False(failing.IsCompleted);
        Assert.True(drive.Device.GetStatus(2).IsRecovering);
        ZoneMap during = await live.LookAsync();
        Assert.Equal((ZoneMapState.Recovering, 0L), (during.Cells[2].Worst, during.RecoveryCount));
        Assert.Contains("Zone 2 is recovering.", during.ToText(), StringComparison.Ordinal);

        drive.Time.Advance(TimeSpan.FromSeconds(2));
        await Assert.ThrowsAnyAsync<ZonedIOException>(() => failing);
        await told.Task;
        Assert.False(drive.Device.GetStatus(2).IsRecovering);
        ZoneMap after = await live.LookAsync();
        Assert.Equal((ZoneMapState.ImplicitlyOpen, 1, 1L), (after.Cells[2].Worst, after.Cells[2].RecoveredCount, after.RecoveryCount));
        Assert.Contains("Zone 2 recovered, write pointer back by 12 KiB", await SnapshotTextAsync(live), StringComparison.Ordinal);

        drive.Time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(0, (await live.LookAsync()).Total.RecoveredCount);
    }

    [Fact]
    public async Task A_page_is_told_only_what_has_changed()
    {
        await using DrawnDrive drive = await DrawnDrive.OpenAsync(10);
        using var live = new LiveZoneMap(drive.Device);
        (string since, int[] cells) = await AskAsync(live, since: null);
        Assert.Equal(Enumerable.Range(0, 10), cells);
        Assert.Empty((await AskAsync(live, since)).Cells);

        await drive.AppendAsync(4, 1);
        drive.Time.Advance(TimeSpan.FromSeconds(1));
        (string later, cells) = await AskAsync(live, since);
        Assert.Equal([4], cells);

        // Another page has slept: it gets what it has missed, whoever asked in between.
        drive.Time.Advance(TimeSpan.FromSeconds(1));
        (_, int[] late) = await AskAsync(live, later);
        (_, int[] latest) = await AskAsync(live, since);
        Assert.Equal([4], late);
        Assert.Equal([4], latest);
    }

    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData(".1")]
    [InlineData("0123456789ab.1")]
    [InlineData("<script>")]
    public async Task What_this_map_never_said_is_answered_with_everything(string since)
    {
        await using DrawnDrive drive = await DrawnDrive.OpenAsync(10);
        using var live = new LiveZoneMap(drive.Device);
        Assert.Equal(10, (await AskAsync(live, since)).Cells.Length);
        (string own, _) = await AskAsync(live, null);
        Assert.Equal(10, (await AskAsync(live, own + "9")).Cells.Length);
        Assert.Equal(10, (await AskAsync(live, own.Replace('.', ','))).Cells.Length);
        using var restarted = new LiveZoneMap(drive.Device);
        Assert.Equal(10, (await AskAsync(restarted, own)).Cells.Length);
    }

    [Fact]
    public async Task However_many_ask_the_drive_is_asked_once_in_an_interval()
    {
        var drive = new ScriptedBackend();
        var time = new ManualTimeProvider();
        await using ZonedDevice device = await ZonedDevice.OpenAsync(drive, new ZonedDeviceOptions { TimeProvider = time, InlineContinuations = true });
        using var live = new LiveZoneMap(device, new LiveZoneMapOptions { Source = ReportSource.Drive });
        int before = drive.Reports;
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => live.SnapshotAsync().AsTask()));
        Assert.Equal(before + 1, drive.Reports);
        time.Advance(TimeSpan.FromMilliseconds(500));
        await live.LookAsync();
        Assert.Equal(before + 2, drive.Reports);
    }

    [Fact]
    public async Task A_report_that_fails_is_told_and_the_next_look_asks_again()
    {
        var drive = new ScriptedBackend();
        await using ZonedDevice device = await ZonedDevice.OpenAsync(drive);
        using var live = new LiveZoneMap(device, new LiveZoneMapOptions { Source = ReportSource.Drive });
        drive.OnReport = _ => ValueTask.FromResult(BackendResult.Failure(ZoneError.Io));
        await Assert.ThrowsAnyAsync<ZonedException>(() => live.SnapshotAsync().AsTask());
        drive.OnReport = null;
        Assert.Equal(4, (await AskAsync(live, null)).Cells.Length);
    }

    [Fact]
    public async Task Who_no_longer_watches_is_told_nothing_and_kept_by_nobody()
    {
        await using DrawnDrive drive = await DrawnDrive.OpenAsync(4);
        WeakReference watcher = Watch(drive.Device);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        Assert.False(watcher.IsAlive);
    }

    [Theory]
    [InlineData(49, 1000)]
    [InlineData(60_001, 1000)]
    [InlineData(500, -1)]
    [InlineData(500, 60_001)]
    public async Task Impossible_times_are_refused(int intervalMilliseconds, int newsMilliseconds)
    {
        await using DrawnDrive drive = await DrawnDrive.OpenAsync(4);
        var options = new LiveZoneMapOptions { Interval = TimeSpan.FromMilliseconds(intervalMilliseconds), RecoveryIsNewsFor = TimeSpan.FromMilliseconds(newsMilliseconds) };
        Assert.Throws<ArgumentOutOfRangeException>(() => new LiveZoneMap(drive.Device, options));
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static WeakReference Watch(ZonedDevice device)
    {
        var live = new LiveZoneMap(device);
        live.Dispose();
        return new WeakReference(live);
    }

    private static async Task<string> SnapshotTextAsync(LiveZoneMap live) => Encoding.UTF8.GetString(await live.SnapshotAsync());

    private static async Task<(string Since, int[] Cells)> AskAsync(LiveZoneMap live, string? since)
    {
        using var json = JsonDocument.Parse(await live.SnapshotAsync(since));
        return (json.RootElement.GetProperty("since").GetString()!, [.. json.RootElement.GetProperty("cells").EnumerateArray().Select(cell => cell[0].GetInt32())]);
    }
}
