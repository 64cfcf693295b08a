using ZonedSdk.Cli;
using ZonedSdk.Maps;

namespace ZonedSdk.BrowserTests;

/// <summary>The tool's server in this process, on a device of the test's. It can be stopped and started again on the same port.</summary>
internal sealed class ServedMap : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly LiveZoneMap _live;
    private readonly MapServer _server;
    private readonly Task _running;

    private ServedMap(LiveZoneMap live, MapServer server)
    {
        _live = live;
        _server = server;
        _running = server.RunAsync(_stop.Token);
    }

    public Uri Address => _server.Address;

    public static ServedMap Start(ZonedDevice device, int port = 0, LiveZoneMapOptions? options = null)
    {
        var live = new LiveZoneMap(device, options ?? new LiveZoneMapOptions { Interval = TimeSpan.FromMilliseconds(100) });
        return new ServedMap(live, MapServer.Start(live, port));
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _server.Dispose();
        _live.Dispose();
        _stop.Dispose();
    }
}
