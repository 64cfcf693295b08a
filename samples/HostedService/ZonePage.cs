using ZonedSdk;
using ZonedSdk.Hosting;
using ZonedSdk.Maps;

namespace HostedService;

/// <summary>The zones as a live page: what is written where, what waits, and recoveries as they happen.</summary>
internal sealed class ZonePage([FromKeyedServices(BlobStore.Device)] ZonedHandle<BlobVolume> handle) : IHostedService, IDisposable
{
    private LiveZoneMap? _map;

    /// <summary>Adds the page's two addresses.</summary>
    public static void Map(WebApplication app)
    {
        app.MapGet("/zones/", static context => AnswerAsync(context, LiveZoneMap.PageContentType, static (map, _, token) => map.ToHtmlAsync(token)));
        app.MapGet("/zones/snapshot", static context => AnswerAsync(context, LiveZoneMap.SnapshotContentType, static async (map, since, token) => System.Text.Encoding.UTF8.GetString(await map.SnapshotAsync(since, token))));
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _map = new LiveZoneMap(handle.Value.Device);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _map?.Dispose();

    private static async Task AnswerAsync(HttpContext context, string contentType, Func<LiveZoneMap, string?, CancellationToken, ValueTask<string>> look)
    {
        LiveZoneMap map = context.RequestServices.GetRequiredService<ZonePage>()._map!;
        context.Response.Headers.CacheControl = "no-store";
        string text;
        try
        {
            text = await look(map, context.Request.Query["since"], context.RequestAborted);
            context.Response.ContentType = contentType;
        }
        catch (ZonedIOException error)
        {
            // The page shows it, and goes on asking.
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            context.Response.ContentType = "text/plain; charset=utf-8";
            text = error.Message;
        }

        await context.Response.WriteAsync(text);
    }
}
