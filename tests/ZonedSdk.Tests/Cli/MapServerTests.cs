using System.Net;
using System.Net.Sockets;
using System.Text;
using ZonedSdk.Backends.Memory;
using ZonedSdk.Cli;
using ZonedSdk.Maps;

namespace ZonedSdk.Tests.Cli;

/// <summary>Who is answered by the page's server, and with what.</summary>
public sealed class MapServerTests : IAsyncLifetime
{
    private readonly CancellationTokenSource _stop = new();
    private ZonedDevice _device = null!;
    private LiveZoneMap _live = null!;
    private MapServer _server = null!;
    private Task _running = null!;

    public async Task InitializeAsync()
    {
        _device = await ZonedDevice.OpenAsync(new MemoryDrive(new MemoryDriveOptions { SizeBytes = 8 << 20, ZoneSizeBytes = 1 << 20 }));
        _live = new LiveZoneMap(_device);
        _server = MapServer.Start(_live, port: 0);
        _running = _server.RunAsync(_stop.Token);
    }

    public async Task DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _server.Dispose();
        _live.Dispose();
        await _device.DisposeAsync();
        _stop.Dispose();
    }

    [Fact]
    public async Task Page_and_snapshot_are_given_and_nobody_may_keep_or_frame_them()
    {
        using var client = new HttpClient();
        foreach ((string path, string type) in ((string, string)[])[("", "text/html"), ("snapshot", "application/json"), ("snapshot?since=x.1", "application/json")])
        {
            using HttpResponseMessage answer = await client.GetAsync(new Uri(_server.Address, path));
            Assert.Equal((HttpStatusCode.OK, type), (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
            Assert.True(answer.Headers.CacheControl!.NoStore);
            Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
            Assert.Equal("DENY", answer.Headers.GetValues("X-Frame-Options").Single());
            Assert.Equal("same-origin", answer.Headers.GetValues("Cross-Origin-Resource-Policy").Single());
        }
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: 127.0.0.1:PORT", 200)]
    [InlineData("HEAD / HTTP/1.1\r\nHost: 127.0.0.1:PORT", 200)]
    [InlineData("GET /snapshot HTTP/1.1\r\nHost: localhost:PORT", 200)]
    [InlineData("GET /nothing HTTP/1.1\r\nHost: 127.0.0.1:PORT", 404)]
    [InlineData("GET /../../etc/passwd HTTP/1.1\r\nHost: 127.0.0.1:PORT", 404)]
    [InlineData("POST /snapshot HTTP/1.1\r\nContent-Length: 0\r\nHost: 127.0.0.1:PORT", 405)]
    [InlineData("GET / HTTP/1.1\r\nHost: evil.example:PORT", 404)]
    [InlineData("GET /snapshot HTTP/1.1\r\nHost: evil.example", 404)]
    [InlineData("GET /snapshot HTTP/1.1\r\nHost: 127.0.0.1.evil.example:PORT", 404)]
    [InlineData("GET /snapshot HTTP/1.1\r\nHost: 127.0.0.1:1", 421)]
    [InlineData("GET http://127.0.0.1:PORT/snapshot HTTP/1.1\r\nHost: evil.example", 421)]
    public async Task Only_who_asks_this_machine_by_its_own_name_is_answered(string request, int status)
    {
        string answer = await AskAsync(request.Replace("PORT", $"{_server.Address.Port}", StringComparison.Ordinal));
        Assert.StartsWith($"HTTP/1.1 {status} ", answer, StringComparison.Ordinal);
        Assert.Equal(status == 200, answer.Contains("Cache-Control: no-store", StringComparison.Ordinal) && !answer.Contains("Content-Type: text/plain", StringComparison.Ordinal));
    }

    [Fact]
    public void It_listens_on_the_loopback_address_alone()
    {
        IPEndPoint[] listeners = [.. System.Net.NetworkInformation.IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Where(end => end.Port == _server.Address.Port)];
        Assert.NotEmpty(listeners);
        Assert.All(listeners, end => Assert.True(IPAddress.IsLoopback(end.Address), $"{end}"));
    }

    [Fact]
    public void A_port_that_is_taken_is_told_with_what_to_do()
    {
        IOException error = Assert.Throws<IOException>(() => MapServer.Start(_live, _server.Address.Port));
        Assert.Contains($"Port {_server.Address.Port} of this machine cannot be listened on", error.Message, StringComparison.Ordinal);
        Assert.Contains("--port", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Readers_that_go_in_the_middle_leave_it_as_it_was()
    {
        for (int round = 0; round < 100; round++)
        {
            using var socket = new TcpClient();
            await socket.ConnectAsync(IPAddress.Loopback, _server.Address.Port);
            await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"GET / HTTP/1.1\r\nHost: 127.0.0.1:{_server.Address.Port}\r\n{(round % 2 == 0 ? "\r\n" : "")}"));
            socket.LingerState = new LingerOption(enable: true, seconds: 0);
        }

        using var client = new HttpClient();
        Assert.Contains("8 zones", await client.GetStringAsync(_server.Address), StringComparison.Ordinal);
    }

    private async Task<string> AskAsync(string request)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, _server.Address.Port);
        await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"{request}\r\nConnection: close\r\n\r\n"));
        using var reader = new StreamReader(socket.GetStream());
        return await reader.ReadToEndAsync();
    }
}
