using ZonedSdk.Backends;
using ZonedSdk.Testing;

namespace ZonedSdk.Tests.Devices;

/// <summary>A device that is closed, or open for reading only, does nothing any more, and says so.</summary>
public sealed class ClosedDeviceTests
{
    private const int Block = ScriptedBackend.Block;

    private static readonly byte[] s_data = new byte[Block];

    private readonly ScriptedBackend _drive = new();
    private readonly ManualTimeProvider _time = new();

    [Fact]
    public async Task Everything_is_refused_after_closing_and_leases_end_quietly()
    {
        ZonedDevice device = await OpenAsync();
        OpenZoneLease open = await device.OpenZoneAsync(1);
        ZoneReaderLease reader = await device.AcquireReaderLeaseAsync(2);
        await device.DisposeAsync();
        (int managed, int reports) = (_drive.Managed.Count, _drive.Reports);
        Func<Task>[] calls = [.. Writes(device), .. Reads(device)];
        foreach (Func<Task> call in calls)
        {
            ZonedDeviceFaultedException error = await Assert.ThrowsAsync<ZonedDeviceFaultedException>(call);
            Assert.Equal((ZoneError.Disposed, false), (error.Error, error.IsTransient));
            Assert.Contains("scripted", error.Message, StringComparison.Ordinal);
        }

        Assert.Throws<ZonedDeviceFaultedException>(() => device.ReportAsync());
        await Assert.ThrowsAsync<ZonedDeviceFaultedException>(() => open.AppendAsync(s_data).AsTask());
        await open.DisposeAsync();
        await open.DisposeAsync();
        reader.Dispose();
        reader.Dispose();
        await device.DisposeAsync();
        Assert.Empty(_drive.Pending);
        Assert.Equal((managed, reports), (_drive.Managed.Count, _drive.Reports));

        // What needs no drive is still told.
        Assert.Equal(ZoneCondition.Empty, device.GetZone(0).Condition);
        Assert.Equal((0L, 4), (device.GetStatus(0).Submitted, device.Geometry.ZoneCount));
    }

    [Fact]
    public async Task A_device_for_reading_only_refuses_everything_that_changes_a_zone_and_flushes_nothing()
    {
        _drive.SetZone(1, ZoneCondition.Closed, 2);
        _drive.OnFlush = _ => throw new InvalidOperationException("There is nothing to flush.");
        ZonedDevice device = await OpenAsync(new ZonedDeviceOptions { ReadOnly = true });
        foreach (Func<Task> call in Writes(device))
        {
            ZonedDeviceFaultedException error = await Assert.ThrowsAsync<ZonedDeviceFaultedException>(call);
            Assert.Equal(ZoneError.DeviceReadOnly, error.Error);
            Assert.Contains("ReadOnly", error.Message, StringComparison.Ordinal);
        }

        await device.FlushAsync();
        await device.FlushAsync(1);
        await device.WaitDurableAsync(65L * Block);
        using (await device.AcquireReaderLeaseAsync(1))
        {
            Task<int> read = device.ReadAsync(64L * Block, new byte[Block]).AsTask();
            _drive.Pending[0].Succeed();
            Assert.Equal(Block, await read);
        }

        Assert.Equal(66L * Block, (await device.RecoverAsync(1)).WritePointer);
        Assert.Equal(66L * Block, (await device.ReportZoneAsync(1)).WritePointer);
        await device.DisposeAsync();
        Assert.Empty(_drive.Managed);
    }

    [Fact]
    public async Task Closing_ends_when_the_last_command_does_and_not_at_a_tick_of_the_clock()
    {
        ZonedDevice device = await OpenAsync();
        Task<long> first = device.AppendAsync(0, s_data).AsTask();
        Task<long> second = device.AppendAsync(1, s_data).AsTask();
        Task<int> read = device.ReadAsync(2L * 64 * Block, new byte[Block]).AsTask();
        Task closing = device.DisposeAsync().AsTask();
        Assert.Equal(2, _drive.Pending.Count);
        Assert.Equal(Block, await read);
        _drive.Pending[1].Succeed();
        _drive.Pending[0].Succeed();
        Assert.Equal((0L, 64L * Block), (await first, await second));
        await closing.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.True(_drive.IsDisposed);
    }

    [Fact]
    public async Task Closing_waits_for_conventional_writes_in_the_same_way()
    {
        ScriptedBackend drive = new(type: ZoneType.Conventional);
        ZonedDevice device = await ZonedDevice.OpenAsync(drive, new ZonedDeviceOptions { TimeProvider = _time });
        Task write = device.WriteAsync(0, s_data).AsTask();
        Task closing = device.DisposeAsync().AsTask();
        Assert.False(closing.IsCompleted);
        drive.Pending[0].Succeed();
        await write;
        await closing.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.True(drive.IsDisposed);
    }

    [Fact]
    public async Task Of_many_who_close_at_once_one_closes_and_all_wait_for_it()
    {
        ZonedDevice device = await OpenAsync();
        Task<long> write = device.AppendAsync(0, s_data).AsTask();
        int flushes = 0;
        _drive.OnFlush = _ =>
        {
            Interlocked.Increment(ref flushes);
            return ValueTask.FromResult(BackendResult.Success());
        };
        using Barrier barrier = new(8);
        Task[] closing = [.. Enumerable.Range(0, 8).Select(_ => Task.Factory.StartNew(
            () =>
            {
                barrier.SignalAndWait();
                return device.DisposeAsync().AsTask();
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default).Unwrap())];
        Assert.All(closing, task => Assert.False(task.IsCompleted));
        _drive.Pending[0].Succeed();
        await Task.WhenAll(closing).WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Equal(1, flushes);
        await write;
    }

    private static Func<Task>[] Writes(ZonedDevice device) =>
    [
        () => device.AppendAsync(0, s_data).AsTask(),
        () => device.AppendAsync(0, s_data, s_data).AsTask(),
        () => device.AppendAsync(0, s_data, Durability.Flushed).AsTask(),
        () => device.WriteAsync(0, s_data).AsTask(),
        () => device.WriteAsync(0, s_data, Durability.Flushed).AsTask(),
        () => device.WriteZeroesAsync(0, Block).AsTask(),
        () => device.OpenZoneAsync(0).AsTask(),
        () => device.CloseZoneAsync(0).AsTask(),
        () => device.FinishZoneAsync(0).AsTask(),
        () => device.ResetZoneAsync(0).AsTask(),
        () => device.ForceResetZoneAsync(0).AsTask(),
        () => device.ResetAllAsync(device.Identity).AsTask(),
        () => device.RecoverAsync().AsTask(),
    ];

    private static Func<Task>[] Reads(ZonedDevice device) =>
    [
        () => device.ReadAsync(0, new byte[Block]).AsTask(),
        () => device.FlushAsync().AsTask(),
        () => device.FlushAsync(0).AsTask(),
        () => device.WaitDurableAsync(Block).AsTask(),
        () => device.AcquireReaderLeaseAsync(0).AsTask(),
        () => device.RecoverAsync(0).AsTask(),
        () => device.ReportZoneAsync(0).AsTask(),
    ];

    private ValueTask<ZonedDevice> OpenAsync(ZonedDeviceOptions? options = null) =>
        ZonedDevice.OpenAsync(_drive, (options ?? new ZonedDeviceOptions()) with { TimeProvider = _time });
}
