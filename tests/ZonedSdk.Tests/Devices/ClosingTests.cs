using ZonedSdk.Backends;
using ZonedSdk.Testing;

namespace ZonedSdk.Tests.Devices;

/// <summary>Closing the device: stop, drain, flush, close what is explicitly open; never free what the drive may still touch.</summary>
public sealed class ClosingTests
{
    private const int Block = ScriptedBackend.Block;

    private static readonly byte[] s_data = new byte[4 * Block];

    private readonly ScriptedBackend _drive = new();
    private readonly ManualTimeProvider _time = new();

    [Fact]
    public async Task Closing_waits_for_what_is_in_flight_flushes_and_closes_explicitly_open_zones()
    {
        ZonedDevice device = await OpenAsync();
        OpenZoneLease lease = await device.OpenZoneAsync(1);
        Task<long> append = device.AppendAsync(0, s_data.AsMemory(0, Block)).AsTask();
        List<string> order = [];
        _drive.OnFlush = _ =>
        {
            order.Add("flush");
            return ValueTask.FromResult(BackendResult.Success());
        };
        _drive.OnManage = (action, zone) =>
        {
            order.Add($"{action} {zone}");
            return ValueTask.FromResult(BackendResult.Success());
        };
        Task closing = device.DisposeAsync().AsTask();
        await Assert.ThrowsAsync<ZonedDeviceFaultedException>(() => device.AppendAsync(0, s_data.AsMemory(0, Block)).AsTask());
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.False(closing.IsCompleted);
        Assert.False(_drive.IsDisposed);

        _drive.Pending[0].Succeed();
        Assert.Equal(0, await append);
        await PassAsync(closing);
        await closing;
        Assert.Equal(["flush", "Close 1"], order);
        Assert.True(_drive.IsDisposed);
        await lease.DisposeAsync();
        await device.DisposeAsync();
    }

    [Fact]
    public async Task Closing_is_quiet_about_a_zone_that_the_drive_has_finished_by_itself_and_closes_the_others()
    {
        ZonedDevice device = await OpenAsync();
        await device.OpenZoneAsync(1);
        await device.OpenZoneAsync(2);
        _drive.SetZone(1, ZoneCondition.Full, writtenBlocks: 0);
        _drive.OnManage = (_, zone) => ValueTask.FromResult(zone == 1 ? BackendResult.Failure(ZoneError.InvalidTransition) : BackendResult.Success());
        await device.DisposeAsync();
        Assert.Equal([(ZoneAction.Close, 1), (ZoneAction.Close, 2)], _drive.Managed.Skip(2));
        Assert.True(_drive.IsDisposed);
    }

    [Fact]
    public async Task Closing_throws_when_the_last_flush_fails()
    {
        ZonedDevice device = await OpenAsync();
        _drive.OnFlush = _ => ValueTask.FromResult(BackendResult.Failure(ZoneError.Io, 5));
        ZonedIOException error = await Assert.ThrowsAnyAsync<ZonedIOException>(() => device.DisposeAsync().AsTask());
        Assert.Equal((ZoneError.FlushFailed, 5), (error.Error, error.Errno));
        Assert.True(_drive.IsDisposed);
    }

    [Fact]
    public async Task Closing_past_its_deadline_throws_and_leaves_the_backend_open()
    {
        ZonedDevice device = await OpenAsync();
        Task<long> hanging = device.AppendAsync(0, s_data.AsMemory(0, Block)).AsTask();
        Task closing = device.DisposeAsync().AsTask();
        await PassAsync(closing);
        await Assert.ThrowsAsync<TimeoutException>(() => closing);
        Assert.False(_drive.IsDisposed);
        Assert.False(hanging.IsCompleted);
        _drive.Pending[0].Succeed();
        Assert.Equal(0, await hanging);
    }

    [Fact]
    public async Task Those_who_wait_for_admission_are_told_that_the_device_is_closed()
    {
        ZonedDevice device = await OpenAsync();
        Task<long> failing = device.AppendAsync(0, s_data.AsMemory(0, Block)).AsTask();
        Task<long> inFlight = device.AppendAsync(0, s_data.AsMemory(0, Block)).AsTask();
        _drive.Pending[0].Fail();
        Task<long> waiting = device.AppendAsync(0, s_data.AsMemory(0, Block)).AsTask();
        Task closing = device.DisposeAsync().AsTask();
        Assert.Equal(ZoneError.Disposed, (await Assert.ThrowsAsync<ZonedDeviceFaultedException>(() => waiting)).Error);
        _drive.Pending[0].Fail();
        await Assert.ThrowsAnyAsync<ZonedIOException>(() => failing);
        await Assert.ThrowsAnyAsync<ZonedIOException>(() => inFlight);
        await PassAsync(closing);
        await closing;
    }

    [Fact]
    public async Task A_write_that_was_on_its_way_in_when_the_device_closed_does_not_reach_the_backend()
    {
        ZonedDevice device = await OpenAsync();

        // The zone is made between the look at the device's latch and the zone's lock: the device closes right there.
        _drive.OnCapabilities = () =>
        {
            _drive.OnCapabilities = null;
            Assert.True(device.DisposeAsync().IsCompletedSuccessfully);
        };
        ZonedDeviceFaultedException error = await Assert.ThrowsAsync<ZonedDeviceFaultedException>(() => device.WriteAsync(0, s_data.AsMemory(0, Block)).AsTask());
        Assert.Equal(ZoneError.Disposed, error.Error);
        Assert.True(_drive.IsDisposed);
        Assert.Empty(_drive.Pending);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Closing_does_not_wait_for_ever_for_the_flush_or_the_last_close_and_leaves_the_backend_open(bool flushHangs)
    {
        ZonedDevice device = await ZonedDevice.OpenAsync(_drive, new ZonedDeviceOptions { TimeProvider = _time, DrainTimeout = Timeout.InfiniteTimeSpan });
        await device.OpenZoneAsync(1);
        TaskCompletionSource<BackendResult> never = new();
        if (flushHangs)
        {
            _drive.OnFlush = _ => new ValueTask<BackendResult>(never.Task);
        }
        else
        {
            _drive.OnManage = (_, _) => new ValueTask<BackendResult>(never.Task);
        }

        Task closing = device.DisposeAsync().AsTask();
        await PassAsync(closing);
        await Assert.ThrowsAsync<TimeoutException>(() => closing);
        Assert.False(_drive.IsDisposed);
    }

    [Fact]
    public async Task A_close_that_faults_its_zone_while_the_device_closes_leaves_the_backend_open()
    {
        ZonedDevice device = await ZonedDevice.OpenAsync(_drive, new ZonedDeviceOptions { TimeProvider = _time, DrainTimeout = TimeSpan.FromSeconds(1) });
        await device.OpenZoneAsync(1);
        _drive.OnManage = (_, _) => new ValueTask<BackendResult>(new TaskCompletionSource<BackendResult>().Task);
        Task closing = device.DisposeAsync().AsTask();
        await PassAsync(closing);
        await Assert.ThrowsAnyAsync<ZonedIOException>(() => closing);
        Assert.False(_drive.IsDisposed);
    }

    [Fact]
    public async Task Closing_a_device_that_is_gone_says_so()
    {
        ZonedDevice device = await OpenAsync();
        _drive.OnFlush = _ => ValueTask.FromResult(BackendResult.Failure(ZoneError.DeviceGone, 19));
        ZonedDeviceFaultedException error = await Assert.ThrowsAsync<ZonedDeviceFaultedException>(() => device.DisposeAsync().AsTask());
        Assert.Equal((ZoneError.DeviceGone, 19), (error.Error, error.Errno));
        Assert.True(_drive.IsDisposed);
    }

    [Fact]
    public async Task A_second_call_returns_when_the_device_is_closed_and_not_before()
    {
        ZonedDevice device = await OpenAsync();
        TaskCompletionSource<BackendResult> flushed = new();
        _drive.OnFlush = _ => new ValueTask<BackendResult>(flushed.Task);
        Task first = device.DisposeAsync().AsTask();
        Task second = device.DisposeAsync().AsTask();
        Assert.False(second.IsCompleted);
        flushed.SetResult(BackendResult.Failure(ZoneError.Io, 5));
        await Assert.ThrowsAsync<FlushFailedException>(() => first);
        await second.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.True(_drive.IsDisposed);
    }

    [Fact]
    public async Task A_device_opened_for_reading_flushes_nothing_and_closes_no_zone_that_somebody_else_opened()
    {
        _drive.SetZone(2, ZoneCondition.ExplicitlyOpen, 1);
        _drive.OnFlush = _ => ValueTask.FromResult(BackendResult.Failure(ZoneError.DeviceReadOnly));
        ZonedDevice device = await ZonedDevice.OpenAsync(_drive, new ZonedDeviceOptions { TimeProvider = _time, ReadOnly = true });
        await device.DisposeAsync();
        Assert.Empty(_drive.Managed);
        Assert.True(_drive.IsDisposed);
    }

    private async Task PassAsync(Task closing)
    {
        for (int i = 0; i < 2000 && !closing.IsCompleted; i++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.WhenAny(closing, Task.Delay(1));
        }

        Assert.True(closing.IsCompleted);
    }

    private ValueTask<ZonedDevice> OpenAsync() => ZonedDevice.OpenAsync(_drive, new ZonedDeviceOptions { TimeProvider = _time });
}
