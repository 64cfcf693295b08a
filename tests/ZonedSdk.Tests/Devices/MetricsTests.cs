using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using ZonedSdk.Backends;
using ZonedSdk.Testing;

namespace ZonedSdk.Tests.Devices;

/// <summary>The instruments of the meter "ZonedSdk", each by its name and for its own device, as an operator's dashboard reads them.</summary>
public sealed class MetricsTests : IDisposable
{
    private const int Block = ScriptedBackend.Block;
    private const string DeviceTag = "zoned.device.name";

    private static readonly byte[] s_data = new byte[64 * Block];

    private readonly ManualTimeProvider _time = new();
    private readonly ConcurrentQueue<(string Name, double Value)> _measured = new();
    private readonly MeterListener _listener = new();
    private readonly string _name = $"scripted:{Guid.NewGuid():N}";

    public MetricsTests()
    {
        _listener.InstrumentPublished = static (instrument, listener) =>
        {
            if (instrument.Meter.Name == "ZonedSdk")
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Keep(instrument.Name, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Keep(instrument.Name, value, tags));
        _listener.Start();
    }

    public void Dispose() => _listener.Dispose();

    [Fact]
    public async Task Every_instrument_is_there_when_a_device_is_open()
    {
        using Process child = Process.Start(new ProcessStartInfo(ChildProgram.DotnetHost, ["exec", typeof(MetricsTests).Assembly.Location, "metrics"]) { RedirectStandardOutput = true, UseShellExecute = false })!;
        string[] names = (await child.StandardOutput.ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        await child.WaitForExitAsync();
        Assert.Equal(0, child.ExitCode);
        Assert.Contains("zoned.zone.recoveries", names);
        Assert.True(names.Length >= 7, string.Join(", ", names));
    }

    [Fact]
    public async Task A_recovery_is_counted_with_its_followers_its_drain_and_the_pointer_that_went_back()
    {
        ScriptedBackend drive = new() { Name = _name };
        await using ZonedDevice device = await OpenAsync(drive);
        await using TestEnd end = new(device, drive);
        Task<long>[] writes = [Append(device, 0), Append(device, 0), Append(device, 0)];
        ScriptedCommand[] commands = [.. drive.Pending];
        TaskCompletionSource<BackendResult> report = new();
        drive.OnReport = _ => new ValueTask<BackendResult>(report.Task);
        commands[0].Fail();
        _time.Advance(TimeSpan.FromSeconds(3));
        commands[1].Fail();
        Assert.Empty(_measured);
        commands[2].Fail();

        // The report is not part of the drain, and it is still out.
        Assert.Equal([3.0], Values("zoned.zone.drain.duration"));
        _time.Advance(TimeSpan.FromSeconds(2));
        report.SetResult(BackendResult.Success(1));
        await Assert.ThrowsAnyAsync<ZonedIOException>(() => Task.WhenAll(writes));
        Assert.Equal([3.0], Values("zoned.zone.drain.duration"));
        Assert.Equal([1.0], Values("zoned.zone.recoveries"));
        Assert.Equal([1.0], Values("zoned.zone.wp_regressions"));
        Assert.Equal([1.0, 1.0], Values("zoned.zone.followers"));
    }

    [Theory]
    [InlineData(ZoneCondition.ReadOnly, ZoneErrorPolicy.Repair)]
    [InlineData(ZoneCondition.Offline, ZoneErrorPolicy.Repair)]
    [InlineData(ZoneCondition.ImplicitlyOpen, ZoneErrorPolicy.ZoneReadOnly)]
    [InlineData(ZoneCondition.ImplicitlyOpen, ZoneErrorPolicy.ZoneOffline)]
    public async Task A_recovery_after_which_the_zone_is_dead_counts_like_any_other(ZoneCondition reported, ZoneErrorPolicy policy)
    {
        ScriptedBackend drive = new() { Name = _name };
        await using ZonedDevice device = await OpenAsync(drive, new ZonedDeviceOptions { ErrorPolicy = policy });
        await using TestEnd end = new(device, drive);
        Task<long> good = Append(device, 0);
        drive.Pending[0].Succeed();
        await good;
        Task<long> failing = Append(device, 0);
        drive.SetZone(0, reported, 1);
        drive.Pending[0].Fail();
        await Assert.ThrowsAnyAsync<ZonedIOException>(() => failing);
        Assert.False(device.GetStatus(0).IsWritable);
        Assert.Equal([1.0], Values("zoned.zone.recoveries"));
        Assert.Equal([1.0], Values("zoned.zone.wp_regressions"));
    }

    [Fact]
    public async Task A_zone_that_is_found_dead_without_an_error_before_is_no_recovery()
    {
        ScriptedBackend drive = new() { Name = _name };
        await using ZonedDevice device = await OpenAsync(drive);
        await using TestEnd end = new(device, drive);
        drive.SetZone(0, ZoneCondition.ReadOnly, 0);
        await device.RecoverAsync(0);
        Assert.False(device.GetStatus(0).IsWritable);
        Assert.Empty(Values("zoned.zone.recoveries"));
    }

    [Fact]
    public async Task A_drain_of_one_write_takes_no_time_and_one_that_never_ends_takes_its_deadline()
    {
        ScriptedBackend drive = new() { Name = _name };
        await using ZonedDevice device = await OpenAsync(drive, new ZonedDeviceOptions { DrainTimeout = TimeSpan.FromSeconds(7), CommandTimeout = Timeout.InfiniteTimeSpan });
        await using TestEnd end = new(device, drive);
        Task<long> alone = Append(device, 0);
        drive.Pending[0].Fail();
        await Assert.ThrowsAnyAsync<ZonedIOException>(() => alone);
        Assert.Equal([0.0], Values("zoned.zone.drain.duration"));

        Task<long>[] stuck = [Append(device, 0), Append(device, 0)];
        drive.Pending[0].Fail();
        _time.Advance(TimeSpan.FromSeconds(7));
        Assert.Equal([0.0, 7.0], Values("zoned.zone.drain.duration"));
        drive.Pending[0].Fail();
        await Assert.ThrowsAnyAsync<ZonedIOException>(() => Task.WhenAll(stuck));
        Assert.Equal(2, Values("zoned.zone.drain.duration").Length);
    }

    [Fact]
    public async Task A_drain_is_measured_without_a_deadline_too()
    {
        ScriptedBackend drive = new() { Name = _name };
        await using ZonedDevice device = await OpenAsync(drive, new ZonedDeviceOptions { DrainTimeout = Timeout.InfiniteTimeSpan });
        await using TestEnd end = new(device, drive);
        Task<long>[] writes = [Append(device, 0), Append(device, 0)];
        ScriptedCommand last = drive.Pending[1];
        drive.Pending[0].Fail();
        _time.Advance(TimeSpan.FromSeconds(4));
        last.Fail();
        await Assert.ThrowsAnyAsync<ZonedIOException>(() => Task.WhenAll(writes));
        Assert.Equal([4.0], Values("zoned.zone.drain.duration"));
    }

    [Fact]
    public async Task Commands_and_explicit_recoveries_are_no_drains_after_an_error()
    {
        ScriptedBackend drive = new() { Name = _name };
        await using ZonedDevice device = await OpenAsync(drive);
        await using TestEnd end = new(device, drive);
        TaskCompletionSource<BackendResult> slow = new();
        drive.OnManage = (_, _) => new ValueTask<BackendResult>(slow.Task);
        Task<long> busy = Append(device, 0);
        Task reset = device.ResetZoneAsync(0).AsTask();
        _time.Advance(TimeSpan.FromSeconds(5));
        drive.Pending[0].Succeed();
        await busy;
        _time.Advance(TimeSpan.FromSeconds(5));
        slow.SetResult(BackendResult.Success());
        await reset;
        await device.RecoverAsync(0);
        Assert.Empty(Values("zoned.zone.drain.duration"));
    }

    [Fact]
    public async Task Waits_for_resources_and_implicit_closes_are_counted_outside_the_zones_lock()
    {
        ScriptedBackend drive = new(limits: new Limits { MaxOpenZones = 1 }) { Name = _name };
        await using ZonedDevice device = await OpenAsync(drive);
        await using TestEnd end = new(device, drive);
        bool wasLocked = false;
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
        {
            // Whoever looks at the zone from another thread would wait for ever if this were told under its lock.
            wasLocked |= !Task.Factory.StartNew(() => device.GetStatus(1), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Wait(TimeSpan.FromSeconds(5));
            Keep(instrument.Name, value, tags);
        });
        Task<long> first = Append(device, 0);
        Task<long> second = Append(device, 1);
        Assert.Equal([1.0], Values("zoned.zones.credit_waits"));
        drive.Pending[0].Succeed();
        await first;
        drive.Pending[0].Succeed();
        await second;
        Assert.Equal([1.0], Values("zoned.zones.implicit_closes"));
        Assert.False(wasLocked);
    }

    private static Task<long> Append(ZonedDevice device, int zone) => device.AppendAsync(zone, s_data.AsMemory(0, Block)).AsTask();

    // Other tests run beside this one, on devices of their own.
    private void Keep(string name, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        foreach (KeyValuePair<string, object?> tag in tags)
        {
            if (tag.Key == DeviceTag && tag.Value is string device && device == _name)
            {
                _measured.Enqueue((name, value));
            }
        }
    }

    private double[] Values(string name) => [.. _measured.Where(m => m.Name == name).Select(m => m.Value)];

    private ValueTask<ZonedDevice> OpenAsync(ScriptedBackend drive, ZonedDeviceOptions? options = null) =>
        ZonedDevice.OpenAsync(drive, (options ?? new ZonedDeviceOptions()) with { TimeProvider = _time });
}
