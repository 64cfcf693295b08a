using Microsoft.Playwright;

namespace ZonedSdk.BrowserTests;

/// <summary>One Chromium for a class of tests, Debian's, with an empty profile that goes with it.</summary>
public sealed class Browser : IAsyncLifetime
{
    /// <summary>What a test needs; <c>apt-get install chromium</c> brings it.</summary>
    public const string Path = "/usr/bin/chromium";

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async Task InitializeAsync()
    {
        if (!File.Exists(Path))
        {
            // Every test of the class is skipped then, and .ci/run fails where it could have been there.
            return;
        }

        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Path,
            Headless = true,
            Args = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.CloseAsync();
        }

        _playwright?.Dispose();
    }

    /// <summary>A page of its own, which notes what it asks for and what goes wrong on it.</summary>
    internal async Task<WatchedPage> OpenAsync(ColorScheme scheme = ColorScheme.Light, int widthPixels = 1240, int heightPixels = 900)
    {
        IBrowserContext context = await _browser!.NewContextAsync(new BrowserNewContextOptions { ColorScheme = scheme, ViewportSize = new ViewportSize { Width = widthPixels, Height = heightPixels } });
        return new WatchedPage(context, await context.NewPageAsync());
    }
}
