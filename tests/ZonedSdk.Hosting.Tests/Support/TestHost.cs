using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ZonedSdk.Backends;
using ZonedSdk.Backends.Memory;

namespace ZonedSdk.Hosting.Tests.Support;

/// <summary>A real host with nothing in it but what a test adds.</summary>
internal static class TestHost
{
    /// <summary>A host's builder over configuration values, with its log kept.</summary>
    public static HostApplicationBuilder Builder(LogCollector? log = null, params (string Key, string? Value)[] settings)
    {
        HostApplicationBuilder builder = new(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Configuration.AddInMemoryCollection(settings.Select(static s => KeyValuePair.Create(s.Key, s.Value)));
        if (log is not null)
        {
            builder.Logging.AddProvider(log).SetMinimumLevel(LogLevel.Trace);
        }

        return builder;
    }

    /// <summary>A started host with one device, which is this drive.</summary>
    public static async Task<IHost> StartAsync(IZoneBackend drive, LogCollector? log = null, ZonedDeviceOptions? options = null, Action<IServiceCollection>? add = null)
    {
        HostApplicationBuilder builder = Builder(log);
        builder.Services.AddZonedDevice("d", o => o.UseDrive(drive, options));
        add?.Invoke(builder.Services);
        IHost host = builder.Build();
        await host.StartAsync();
        return host;
    }

    public static void UseDrive(this HostedDeviceOptions hosted, IZoneBackend drive, ZonedDeviceOptions? options = null)
    {
        hosted.Backend = (_, _) => ValueTask.FromResult(drive);
        hosted.Device = options ?? new ZonedDeviceOptions();
    }

    public static MemoryDriveOptions Shape(string name = "memory:host") => new() { Name = name, SizeBytes = 16 << 20, ZoneSizeBytes = 1 << 20 };

    public static ZonedDevice Device(this IHost host, string name = "d") => host.Services.GetRequiredKeyedService<ZonedDevice>(name);
}
