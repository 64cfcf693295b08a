using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace HostedService;

/// <summary>Puts the service together.</summary>
internal static class Service
{
    private const string PathKey = $"ZonedDevices:{BlobStore.Device}:Path";

    // ASP.NET Core's own spans. Without them a request is one that nobody records, and what is done for it is not recorded either.
    private const string RequestsSource = "Microsoft.AspNetCore";

    /// <summary>Builds the host. Where no device is configured, an image in the current folder is it.</summary>
    public static async Task<WebApplication> BuildAsync(string[] args)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(args);
        builder.Configuration[PathKey] ??= "blobs.zimg";
        string path = builder.Configuration[PathKey]!;
        if (path.EndsWith(".zimg", StringComparison.Ordinal) && !File.Exists(path))
        {
            await BlobVolume.CreateEmulatedAsync(path);
        }

        if (string.IsNullOrEmpty(builder.Configuration["urls"]))
        {
            // Only this machine: the service asks nobody who he is.
            builder.WebHost.UseUrls("http://127.0.0.1:5080");
        }

        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        builder.Services.AddZonedVolume<BlobVolume>(BlobStore.Device);
        builder.Services.AddSingleton<BlobStore>();
        builder.Services.AddHostedService(static services => services.GetRequiredService<BlobStore>());
        builder.Services.AddSingleton<ZonePage>();
        builder.Services.AddHostedService(static services => services.GetRequiredService<ZonePage>());
        builder.Services.AddHealthChecks().AddZonedDevice(BlobStore.Device);
        AddTelemetry(builder);

        WebApplication app = builder.Build();
        BlobEndpoints.Map(app);
        ZonePage.Map(app);
        return app;
    }

    private static void AddTelemetry(WebApplicationBuilder builder)
    {
        if (string.IsNullOrEmpty(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]))
        {
            return;
        }

        builder.Services.AddOpenTelemetry()
            .ConfigureResource(static r => r.AddService("hosted-service"))
            .WithMetrics(static m => m.AddZonedInstrumentation().AddOtlpExporter(static o => o.Protocol = OtlpExportProtocol.HttpProtobuf))
            .WithTracing(static t => t.AddSource(RequestsSource).AddZonedInstrumentation().AddOtlpExporter(static o => o.Protocol = OtlpExportProtocol.HttpProtobuf));
    }
}
