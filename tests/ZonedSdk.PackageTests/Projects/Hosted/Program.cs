using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using ZonedSdk;
using ZonedSdk.Backends;
using ZonedSdk.Descriptors;
using static ZonedSdk.ByteUnits;

HostApplicationBuilder builder = new(new HostApplicationBuilderSettings { DisableDefaults = true });
builder.Services.AddZonedVolume<Small>("small", o => o.Backend = (_, _) => ValueTask.FromResult<IZoneBackend>(Small.CreateEmulated()));
builder.Services.AddHealthChecks().AddZonedDevice("small");
using IHost host = builder.Build();
await host.StartAsync();
Small volume = host.Services.GetRequiredKeyedService<Small>("small");
long offset;
await using (Small.DataLease lease = await volume.Data.OpenAsync())
{
    offset = (await lease.AppendAsync(new byte[4096])).Offset;
}

HealthReport health = await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync();
await host.StopAsync();
Console.WriteLine($"appended at {offset}, {health.Status}");

[ZonedVolume(ZoneModel.HostManaged, ZoneSize = 1 * MiB, ZoneCount = 8, LogicalBlockSize = 4096)]
[ZoneRegion("Data", ZoneCount = Rest, Write = WriteMode.Append)]
internal sealed partial class Small;
