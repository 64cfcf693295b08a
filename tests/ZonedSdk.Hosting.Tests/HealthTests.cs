using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using ZonedSdk.Backends;
using ZonedSdk.Backends.Faults;
using ZonedSdk.Backends.Memory;
using ZonedSdk.Hosting.Tests.Support;

namespace ZonedSdk.Hosting.Tests;

/// <summary>The health of a device in each of its states, asked as a probe asks.</summary>
public sealed class HealthTests
{
    private const int Block = 4096;

    [Fact]
    public async Task A_device_is_unhealthy_until_it_is_open_well_while_it_is_and_unhealthy_when_it_is_closed()
    {
        HostApplicationBuilder builder = TestHost.Builder(null, ("ZonedDevices:d:Path", "memory:health"));
        builder.Services.AddZonedDevice("d").AddHealthChecks().AddZonedDevice("d");
        using IHost host = builder.Build();
        Assert.Equal("Device d is not open.", (await CheckAsync(host, HealthStatus.Unhealthy)).Description);
        await host.StartAsync();
        HealthReportEntry well = await CheckAsync(host, HealthStatus.Healthy);
        Assert.Equal("memory:health", well.Data["device"]);
        Assert.Contains("zoned", well.Tags);
        await host.StopAsync();
        Assert.Equal("Disposed", (await CheckAsync(host, HealthStatus.Unhealthy)).Data["stopped"]);
    }

    [Fact]
    public async Task Zones_that_are_faulted_read_only_or_offline_degrade_it_with_their_numbers()
    {
        FaultPlan faults = new(1);
        MemoryDrive drive = new(TestHost.Shape("memory:zones") with { Faults = faults });
        drive.SetOffline(9);
        using IHost host = await StartAsync(drive, new ZonedDeviceOptions { ReportAttempts = 1 });
        await host.Device().AppendAsync(4, new byte[Block]);
        drive.SetReadOnly(4);
        await Assert.ThrowsAnyAsync<ZonedIOException>(async () => await host.Device().AppendAsync(4, new byte[Block]));
        faults.Add(new FaultRule { Event = DriveEvent.Write, Effect = FaultEffect.Fail, Zone = 2 });
        faults.Add(new FaultRule { Event = DriveEvent.Report, Effect = FaultEffect.Fail, Zone = 2, RepeatEvery = 1 });
        await Assert.ThrowsAnyAsync<ZonedIOException>(async () => await host.Device().AppendAsync(2, new byte[Block]));
        HealthReportEntry entry = await CheckAsync(host, HealthStatus.Degraded);
        Assert.Equal((1, 1, 1), (entry.Data["faulted_zones"], entry.Data["read_only_zones"], entry.Data["offline_zones"]));
        Assert.Equal([2], Assert.IsAssignableFrom<IReadOnlyList<int>>(entry.Data["faulted_zones.first"]));
        Assert.Equal("Device d: 1 zones are faulted (first: 2); 1 zones are read-only (first: 4); 1 zones are offline (first: 9).", entry.Description);

        faults.Clear();
        await host.Device().RecoverAsync(2);
        Assert.False((await CheckAsync(host, HealthStatus.Degraded)).Data.ContainsKey("faulted_zones"));
        await host.StopAsync();
    }

    [Fact]
    public async Task Of_many_zones_it_names_the_first_and_counts_all()
    {
        MemoryDrive drive = new(new MemoryDriveOptions { Name = "memory:many", SizeBytes = 100_000L * Block, ZoneSizeBytes = Block });
        for (int zone = 0; zone < 100_000; zone += 2)
        {
            drive.SetReadOnly(zone);
        }

        using IHost host = await StartAsync(drive);
        HealthReportEntry entry = await CheckAsync(host, HealthStatus.Degraded);
        Assert.Equal(50_000, entry.Data["read_only_zones"]);
        Assert.Equal(Enumerable.Range(0, 16).Select(static i => 2 * i), Assert.IsAssignableFrom<IReadOnlyList<int>>(entry.Data["read_only_zones.first"]));
        await host.StopAsync();
    }

    [Fact]
    public async Task A_flush_that_failed_is_unhealthy_until_the_device_was_recovered()
    {
        using IHost host = await StartAsync(new MemoryDrive(TestHost.Shape("memory:latch") with { Faults = new FaultPlan(1, new FaultRule { Event = DriveEvent.Flush, Effect = FaultEffect.Fail }) }));
        await host.Device().AppendAsync(0, new byte[Block]);
        await Assert.ThrowsAsync<FlushFailedException>(async () => await host.Device().FlushAsync());
        HealthReportEntry entry = await CheckAsync(host, HealthStatus.Unhealthy);
        Assert.Equal("FlushFailed", entry.Data["flush_failed"]);
        Assert.Equal((long)Block, entry.Data["undurable_bytes"]);
        Assert.IsType<FlushFailedException>(entry.Exception);
        await host.Device().RecoverAsync();
        await CheckAsync(host, HealthStatus.Healthy);
        await host.StopAsync();
    }

    [Fact]
    public async Task A_device_that_is_gone_is_unhealthy_or_what_the_check_says_instead()
    {
        MemoryDrive drive = new(TestHost.Shape("memory:gone"));
        using IHost host = await TestHost.StartAsync(drive, add: static s => s.AddHealthChecks().AddZonedDevice("d").AddZonedDevice("d", "mild", HealthStatus.Degraded, ["ready"]));
        drive.Disconnect();
        await Assert.ThrowsAnyAsync<ZonedIOException>(async () => await host.Device().AppendAsync(0, new byte[Block]));
        Assert.Equal("DeviceGone", (await CheckAsync(host, HealthStatus.Unhealthy)).Data["stopped"]);
        Assert.Equal(["ready"], (await CheckAsync(host, HealthStatus.Degraded, "mild")).Tags);
        await host.StopAsync();
    }

    [Fact]
    public async Task A_device_that_was_opened_for_reading_is_well_and_one_that_became_read_only_is_not()
    {
        using IHost reading = await StartAsync(new MemoryDrive(TestHost.Shape("memory:reading")), new ZonedDeviceOptions { ReadOnly = true });
        await CheckAsync(reading, HealthStatus.Healthy);
        await reading.StopAsync();

        FaultPlan faults = new(1, new FaultRule { Event = DriveEvent.Write, Effect = FaultEffect.Fail });
        using IHost closed = await StartAsync(new MemoryDrive(TestHost.Shape("memory:policy") with { Faults = faults }), new ZonedDeviceOptions { ErrorPolicy = ZoneErrorPolicy.DeviceReadOnly });
        await Assert.ThrowsAnyAsync<ZonedIOException>(async () => await closed.Device().AppendAsync(0, new byte[Block]));
        Assert.Equal("DeviceReadOnly", (await CheckAsync(closed, HealthStatus.Unhealthy)).Data["writes_stopped"]);
        await closed.StopAsync();
    }

    [Fact]
    public async Task Zones_that_wait_for_others_degrade_it_with_the_limits()
    {
        MemoryDrive drive = new(TestHost.Shape("memory:credits") with { Flavour = ZoneFlavour.Zns, Limits = new Limits { MaxOpenZones = 1, MaxActiveZones = 1 } });
        using IHost host = await StartAsync(drive);
        await host.Device().AppendAsync(0, new byte[Block]);
        Task<long> waits = host.Device().AppendAsync(1, new byte[Block]).AsTask();
        HealthReportEntry entry = await CheckAsync(host, HealthStatus.Degraded);
        Assert.Equal((1, 1, 1), (entry.Data["waiting_zones"], entry.Data["active_zones"], entry.Data["max_active_zones"]));
        await host.Device().FinishZoneAsync(0);
        await waits;
        await CheckAsync(host, HealthStatus.Healthy);
        await host.StopAsync();
    }

    [Fact]
    public async Task A_recovery_under_way_degrades_it()
    {
        FaultPlan faults = new(1, new FaultRule { Event = DriveEvent.Write, Effect = FaultEffect.Fail });
        MemoryDrive drive = new(TestHost.Shape("memory:recovering") with { Faults = faults });
        using IHost host = await StartAsync(drive);
        faults.Add(new FaultRule { Event = DriveEvent.Report, Effect = FaultEffect.Hang });
        Task<long> failing = host.Device().AppendAsync(5, new byte[Block]).AsTask();
        Assert.Equal(1, (await CheckAsync(host, HealthStatus.Degraded)).Data["recovering_zones"]);
        drive.ReleaseHung();
        await Assert.ThrowsAnyAsync<ZonedIOException>(() => failing);
        await CheckAsync(host, HealthStatus.Healthy);
        await host.StopAsync();
    }

    private static Task<IHost> StartAsync(IZoneBackend drive, ZonedDeviceOptions? options = null) =>
        TestHost.StartAsync(drive, null, options, static s => s.AddHealthChecks().AddZonedDevice("d"));

    private static async Task<HealthReportEntry> CheckAsync(IHost host, HealthStatus expected, string check = "zoned:d")
    {
        HealthReport report = await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync();
        HealthReportEntry entry = report.Entries[check];
        Assert.True(entry.Status == expected, $"{entry.Status}, not {expected}: {entry.Description}");
        return entry;
    }
}
