using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using ZonedSdk.Backends.Faults;
using ZonedSdk.Backends.Memory;
using ZonedSdk.Hosting.Tests.Support;

namespace ZonedSdk.Hosting.Tests;

/// <summary>The stop of a host while its device works.</summary>
public sealed class DrainTests
{
    private const int Block = 4096;

    [Fact]
    public async Task A_stop_under_load_loses_nothing_that_was_acknowledged_and_refuses_the_rest()
    {
        using TempFolder folder = new();
        string path = folder.File("load.zimg");
        await TestVolume.CreateEmulatedAsync(path);
        LogCollector log = new();
        HostApplicationBuilder builder = TestHost.Builder(log, ("ZonedDevices:d:Path", path));
        builder.Services.AddZonedDevice("d");
        using IHost host = builder.Build();
        await host.StartAsync();
        ZonedDevice device = host.Device();
        ConcurrentDictionary<long, byte> acknowledged = new();
        TaskCompletionSource isBusy = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Task<ZoneError>[] writers = [.. Enumerable.Range(0, 8).Select(writer => Task.Run(() => WriteAsync(writer)))];
        await isBusy.Task;
        await host.StopAsync();
        Assert.All(await Task.WhenAll(writers), static e => Assert.Equal(ZoneError.Disposed, e));
        Assert.NotEmpty(acknowledged);
        Assert.Single(log.Of(4));
        Assert.Single(log.Of(5));
        Assert.Equal(0L, device.GetStatus().UndurableBytes);

        await using ZonedDevice again = await ZonedDevice.OpenAsync(path);
        byte[] found = new byte[Block];
        foreach ((long offset, byte value) in acknowledged)
        {
            await again.ReadAsync(offset, found);
            Assert.True(found.AsSpan().IndexOfAnyExcept(value) < 0, $"The block at {offset} is not what was acknowledged.");
        }

        async Task<ZoneError> WriteAsync(int writer)
        {
            byte value = (byte)(writer + 1);
            byte[] data = new byte[Block];
            data.AsSpan().Fill(value);
            for (int zone = 1 + (writer % 4); ; )
            {
                try
                {
                    acknowledged[await device.AppendAsync(zone, data)] = value;
                    if (acknowledged.Count > 200)
                    {
                        isBusy.TrySetResult();
                    }
                }
                catch (ZoneFullException)
                {
                    zone = zone + 4 < device.Geometry.ZoneCount ? zone + 4 : 1 + (writer % 4);
                    if (device.GetZone(zone).Condition == ZoneCondition.Full)
                    {
                        await ResetAsync(zone);
                    }
                }
                catch (ZonedIOException e)
                {
                    return e.Error;
                }
            }
        }

        async Task ResetAsync(int zone)
        {
            long start = device.Geometry.StartOf(zone);
            foreach (long offset in acknowledged.Keys.Where(o => o >= start && o < start + device.Geometry.ZoneSizeBytes))
            {
                acknowledged.TryRemove(offset, out _);
            }

            throw new InvalidOperationException($"The test has filled zone {zone}: the host takes too long to stop.");
        }
    }

    [Fact]
    public async Task What_does_not_end_in_the_hosts_time_is_logged_and_fails_the_stop()
    {
        FaultPlan faults = new(1, new FaultRule { Event = DriveEvent.Write, Effect = FaultEffect.Hang, Nth = 2 });
        MemoryDrive drive = new(TestHost.Shape("memory:hangs") with { Faults = faults });
        LogCollector log = new();
        using IHost host = await TestHost.StartAsync(drive, log, add: static s => s.Configure<HostOptions>(static o => o.ShutdownTimeout = TimeSpan.FromMilliseconds(200)));
        ZonedDevice device = host.Device();
        await device.AppendAsync(0, new byte[Block]);
        Task<long> hung = device.AppendAsync(1, new byte[Block]).AsTask();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => host.StopAsync());
        LogEntry entry = Assert.Single(log.Of(6));
        Assert.Equal((1, (long)Block), (entry.Values["InFlight"], entry.Values["UndurableBytes"]));
        Assert.Empty(log.Of(5));
        Assert.False(hung.IsCompleted);
        drive.ReleaseHung();
        await hung;
    }

    [Fact]
    public async Task A_flush_that_fails_at_the_end_is_logged_with_what_is_at_risk_and_fails_the_stop()
    {
        FaultPlan faults = new(1, new FaultRule { Event = DriveEvent.Flush, Effect = FaultEffect.Fail });
        LogCollector log = new();
        using IHost host = await TestHost.StartAsync(new MemoryDrive(TestHost.Shape("memory:flush") with { Faults = faults }), log);
        await host.Device().AppendAsync(3, new byte[2 * Block]);
        await Assert.ThrowsAsync<FlushFailedException>(() => host.StopAsync());
        LogEntry atRisk = Assert.Single(log.Of(17));
        Assert.Equal((3, 2L * Block), (atRisk.Values["Zone"], atRisk.Values["AtRiskBytes"]));
        Assert.Equal(2L * Block, Assert.Single(log.Of(7)).Values["UndurableBytes"]);
    }

    [Fact]
    public async Task A_device_that_was_lost_before_is_not_said_to_be_closed_in_order()
    {
        LogCollector log = new();
        MemoryDrive drive = new(TestHost.Shape("memory:lost"));
        using IHost host = await TestHost.StartAsync(drive, log);
        await host.Device().AppendAsync(0, new byte[Block]);
        drive.Disconnect();
        await Assert.ThrowsAnyAsync<ZonedIOException>(async () => await host.Device().AppendAsync(0, new byte[Block]));
        await host.StopAsync();
        Assert.Empty(log.Of(5));
        LogEntry entry = Assert.Single(log.Of(7));
        Assert.Equal((long)Block, entry.Values["UndurableBytes"]);
        Assert.Equal(ZoneError.DeviceGone, Assert.IsAssignableFrom<ZonedIOException>(entry.Exception).Error);
        Assert.Single(log.Of(19));
    }

    [Fact]
    public async Task One_device_that_fails_to_close_keeps_no_other_from_closing()
    {
        MemoryDrive bad = new(TestHost.Shape("memory:bad") with { Faults = new FaultPlan(1, new FaultRule { Event = DriveEvent.Flush, Effect = FaultEffect.Fail, RepeatEvery = 1 }) });
        MemoryDrive good = new(TestHost.Shape("memory:good"));
        LogCollector log = new();
        using IHost host = await TestHost.StartAsync(bad, log, add: s => s.AddZonedDevice("good", o => o.UseDrive(good)));
        await host.Device().AppendAsync(0, new byte[Block]);
        await host.Device("good").AppendAsync(0, new byte[Block]);
        await Assert.ThrowsAsync<FlushFailedException>(() => host.StopAsync());
        Assert.Equal("good", Assert.Single(log.Of(5)).Values["Device"]);
        Assert.Equal(0L, host.Device("good").GetStatus().UndurableBytes);
    }

    [Fact]
    public async Task A_close_that_was_given_up_is_over_and_disposing_the_device_waits_for_nothing()
    {
        FaultPlan faults = new(1, new FaultRule { Event = DriveEvent.Flush, Effect = FaultEffect.Hang });
        MemoryDrive drive = new(TestHost.Shape("memory:giveup") with { Faults = faults });
        ZonedDevice device = await ZonedDevice.OpenAsync(drive, new ZonedDeviceOptions { DisposeTimeout = Timeout.InfiniteTimeSpan });
        await device.AppendAsync(0, new byte[Block]);
        using CancellationTokenSource stop = new();
        Task closing = device.CloseAsync(stop.Token).AsTask();
        Assert.False(closing.IsCompleted);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => closing);
        await device.DisposeAsync();
        Assert.Equal(Block, device.GetStatus().UndurableBytes);
        drive.ReleaseHung();
    }
}
