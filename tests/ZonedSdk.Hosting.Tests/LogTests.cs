using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ZonedSdk.Backends.Faults;
using ZonedSdk.Backends.Memory;
using ZonedSdk.Hosting.Logging;
using ZonedSdk.Hosting.Tests.Support;
using ZonedSdk.Testing;

namespace ZonedSdk.Hosting.Tests;

/// <summary>What is logged of a device, under which number, and that nobody waits for it.</summary>
public sealed partial class LogTests
{
    private const int Block = 4096;

    // Alerts are built on these: a line is added, none is ever changed.
    private static readonly Dictionary<int, string> s_ids = new()
    {
        [1] = "DeviceOpened",
        [2] = "OpenFinding",
        [3] = "OpenFailed",
        [4] = "DrainStarted",
        [5] = "DeviceClosed",
        [6] = "DrainIncomplete",
        [7] = "CloseFailed",
        [10] = "ZoneRecovered",
        [11] = "ForeignWriter",
        [12] = "AcknowledgedDataLost",
        [13] = "ZoneFaulted",
        [14] = "ZoneReadOnly",
        [15] = "ZoneOffline",
        [16] = "ZoneClosedImplicitly",
        [17] = "FlushFailed",
        [18] = "ZoneFoundFull",
        [19] = "DeviceGone",
        [20] = "DeviceReadOnly",
        [30] = "ZonesWaited",
        [31] = "EventsDropped",
    };

    [Fact]
    public void The_numbers_are_unique_and_stay_what_they_are()
    {
        FieldInfo[] ids = typeof(LogEventIds).GetFields();
        Assert.Equal(s_ids.OrderBy(static i => i.Key), ids.Select(static f => KeyValuePair.Create((int)f.GetRawConstantValue()!, f.Name)).OrderBy(static i => i.Key));
        int[] used = [.. typeof(Log).GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic).Select(static m => m.GetCustomAttribute<LoggerMessageAttribute>()?.EventId).OfType<int>().Order()];
        Assert.Equal(s_ids.Keys.Order(), used);
    }

    [Fact]
    public void The_page_lists_every_message_with_its_number_and_level()
    {
        string page = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "PACKAGE.md"));
        Dictionary<int, string> listed = Rows().Matches(page).ToDictionary(static m => int.Parse(m.Groups["id"].ValueSpan), static m => m.Groups["name"].Value);
        Assert.Equal(s_ids.OrderBy(static i => i.Key), listed.OrderBy(static i => i.Key));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Every_kind_of_event_is_logged_once(ZoneEventKind kind)
    {
        LogCollector log = new();
        ConstructorInfo make = typeof(ZoneEventArgs).GetConstructors(BindingFlags.NonPublic | BindingFlags.Instance).Single();
        Log.Happened(log, "d", (ZoneEventArgs)make.Invoke([kind, 7, 4096L, 12288L, null]));
        LogEntry entry = Assert.Single(log.Entries);
        Assert.Equal("d", entry.Values["Device"]);
        await Task.CompletedTask;
    }

    public static TheoryData<ZoneEventKind> Kinds => [.. Enum.GetValues<ZoneEventKind>().Where(static k => k != ZoneEventKind.None)];

    [Fact]
    public async Task A_recovery_is_logged_with_its_zone_its_bytes_and_its_followers()
    {
        LogCollector log = new();
        MemoryDrive drive = new(TestHost.Shape("memory:recovery") with { Scheduling = MemoryDriveScheduling.Stepped, Faults = new FaultPlan(1, new FaultRule { Event = DriveEvent.Write, Effect = FaultEffect.Fail, Nth = 2 }) });
        Task<IHost> start = TestHost.StartAsync(drive, log);
        await PumpAsync(drive, start);
        using IHost host = await start;
        Task<long>[] writes = [.. Enumerable.Range(0, 4).Select(_ => host.Device().AppendAsync(6, new byte[Block]).AsTask())];
        await PumpAsync(drive, Task.WhenAll(writes).ContinueWith(static _ => { }, TaskScheduler.Default));
        await writes[0];
        foreach (Task<long> failed in writes[1..])
        {
            await Assert.ThrowsAnyAsync<ZonedIOException>(() => failed);
        }

        LogEntry entry = await log.WaitForAsync(10);
        Assert.Equal((6, 3L * Block, 2), (entry.Values["Zone"], entry.Values["LostBytes"], entry.Values["Followers"]));
        Assert.Equal((long)((6 << 20) + Block), entry.Values["Offset"]);
        Assert.NotNull(entry.Exception);
        await PumpAsync(drive, host.StopAsync());
    }

    [Fact]
    public async Task A_device_that_was_opened_is_logged_with_what_opening_found()
    {
        using TempFolder folder = new();
        LogCollector log = new();
        await TestVolume.CreateEmulatedAsync(folder.File("a.zimg"));
        HostApplicationBuilder builder = TestHost.Builder(log, ("ZonedDevices:d:Path", folder.File("a.zimg")));
        builder.Services.AddZonedDevice("d");
        using IHost host = builder.Build();
        await host.StartAsync();
        LogEntry opened = Assert.Single(log.Of(1));
        Assert.Equal((folder.File("a.zimg"), 16), (opened.Values["Path"], opened.Values["Zones"]));
        Assert.Equal(host.Device().Description.Findings.Select(static f => f.Message), log.Of(2).Select(static e => (string)e.Values["Finding"]!));
        await host.StopAsync();
    }

    [Fact]
    public async Task Waits_for_resources_are_logged_once_an_interval_with_their_number()
    {
        LogCollector log = new();
        ManualTimeProvider time = new();
        MemoryDrive drive = new(TestHost.Shape("memory:waits") with { Flavour = ZoneFlavour.Zns, Limits = new Limits { MaxOpenZones = 1, MaxActiveZones = 1 } });
        using IHost host = await TestHost.StartAsync(drive, log, new ZonedDeviceOptions { TimeProvider = time });
        await host.Device().AppendAsync(0, new byte[Block]);
        Task<long>[] waits = [host.Device().AppendAsync(1, new byte[Block]).AsTask(), host.Device().AppendAsync(2, new byte[Block]).AsTask()];
        time.Advance(TimeSpan.FromSeconds(9));
        Assert.Empty(log.Of(30));
        time.Advance(TimeSpan.FromSeconds(1));
        LogEntry entry = await log.WaitForAsync(30);
        Assert.Equal((2L, 2, 1, 1), (entry.Values["Waits"], entry.Values["Waiting"], entry.Values["Active"], entry.Values["MaxActive"]));
        await host.Device().FinishZoneAsync(0);
        await waits[0];
        await host.Device().FinishZoneAsync(1);
        await waits[1];
        await host.StopAsync();
        Assert.Single(log.Of(30));
    }

    [Fact]
    public async Task A_logger_that_does_not_come_back_holds_up_nobody_and_what_it_missed_is_counted()
    {
        LogCollector log = new();
        using ManualResetEventSlim block = new();
        MemoryDrive drive = new(TestHost.Shape("memory:slow") with { Faults = new FaultPlan(1, new FaultRule { Event = DriveEvent.Write, Effect = FaultEffect.Fail, RepeatEvery = 1 }) });
        using IHost host = await TestHost.StartAsync(drive, log, new ZonedDeviceOptions { InlineContinuations = true });
        log.Block = block;
        int failures = DeviceJournal.Capacity + 200;
        for (int i = 0; i < failures; i++)
        {
            await Assert.ThrowsAnyAsync<ZonedIOException>(async () => await host.Device().AppendAsync(0, new byte[Block]));
            if (i == 0)
            {
                await log.Blocked.Task;
            }
        }

        // One is being logged, and the queue is full behind it.
        log.Block = null;
        block.Set();
        LogEntry dropped = await log.WaitForAsync(31);
        Assert.Equal(failures - DeviceJournal.Capacity - 1L, dropped.Values["Dropped"]);
        await host.StopAsync();
        Assert.Equal(DeviceJournal.Capacity + 1, log.Of(10).Count);
    }

    [Fact]
    public async Task A_logger_that_throws_ends_neither_the_journal_nor_the_drain()
    {
        LogCollector log = new();
        MemoryDrive drive = new(TestHost.Shape("memory:throws") with { Faults = new FaultPlan(1, new FaultRule { Event = DriveEvent.Write, Effect = FaultEffect.Fail, RepeatEvery = 1 }) });
        using IHost host = await TestHost.StartAsync(drive, log, new ZonedDeviceOptions { InlineContinuations = true });
        log.Throws = true;
        await Assert.ThrowsAnyAsync<ZonedIOException>(async () => await host.Device().AppendAsync(0, new byte[Block]));
        log.Throws = false;
        await Assert.ThrowsAnyAsync<ZonedIOException>(async () => await host.Device().AppendAsync(1, new byte[Block]));
        await log.WaitForAsync(10);
        await host.StopAsync();
        Assert.Single(log.Of(5));
    }

    // One step after the other, in the order of their submission, until something has ended.
    private static async Task PumpAsync(MemoryDrive drive, Task end)
    {
        while (!end.IsCompleted)
        {
            if (drive.StepCount > 0)
            {
                drive.Step(0);
            }

            await Task.Yield();
        }

        await end;
    }

    [GeneratedRegex(@"^\| (?<id>\d+) \| `(?<name>\w+)` \|", RegexOptions.Multiline)]
    private static partial Regex Rows();
}
