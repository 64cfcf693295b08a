using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ZonedSdk.Hosting.Tests.Support;

/// <summary>A collector of OTLP over HTTP on this machine: keeps the metrics and spans that arrive. Field numbers are those of opentelemetry-proto 1.x (collector, metrics, trace and common).</summary>
internal sealed class OtlpCollector : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<OtlpMetric> _metrics = new();
    private readonly ConcurrentQueue<OtlpSpan> _spans = new();

    private OtlpCollector(WebApplication app) => _app = app;

    public string Endpoint => _app.Urls.First();

    public IReadOnlyList<OtlpMetric> Metrics => [.. _metrics];

    public IReadOnlyList<OtlpSpan> Spans => [.. _spans];

    public static async Task<OtlpCollector> StartAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        WebApplication app = builder.Build();
        OtlpCollector collector = new(app);
        app.Run(collector.ReceiveAsync);
        await app.StartAsync();
        return collector;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task ReceiveAsync(HttpContext context)
    {
        using MemoryStream body = new();
        await context.Request.Body.CopyToAsync(body);
        Assert.Equal("application/x-protobuf", context.Request.ContentType);
        ProtobufReader request = new(body.ToArray());
        foreach (ProtobufReader resource in request.Messages(1))
        {
            string service = resource.Messages(1).SelectMany(static r => Attributes(r, 1)).FirstOrDefault(static a => a.Key == "service.name").Value ?? "";
            foreach (ProtobufReader scope in resource.Messages(2))
            {
                Keep(context.Request.Path, service, scope);
            }
        }

        // An empty message is the answer that all was taken.
        context.Response.ContentType = "application/x-protobuf";
    }

    private void Keep(PathString path, string service, ProtobufReader scope)
    {
        string name = scope.Messages(1).Single().Text(1);
        foreach (ProtobufReader item in scope.Messages(2))
        {
            if (path == "/v1/metrics")
            {
                // A sum is in field 7, a histogram in field 9; the points of both are in field 1.
                foreach (ProtobufReader point in item.Messages(7).SelectMany(static d => d.Messages(1)))
                {
                    _metrics.Enqueue(new OtlpMetric(service, name, item.Text(1), item.Text(3), (long)point.Number(6), Attributes(point, 7).ToDictionary()));
                }

                foreach (ProtobufReader point in item.Messages(9).SelectMany(static d => d.Messages(1)))
                {
                    _metrics.Enqueue(new OtlpMetric(service, name, item.Text(1), item.Text(3), (long)point.Number(4), Attributes(point, 9).ToDictionary()));
                }
            }
            else if (path == "/v1/traces")
            {
                ulong status = item.Messages(15).Select(static s => s.Number(3)).FirstOrDefault();
                _spans.Enqueue(new OtlpSpan(service, name, item.Text(5), status == 2, Attributes(item, 9).ToDictionary()));
            }
        }
    }

    private static IEnumerable<KeyValuePair<string, string>> Attributes(ProtobufReader owner, int field)
    {
        foreach (ProtobufReader pair in owner.Messages(field))
        {
            ProtobufReader? value = pair.Messages(2).FirstOrDefault();
            if (value is not null)
            {
                string text = value.Text(1);
                yield return KeyValuePair.Create(pair.Text(1), text.Length > 0 ? text : value.Number(3).ToString());
            }
        }
    }
}

/// <summary>One point of a metric: the value of a sum of whole numbers, or the count of a histogram.</summary>
internal sealed record OtlpMetric(string Service, string Scope, string Name, string Unit, long Value, IReadOnlyDictionary<string, string> Attributes);

internal sealed record OtlpSpan(string Service, string Scope, string Name, bool IsError, IReadOnlyDictionary<string, string> Attributes);
