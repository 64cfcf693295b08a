using System.Diagnostics;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using ZonedSdk.Backends.Faults;
using ZonedSdk.Backends.Memory;
using ZonedSdk.Cli;
using ZonedSdk.Maps;
using ZonedSdk.TestSupport;

namespace ZonedSdk.BrowserTests;

/// <summary>The live page in a real browser, beside a real runtime.</summary>
public sealed class LivePageTests(Browser browser) : IClassFixture<Browser>
{
    private const int Block = 4096;

    [NeedsFact(Browser.Path)]
    public async Task It_asks_nobody_but_its_server_and_has_no_complaint()
    {
        await using ZonedDevice device = await OpenAsync(zones: 64);
        await using ServedMap served = ServedMap.Start(device);
        await using WatchedPage watched = await OpenAsync(served);

        await watched.UntilAsync("document.getElementById('state').textContent === 'Live'");
        await watched.UntilAsync("performance.getEntriesByType('resource').length > 5");
        Assert.All(watched.Requests, url => Assert.StartsWith(served.Address.ToString(), url, StringComparison.Ordinal));
        Assert.Empty(watched.Complaints);
    }

    [NeedsFact(Browser.Path)]
    public async Task Zones_move_while_they_are_written()
    {
        await using ZonedDevice device = await OpenAsync(zones: 64);
        await using ServedMap served = ServedMap.Start(device);
        await using WatchedPage watched = await OpenAsync(served);
        await watched.UntilAsync("document.getElementById('state').textContent === 'Live'");
        Assert.Equal("Zone 5: empty; 0 B of 64 KiB written", await watched.Page.Locator("#cells > g:nth-child(6) desc").TextContentAsync());

        for (int blocks = 1; blocks <= 3; blocks++)
        {
            await device.AppendAsync(5, new byte[4 * Block]);
            await watched.UntilAsync($"document.querySelector('#cells > g:nth-child(6) desc').textContent.startsWith('Zone 5: open; {16 * blocks} KiB of 64 KiB written')");
        }

        await device.ResetZoneAsync(5);
        await watched.UntilAsync("document.querySelector('#cells > g:nth-child(6) desc').textContent === 'Zone 5: empty; 0 B of 64 KiB written'");
        Assert.Equal("0", await watched.TextAsync("#open"));
        Assert.Empty(watched.Complaints);
    }

    [NeedsFact(Browser.Path)]
    public async Task A_recovery_is_seen_as_it_happens()
    {
        var faults = new FaultPlan(seed: 1);
        await using ZonedDevice device = await OpenAsync(zones: 64, faults);
        await using ServedMap served = ServedMap.Start(device);
        await using WatchedPage watched = await OpenAsync(served);
        await watched.UntilAsync("document.getElementById('state').textContent === 'Live'");

        faults.Add(new FaultRule { Event = DriveEvent.Report, Effect = FaultEffect.Hang });
        faults.Add(new FaultRule { Event = DriveEvent.Write, Effect = FaultEffect.Fail, LandedBlocks = 1 });
        Task<long> failing = device.AppendAsync(9, new byte[4 * Block]).AsTask();
        await watched.UntilAsync("document.querySelector('#cells > g:nth-child(10) .mc') !== null");
        await watched.UntilAsync("document.getElementById('troubled').textContent.includes('Zone 9 is recovering')");

        faults.ReleaseHung();
        await Assert.ThrowsAnyAsync<ZonedIOException>(() => failing);
        await watched.UntilAsync("document.querySelector('#cells > g:nth-child(10) .healed') !== null");
        await watched.UntilAsync("document.getElementById('happened').textContent.includes('Zone 9 recovered, write pointer back by 12 KiB')");
        Assert.Equal("1", await watched.TextAsync("#recoveries"));
        await watched.UntilAsync("document.querySelector('#cells > g:nth-child(10) .healed') === null");
        Assert.Empty(watched.Complaints);
    }

    [NeedsFact(Browser.Path)]
    public async Task It_is_lost_with_its_server_and_goes_on_with_the_next_one()
    {
        await using ZonedDevice device = await OpenAsync(zones: 64);
        ServedMap first = ServedMap.Start(device);
        int port = first.Address.Port;
        await using WatchedPage watched = await OpenAsync(first);
        await watched.UntilAsync("document.getElementById('state').textContent === 'Live'");
        await watched.Page.EvaluateAsync("window.isStillHere = true");

        await first.DisposeAsync();
        await watched.UntilAsync("document.getElementById('state').classList.contains('lost')");
        await device.AppendAsync(7, new byte[Block]);
        watched.ForgiveComplaints();
        await using ServedMap second = ServedMap.Start(device, port);
        await watched.UntilAsync("document.getElementById('state').textContent === 'Live'");
        await watched.UntilAsync("document.querySelector('#cells > g:nth-child(8) desc').textContent.startsWith('Zone 7: open')");
        Assert.True(await watched.Page.EvaluateAsync<bool>("window.isStillHere"));
    }

    [NeedsFact(Browser.Path)]
    public async Task Another_drive_behind_the_same_address_is_another_page()
    {
        await using ZonedDevice device = await OpenAsync(zones: 64);
        await using ZonedDevice other = await OpenAsync(zones: 32);
        ServedMap first = ServedMap.Start(device);
        int port = first.Address.Port;
        await using WatchedPage watched = await OpenAsync(first);
        await watched.UntilAsync("document.getElementById('state').textContent === 'Live'");
        await first.DisposeAsync();
        await using ServedMap second = ServedMap.Start(other, port);
        await watched.UntilAsync("document.querySelectorAll('#cells > g').length === 32 && document.getElementById('state').textContent === 'Live'");
    }

    [NeedsFact(Browser.Path)]
    public async Task A_hundred_thousand_zones_are_drawn_and_follow_in_time()
    {
        await using ZonedDevice device = await OpenAsync(zones: 100_000);
        await using ServedMap served = ServedMap.Start(device);
        long start = Stopwatch.GetTimestamp();
        await using WatchedPage watched = await OpenAsync(served);
        await watched.UntilAsync("document.getElementById('state').textContent === 'Live'");
        Assert.InRange(Stopwatch.GetElapsedTime(start).TotalSeconds, 0, 20);
        Assert.Equal(2000, await watched.Page.Locator("#cells > g").CountAsync());

        await device.AppendAsync(77_777, new byte[Block]);
        await watched.UntilAsync("document.querySelector('#cells > g:nth-child(1556) desc').textContent.startsWith('Zones 77,750–77,799: 1 open, 49 empty')");
        Assert.Empty(watched.Complaints);
    }

    [NeedsFact(Browser.Path)]
    public async Task It_neither_grows_nor_piles_up_requests()
    {
        await using ZonedDevice device = await OpenAsync(zones: 64);
        await using ServedMap served = ServedMap.Start(device);
        await using WatchedPage watched = await OpenAsync(served);
        await watched.UntilAsync("document.getElementById('state').textContent === 'Live'");
        const string Count = "document.querySelectorAll('*').length";
        int before = await watched.Page.EvaluateAsync<int>(Count);
        for (int blocks = 1; blocks < 16; blocks++)
        {
            await device.AppendAsync(3, new byte[Block]);
            await watched.UntilAsync($"document.querySelector('#cells > g:nth-child(4) desc').textContent.startsWith('Zone 3: open; {blocks * 4} KiB')");
        }

        await device.ResetZoneAsync(3);
        await watched.UntilAsync("document.querySelector('#cells > g:nth-child(4) desc').textContent.startsWith('Zone 3: empty')");
        await watched.UntilAsync("document.querySelectorAll('.n').length === 0");
        Assert.InRange(await watched.Page.EvaluateAsync<int>(Count), before - 5, before + 5);
    }

    [NeedsFact(Browser.Path)]
    public Task It_is_accessible_in_light_mode() => ExpectAccessibleAsync(ColorScheme.Light);

    [NeedsFact(Browser.Path)]
    public Task It_is_accessible_in_dark_mode() => ExpectAccessibleAsync(ColorScheme.Dark);

    [NeedsFact(Browser.Path)]
    public async Task Arrow_keys_and_the_pointer_tell_what_a_cell_is()
    {
        await using ZonedDevice device = await OpenAsync(zones: 64);
        await using ServedMap served = ServedMap.Start(device);
        await using WatchedPage watched = await OpenAsync(served);
        await watched.Page.Locator("#grid").FocusAsync();
        await watched.Page.Keyboard.PressAsync("ArrowRight");
        await watched.Page.Keyboard.PressAsync("ArrowDown");
        Assert.Equal("Zone 16: empty; 0 B of 64 KiB written", await watched.TextAsync("#tip"));
        Assert.Equal("Zone 16: empty; 0 B of 64 KiB written", await watched.Page.Locator("#said").TextContentAsync());
        await watched.Page.Keyboard.PressAsync("Escape");
        Assert.True(await watched.Page.Locator("#tip").IsHiddenAsync());

        await watched.Page.Locator("#cells > g:nth-child(3)").HoverAsync();
        Assert.StartsWith("Zone 2:", await watched.TextAsync("#tip"), StringComparison.Ordinal);
    }

    [NeedsFact(Browser.Path)]
    public async Task A_page_in_a_file_needs_nothing_and_is_accessible()
    {
        await using ZonedDevice device = await OpenAsync(zones: 64);
        string path = Path.Combine(Directory.CreateTempSubdirectory("zonedsdk-map-").FullName, "map.html");
        try
        {
            await File.WriteAllTextAsync(path, ZoneMap.Of(device).ToHtml());
            await using WatchedPage watched = await browser.OpenAsync();
            await watched.Page.GotoAsync(new Uri(path).ToString());
            await watched.Page.Locator("#cells > g:nth-child(3)").HoverAsync();
            Assert.StartsWith("Zone 2:", await watched.TextAsync("#tip"), StringComparison.Ordinal);
            Assert.Single(watched.Requests);
            Assert.Empty(watched.Complaints);
            Assert.Empty((await watched.Page.RunAxe()).Violations.Select(Describe));
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
        }
    }

    [NeedsFact(Browser.Path)]
    public async Task The_simulated_drive_has_recoveries_that_a_page_shows()
    {
        SimulatedDrive drive = await SimulatedDrive.StartAsync(SimulatedDrive.DefaultZones, seed: 1, CancellationToken.None);
        await using (drive)
        {
            await using ServedMap served = ServedMap.Start(drive.Device);
            await using WatchedPage watched = await OpenAsync(served);
            await watched.UntilAsync("document.querySelector('#cells .n') !== null");
            await watched.UntilAsync("document.querySelector('#cells .mc') !== null", seconds: 120);
            await watched.UntilAsync("Number(document.getElementById('recoveries').textContent) > 0", seconds: 120);
            Assert.Empty(watched.Complaints);
        }
    }

    private async Task ExpectAccessibleAsync(ColorScheme scheme)
    {
        var faults = new FaultPlan(seed: 1);
        await using ZonedDevice device = await OpenAsync(zones: 64, faults);
        faults.Add(new FaultRule { Event = DriveEvent.Write, Effect = FaultEffect.ZoneReadOnly });
        await Assert.ThrowsAnyAsync<ZonedIOException>(() => device.AppendAsync(4, new byte[Block]).AsTask());
        await device.AppendAsync(5, new byte[Block]);
        await using ServedMap served = ServedMap.Start(device);
        await using WatchedPage watched = await OpenAsync(served, scheme);
        await watched.UntilAsync("document.getElementById('state').textContent === 'Live'");
        AxeResult result = await watched.Page.RunAxe();
        Assert.Empty(result.Violations.Select(Describe));
        Assert.Contains(result.Passes, rule => rule.Id == "color-contrast");
    }

    private static string Describe(AxeResultItem rule) => $"{rule.Id}: {rule.Help} {string.Join(" | ", rule.Nodes.Select(node => node.Html))}";

    private async Task<WatchedPage> OpenAsync(ServedMap served, ColorScheme scheme = ColorScheme.Light)
    {
        WatchedPage watched = await browser.OpenAsync(scheme);
        await watched.Page.GotoAsync(served.Address.ToString());
        return watched;
    }

    private static async Task<ZonedDevice> OpenAsync(int zones, FaultPlan? faults = null) => await ZonedDevice.OpenAsync(
        new MemoryDrive(new MemoryDriveOptions { SizeBytes = zones * 16L * Block, ZoneSizeBytes = 16 * Block, ConventionalZones = 1, Scheduling = MemoryDriveScheduling.ThreadPool, Faults = faults }));
}
