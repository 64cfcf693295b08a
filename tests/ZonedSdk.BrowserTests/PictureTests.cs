using Microsoft.Playwright;
using ZonedSdk.Backends.Memory;
using ZonedSdk.Cli;
using ZonedSdk.Maps;
using ZonedSdk.TestSupport;

namespace ZonedSdk.BrowserTests;

/// <summary>The pictures of the tool's page, taken as a reader would. <c>ZONEDSDK_UPDATE_PICTURES=1</c> waits for a good moment and puts them beside the page, to be looked at (and made smaller by <c>pngquant</c>) before they are committed.</summary>
public sealed class PictureTests(Browser browser) : IClassFixture<Browser>
{
    private const int Block = 4096;

    private static readonly bool s_isUpdating = Environment.GetEnvironmentVariable("ZONEDSDK_UPDATE_PICTURES") == "1";

    [NeedsFact(Browser.Path)]
    public async Task The_simulated_drive_in_light_mode_while_a_zone_recovers()
    {
        SimulatedDrive drive = await SimulatedDrive.StartAsync(SimulatedDrive.DefaultZones, seed: 3, CancellationToken.None);
        await using (drive)
        {
            await TakeAsync(drive.Device, "recovery.png", ColorScheme.Light, 800, "document.querySelector('#cells .mc') !== null && Number(document.getElementById('recoveries').textContent) >= 4 && document.querySelectorAll('#course polyline')[0].points.length > 40");
        }
    }

    [NeedsFact(Browser.Path)]
    public async Task The_simulated_drive_in_dark_mode()
    {
        SimulatedDrive drive = await SimulatedDrive.StartAsync(SimulatedDrive.DefaultZones, seed: 5, CancellationToken.None);
        await using (drive)
        {
            await TakeAsync(drive.Device, "dark.png", ColorScheme.Dark, 600, "document.querySelector('#cells .fly') !== null && Number(document.getElementById('recoveries').textContent) >= 2 && document.querySelectorAll('#course polyline')[0].points.length > 40");
        }
    }

    [NeedsFact(Browser.Path)]
    public async Task A_drive_of_a_hundred_thousand_zones()
    {
        var drive = new MemoryDrive(new MemoryDriveOptions
        {
            Name = "memory:large", SizeBytes = 100_000L * 2 * Block, ZoneSizeBytes = 2 * Block, ConventionalZones = 1000, Limits = new Limits { MaxOpenZones = 128 },
        });
        await using ZonedDevice device = await ZonedDevice.OpenAsync(drive);

        // Much in front, little behind, as drives fill; and what was deleted in between.
        var random = new Random(11);
        foreach (int zone in Enumerable.Range(1000, 99_000).Where(zone => random.NextDouble() < (s_isUpdating ? 1 : 0.05) * (Math.Clamp(1.5 - (zone / 50_000.0), 0, 1) - (zone / 7000 % 3 == 1 ? 0.4 : 0.02))))
        {
            bool isPart = random.Next(40) == 0;
            await device.AppendAsync(zone, new byte[isPart ? Block : 2 * Block]);
            if (isPart && zone % 16 != 0)
            {
                await device.CloseZoneAsync(zone);
            }
        }

        foreach (int zone in (int[])[23_456, 61_007, 61_008])
        {
            drive.SetOffline(zone);
            await device.RecoverAsync(zone);
        }

        drive.SetReadOnly(48_110);
        await device.RecoverAsync(48_110);
        await TakeAsync(device, "large.png", ColorScheme.Light, 640, "true");
    }

    private async Task TakeAsync(ZonedDevice device, string name, ColorScheme scheme, int heightPixels, string moment)
    {
        await using ServedMap served = ServedMap.Start(device, options: new LiveZoneMapOptions { Interval = TimeSpan.FromMilliseconds(500) });
        await using WatchedPage watched = await browser.OpenAsync(scheme, widthPixels: 1180, heightPixels);
        await watched.Page.GotoAsync(served.Address.ToString());
        await watched.UntilAsync($"document.getElementById('state').textContent === 'Live' && ({(s_isUpdating ? moment : "true")})", seconds: 180);
        byte[] picture = await watched.Page.ScreenshotAsync();
        Assert.InRange(picture.Length, 10_000, 1_000_000);
        Assert.Empty(watched.Complaints);
        if (s_isUpdating)
        {
            await File.WriteAllBytesAsync(Path.Combine(FindPictures(), name), picture);
        }
    }

    private static string FindPictures()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "ZonedSdk.sln")))
            {
                return Directory.CreateDirectory(Path.Combine(folder.FullName, "src", "ZonedSdk.Cli", "pictures")).FullName;
            }
        }

        throw new DirectoryNotFoundException($"No ZonedSdk.sln above {AppContext.BaseDirectory}.");
    }
}
