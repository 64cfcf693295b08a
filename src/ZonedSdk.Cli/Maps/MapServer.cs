using System.Net;
using System.Net.Sockets;
using System.Text;
using ZonedSdk.Maps;

namespace ZonedSdk.Cli;

/// <summary>Serves the live page on the loopback address: nobody on another machine reaches it, and no page from elsewhere reads it through a browser on this one.</summary>
internal sealed class MapServer : IDisposable
{
    private const int MostAtOnce = 32;
    private const int FreePortTries = 20;

    // A reader that takes no more of its answer must not keep its place.
    private static readonly TimeSpan s_longestAnswer = TimeSpan.FromSeconds(10);

    private readonly LiveZoneMap _live;
    private readonly HttpListener _listener;
    private readonly int _port;
    private readonly SemaphoreSlim _places = new(MostAtOnce, MostAtOnce);

    private MapServer(LiveZoneMap live, HttpListener listener, int port)
    {
        _live = live;
        _listener = listener;
        _port = port;
    }

    /// <summary>Where the page is.</summary>
    public Uri Address => new($"http://127.0.0.1:{_port}/");

    /// <summary>Begins to listen.</summary>
    /// <param name="live">What is shown.</param>
    /// <param name="port">The port; 0 = one that is free.</param>
    /// <exception cref="IOException">The port cannot be had.</exception>
    public static MapServer Start(LiveZoneMap live, int port)
    {
        for (int attempt = 1; ; attempt++)
        {
            int chosen = port == 0 ? FindFreePort() : port;
            var listener = new HttpListener();
            listener.Prefixes.Add($"http://127.0.0.1:{chosen}/");
            if (IsLocalhostOurs())
            {
                listener.Prefixes.Add($"http://localhost:{chosen}/");
            }

            try
            {
                listener.Start();
                return new MapServer(live, listener, chosen);
            }
            catch (HttpListenerException error)
            {
                listener.Close();

                // Between finding a free port and listening on it somebody else may have taken it.
                if (port != 0 || attempt == FreePortTries)
                {
                    throw new IOException($"Port {chosen} of this machine cannot be listened on: {error.Message}. Choose another one with --port, or 0 for one that is free.", error);
                }
            }
        }
    }

    /// <summary>Answers until it is told to end, which is no error.</summary>
    /// <exception cref="IOException">The system took the port away.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                await _places.WaitAsync(cancellationToken).ConfigureAwait(false);
                HttpListenerContext context = await _listener.GetContextAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
                _ = AnswerInPlaceAsync(context, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            _listener.Stop();
        }
        catch (HttpListenerException error)
        {
            throw new IOException($"{Address} is served no more: {error.Message}. Start it again.", error);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _listener.Close();

    // The name is looked up like any other, and what it stands for is listened on.
    private static bool IsLocalhostOurs()
    {
        try
        {
            return Dns.GetHostAddresses("localhost").All(IPAddress.IsLoopback);
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static int FindFreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    private async Task AnswerInPlaceAsync(HttpListenerContext context, CancellationToken cancellationToken)
    {
        try
        {
            await AnswerAsync(context, cancellationToken).AsTask().WaitAsync(s_longestAnswer, TimeProvider.System, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is HttpListenerException or IOException or ObjectDisposedException or InvalidOperationException or TimeoutException or OperationCanceledException)
        {
            // The reader has gone, or we are going: there is nobody to tell.
            context.Response.Abort();
        }
        finally
        {
            _places.Release();
        }
    }

    private async ValueTask AnswerAsync(HttpListenerContext context, CancellationToken cancellationToken)
    {
        (int status, string type, byte[] content) = await ContentAsync(context.Request, cancellationToken).ConfigureAwait(false);
        HttpListenerResponse response = context.Response;
        response.StatusCode = status;
        response.ContentType = type;
        response.ContentLength64 = content.Length;
        response.Headers["Cache-Control"] = "no-store";
        response.Headers["X-Content-Type-Options"] = "nosniff";
        response.Headers["X-Frame-Options"] = "DENY";
        response.Headers["Referrer-Policy"] = "no-referrer";
        response.Headers["Cross-Origin-Resource-Policy"] = "same-origin";
        if (context.Request.HttpMethod != "HEAD")
        {
            await response.OutputStream.WriteAsync(content, cancellationToken).ConfigureAwait(false);
        }

        response.Close();
    }

    private async ValueTask<(int Status, string Type, byte[] Content)> ContentAsync(HttpListenerRequest request, CancellationToken cancellationToken)
    {
        // A page from elsewhere can give its own name this machine's address, and would then be of the same origin as this one. Its name is what it cannot hide.
        if (!IsOurs(request.Headers["Host"]))
        {
            return Plain(421, $"This is {Address}, and asked for was another host.");
        }

        if (request.HttpMethod is not ("GET" or "HEAD"))
        {
            return Plain(405, "There is nothing here but to get.");
        }

        try
        {
            return request.Url?.AbsolutePath switch
            {
                "/" => (200, LiveZoneMap.PageContentType, Encoding.UTF8.GetBytes(await _live.ToHtmlAsync(cancellationToken).ConfigureAwait(false))),
                "/snapshot" => (200, LiveZoneMap.SnapshotContentType, await _live.SnapshotAsync(request.QueryString["since"], cancellationToken).ConfigureAwait(false)),
                _ => Plain(404, $"The page is {Address}."),
            };
        }
        catch (ZonedException error)
        {
            return Plain(503, error.Message);
        }
    }

    private bool IsOurs(string? host) => host is not null && (host == $"127.0.0.1:{_port}" || host == $"localhost:{_port}" || (_port == 80 && host is "127.0.0.1" or "localhost"));

    private static (int Status, string Type, byte[] Content) Plain(int status, string text) => (status, "text/plain; charset=utf-8", Encoding.UTF8.GetBytes(text));
}
