using System.Text;
using System.Threading.Channels;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using ZonedSdk;

namespace HostedService;

/// <summary>The service's HTTP API. Handlers take the context alone, so that nothing is bound by reflection.</summary>
internal static class BlobEndpoints
{
    public static void Map(WebApplication app)
    {
        app.MapPut("/blobs/{name}", PutAsync);
        app.MapGet("/blobs/{name}", GetAsync);
        app.MapHealthChecks("/health", new HealthCheckOptions { ResponseWriter = WriteHealthAsync });
    }

    private static async Task PutAsync(HttpContext context)
    {
        string name = (string)context.Request.RouteValues["name"]!;
        if (Encoding.UTF8.GetByteCount(name) > BlobRecord.MaxNameBytes || context.Request.ContentLength is null or > BlobStore.MaxContentBytes)
        {
            await AnswerAsync(context, StatusCodes.Status413PayloadTooLarge, $"A blob has a length (Content-Length) of up to {BlobStore.MaxContentBytes} bytes and a name of up to {BlobRecord.MaxNameBytes}.");
            return;
        }

        byte[] content = new byte[context.Request.ContentLength.Value];
        await context.Request.Body.ReadExactlyAsync(content, context.RequestAborted);
        try
        {
            // The client may go; what is at the drive is seen to its end, and the index must know of it.
            await context.RequestServices.GetRequiredService<BlobStore>().PutAsync(name, content);
            context.Response.StatusCode = StatusCodes.Status201Created;
        }
        catch (ChannelClosedException)
        {
            await AnswerAsync(context, StatusCodes.Status503ServiceUnavailable, "The service is being stopped.");
        }
        catch (ZonedIOException e)
        {
            await AnswerAsync(context, e.Error == ZoneError.ZoneFull ? StatusCodes.Status507InsufficientStorage : StatusCodes.Status503ServiceUnavailable, e.Message);
        }
    }

    private static async Task GetAsync(HttpContext context)
    {
        string name = (string)context.Request.RouteValues["name"]!;
        if (await context.RequestServices.GetRequiredService<BlobStore>().GetAsync(name, context.RequestAborted) is not { } content)
        {
            await AnswerAsync(context, StatusCodes.Status404NotFound, $"There is no blob '{name}'.");
            return;
        }

        context.Response.ContentType = "application/octet-stream";
        context.Response.ContentLength = content.Length;
        await context.Response.Body.WriteAsync(content, context.RequestAborted);
    }

    private static Task WriteHealthAsync(HttpContext context, HealthReport report)
    {
        StringBuilder text = new($"{report.Status}\n");
        foreach ((string check, HealthReportEntry entry) in report.Entries)
        {
            text.Append($"{check}: {entry.Description}\n");
        }

        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(text.ToString());
    }

    private static Task AnswerAsync(HttpContext context, int status, string text)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync($"{text}\n");
    }
}
