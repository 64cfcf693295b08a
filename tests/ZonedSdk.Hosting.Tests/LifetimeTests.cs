using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using ZonedSdk.Hosting.Tests.Support;

namespace ZonedSdk.Hosting.Tests;

/// <summary>When a device is open: before the application's services start, until they have stopped.</summary>
public sealed class LifetimeTests
{
    private static readonly byte[] s_block = new byte[4096];

    [Fact]
    public async Task A_service_that_was_added_before_the_device_starts_after_it_and_stops_before_it()
    {
        HostApplicationBuilder builder = TestHost.Builder(null, ("ZonedDevices:d:Path", "memory:order"));
        builder.Services.AddHostedService<Writer>();
        builder.Services.AddZonedDevice("d");
        using IHost host = builder.Build();
        await host.StartAsync();
        await host.StopAsync();
        Writer writer = Assert.IsType<Writer>(host.Services.GetServices<IHostedService>().Single(static s => s is Writer));
        Assert.Equal([0L, 4096L, 8192L], writer.Offsets);
    }

    [Fact]
    public async Task Several_devices_and_a_volume_are_keyed_services()
    {
        using TempFolder folder = new();
        await TestVolume.CreateEmulatedAsync(folder.File("v.zimg"));
        HostApplicationBuilder builder = TestHost.Builder(null, ("ZonedDevices:m:Path", "memory:m"), ("ZonedDevices:v:Path", folder.File("v.zimg")));
        builder.Services.AddZonedDevice("m").AddZonedVolume<TestVolume>("v");
        using IHost host = builder.Build();
        ZonedHandle<TestVolume> handle = host.Services.GetRequiredKeyedService<ZonedHandle<TestVolume>>("v");
        Task<TestVolume> waiting = handle.GetAsync();
        Assert.False(handle.IsOpen);
        await host.StartAsync();
        TestVolume volume = host.Services.GetRequiredKeyedService<TestVolume>("v");
        Assert.Same(volume, await waiting);
        Assert.Same(host.Device("v"), volume.Device);
        Assert.Equal("memory:m", host.Device("m").Name);
        await using (TestVolume.DataLease lease = await volume.Data[0].OpenAsync())
        {
            await lease.AppendAsync(s_block);
        }

        await host.StopAsync();
        await Assert.ThrowsAsync<ZonedDeviceFaultedException>(async () => await host.Device("m").AppendAsync(0, s_block));
    }

    [Fact]
    public async Task A_device_that_is_asked_for_too_early_says_how_to_wait_for_it()
    {
        HostApplicationBuilder builder = TestHost.Builder(null, ("ZonedDevices:d:Path", "memory:early"));
        builder.Services.AddZonedDevice("d");
        using IHost host = builder.Build();
        InvalidOperationException e = Assert.Throws<InvalidOperationException>(() => host.Device());
        Assert.Contains("takes a ZonedHandle<ZonedDevice>", e.Message, StringComparison.Ordinal);
        await host.StartAsync();
        Assert.Equal("memory:early", host.Device().Name);
        await host.StopAsync();
    }

    [Fact]
    public async Task A_device_that_cannot_be_opened_fails_the_start_with_its_own_error_and_leaves_no_other_open()
    {
        using TempFolder folder = new();
        LogCollector log = new();
        await TestVolume.CreateEmulatedAsync(folder.File("a.zimg"));
        HostApplicationBuilder builder = TestHost.Builder(log, ("ZonedDevices:a:Path", folder.File("a.zimg")), ("ZonedDevices:b:Path", folder.File("none.zimg")));
        builder.Services.AddHostedService<NeverStarted>();
        builder.Services.AddZonedDevice("a").AddZonedDevice("b");
        using IHost host = builder.Build();
        ZonedHandle<ZonedDevice> late = host.Services.GetRequiredKeyedService<ZonedHandle<ZonedDevice>>("b");
        Task<ZonedDevice> waiting = late.GetAsync();
        FileNotFoundException e = await Assert.ThrowsAsync<FileNotFoundException>(() => host.StartAsync());
        Assert.Contains("none.zimg", e.Message, StringComparison.Ordinal);
        Assert.Same(e, Assert.Single(log.Of(3)).Exception);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        await using ZonedDevice again = await ZonedDevice.OpenAsync(folder.File("a.zimg"));
    }

    [Fact]
    public async Task A_device_that_does_not_fit_its_volume_fails_the_start_and_is_closed()
    {
        using TempFolder folder = new();
        await Backends.Image.ImageDrive.CreateAsync(folder.File("small.zimg"), new Backends.Image.ImageDriveOptions { SizeBytes = 4 << 20, ZoneSizeBytes = 1 << 20 });
        HostApplicationBuilder builder = TestHost.Builder(null, ("ZonedDevices:v:Path", folder.File("small.zimg")));
        builder.Services.AddZonedVolume<TestVolume>("v");
        using IHost host = builder.Build();
        ZoneGeometryMismatchException e = await Assert.ThrowsAsync<ZoneGeometryMismatchException>(() => host.StartAsync());
        Assert.NotEmpty(e.Differences);
        await using ZonedDevice again = await ZonedDevice.OpenAsync(folder.File("small.zimg"));
    }

    [Fact]
    public async Task A_host_whose_other_service_fails_to_start_closes_the_device_when_it_is_disposed()
    {
        using TempFolder folder = new();
        await TestVolume.CreateEmulatedAsync(folder.File("a.zimg"));
        HostApplicationBuilder builder = TestHost.Builder(null, ("ZonedDevices:d:Path", folder.File("a.zimg")));
        builder.Services.AddZonedDevice("d").AddHostedService<FailsToStart>();
        IHost host = builder.Build();
        await Assert.ThrowsAsync<NotSupportedException>(() => host.StartAsync());
        host.Dispose();
        await using ZonedDevice again = await ZonedDevice.OpenAsync(folder.File("a.zimg"));
    }

    [Fact]
    public async Task A_backend_that_returns_nothing_is_told()
    {
        HostApplicationBuilder builder = TestHost.Builder();
        builder.Services.AddZonedDevice("d", static o => o.Backend = static (_, _) => default);
        using IHost host = builder.Build();
        InvalidOperationException e = await Assert.ThrowsAsync<InvalidOperationException>(() => host.StartAsync());
        Assert.Contains("device 'd' has returned null", e.Message, StringComparison.Ordinal);
    }

    private sealed class Writer([FromKeyedServices("d")] ZonedHandle<ZonedDevice> handle) : IHostedLifecycleService
    {
        public List<long> Offsets { get; } = [];

        // The first that any service other than the devices' could do, and the last.
        public Task StartingAsync(CancellationToken cancellationToken) => AppendAsync(cancellationToken);

        public Task StartAsync(CancellationToken cancellationToken) => AppendAsync(cancellationToken);

        public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StoppedAsync(CancellationToken cancellationToken) => AppendAsync(cancellationToken);

        private async Task AppendAsync(CancellationToken cancellationToken) => Offsets.Add(await handle.Value.AppendAsync(0, s_block, cancellationToken));
    }

    private sealed class NeverStarted : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => throw new NotSupportedException("The host went on without its device.");

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }

    private sealed class FailsToStart : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => throw new NotSupportedException("This service does not start.");

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
