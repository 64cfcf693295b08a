using ZonedSdk.Backends;
using ZonedSdk.Testing;

namespace ZonedSdk.Tests.Devices;

/// <summary>Acknowledged is not durable, and a flush that failed is never forgotten.</summary>
public sealed class DurabilityTests
{
    private const int Block = ScriptedBackend.Block;

    private static readonly byte[] s_data = new byte[4 * Block];

    private readonly ManualTimeProvider _time = new();

    [Fact]
    public async Task A_flush_covers_what_was_acknowledged_before_it_and_not_what_came_later()
    {
        ScriptedBackend drive = new();
        await using ZonedDevice device = await OpenAsync(drive);
        await using TestEnd end = new(device, drive);
        await AppendAsync(drive, device);
        Task<long> pending = device.AppendAsync(0, s_data.AsMemory(0, Block)).AsTask();
        Assert.Equal((2L * Block, (long)Block, 0L), Pointers(device));

        TaskCompletionSource<BackendResult> flushed = new();
        drive.OnFlush = _ => new ValueTask<BackendResult>(flushed.Task);
        Task flush = device.FlushAsync().AsTask();
        drive.Pending[0].Succeed();
        await pending;
        flushed.SetResult(BackendResult.Success());
        await flush;
        Assert.Equal((2L * Block, 2L * Block, (long)Block), Pointers(device));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_flush_whose_caller_left_is_seen_to_its_end(bool succeeds)
    {
        ScriptedBackend drive = new();
        await using ZonedDevice device = await OpenAsync(drive);
        await using TestEnd end = new(device, drive);
        await AppendAsync(drive, device);
        Task durable = device.WaitDurableAsync(Block).AsTask();
        TaskCompletionSource<BackendResult> flushed = new();
        drive.OnFlush = _ => new ValueTask<BackendResult>(flushed.Task);
        using CancellationTokenSource source = new();
        Task flush = device.FlushAsync(0, source.Token).AsTask();
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => flush.WaitAsync(TimeSpan.FromSeconds(10)));
        Assert.False(durable.IsCompleted);

        flushed.SetResult(succeeds ? BackendResult.Success() : BackendResult.Failure(ZoneError.Io, 5));
        if (succeeds)
        {
            await durable.WaitAsync(TimeSpan.FromSeconds(10));
            Assert.Equal(Block, device.GetStatus(0).Durable);
        }
        else
        {
            await Assert.ThrowsAsync<FlushFailedException>(() => durable.WaitAsync(TimeSpan.FromSeconds(10)));
            await Assert.ThrowsAsync<FlushFailedException>(() => device.AppendAsync(0, s_data.AsMemory(0, Block)).AsTask());
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_flush_under_which_a_zone_went_offline_is_no_success(bool isOfZone)
    {
        ScriptedBackend drive = new();
        await using ZonedDevice device = await OpenAsync(drive);
        await using TestEnd end = new(device, drive);
        await AppendAsync(drive, device);
        await AppendAsync(drive, device, zone: 1);
        TaskCompletionSource<BackendResult> flushed = new();
        drive.OnFlush = _ => new ValueTask<BackendResult>(flushed.Task);
        Task flush = (isOfZone ? device.FlushAsync(0) : device.FlushAsync()).AsTask();
        drive.SetZone(0, ZoneCondition.Offline, 0);
        await device.RecoverAsync(0);
        flushed.SetResult(BackendResult.Success());

        ZoneOfflineException error = await Assert.ThrowsAsync<ZoneOfflineException>(() => flush);
        Assert.Equal((0, 0L, (long)Block), (error.Zone, error.Offset, error.LengthBytes));
        Assert.Equal(isOfZone ? 0 : Block, device.GetStatus(1).Durable - device.Geometry.StartOf(1));
        drive.OnFlush = null;

        // Whoever asks for all others is not told for ever; whoever asks for the dead zone is.
        await device.FlushAsync();
        await Assert.ThrowsAsync<ZoneOfflineException>(() => device.FlushAsync(0).AsTask());
        await device.FlushAsync(1);
    }

    [Theory]
    [InlineData(ZoneCondition.Closed, 1)]
    [InlineData(ZoneCondition.Empty, 0)]
    public async Task A_flush_under_which_a_zone_lost_acknowledged_bytes_is_no_success(ZoneCondition condition, int blocks)
    {
        ScriptedBackend drive = new();
        await using ZonedDevice device = await OpenAsync(drive);
        await using TestEnd end = new(device, drive);
        await AppendAsync(drive, device);
        await AppendAsync(drive, device);
        TaskCompletionSource<BackendResult> flushed = new();
        drive.OnFlush = _ => new ValueTask<BackendResult>(flushed.Task);
        Task flush = device.FlushAsync(0).AsTask();
        drive.SetZone(0, condition, blocks);
        await device.RecoverAsync(0);
        flushed.SetResult(BackendResult.Success());

        AcknowledgedDataLostException error = await Assert.ThrowsAsync<AcknowledgedDataLostException>(() => flush);
        Assert.Equal((0, 0L, 2L * Block), (error.Zone, error.Offset, error.LengthBytes));
        drive.OnFlush = null;
        await device.FlushAsync(0);
    }

    [Fact]
    public async Task A_flush_that_throws_counts_as_failed()
    {
        ScriptedBackend drive = new();
        await using ZonedDevice device = await OpenAsync(drive);
        await using TestEnd end = new(device, drive);
        drive.OnFlush = _ => throw new IOException("a backend of somebody else");
        await Assert.ThrowsAsync<FlushFailedException>(() => device.FlushAsync().AsTask());
        await Assert.ThrowsAsync<FlushFailedException>(() => device.AppendAsync(0, s_data.AsMemory(0, Block)).AsTask());
    }

    [Fact]
    public async Task A_wait_for_bytes_that_a_recovery_took_away_fails_even_when_the_next_command_has_the_zone_at_once()
    {
        ScriptedBackend drive = new();
        await using ZonedDevice device = await OpenAsync(drive);
        await using TestEnd end = new(device, drive);
        Task<long> failing = device.AppendAsync(0, s_data.AsMemory(0, Block)).AsTask();
        Task durable = device.WaitDurableAsync(Block).AsTask();
        Task<OpenZoneLease> open = device.OpenZoneAsync(0).AsTask();
        Task<long> behind = device.AppendAsync(0, s_data.AsMemory(0, Block)).AsTask();
        drive.Pending[0].Fail();
        await Assert.ThrowsAnyAsync<ZonedIOException>(() => failing);
        await open;
        drive.Pending[0].Succeed();
        Assert.Equal(0, await behind);
        await device.FlushAsync();
        await Assert.ThrowsAnyAsync<ZonedIOException>(() => durable.WaitAsync(TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public async Task A_device_comes_back_from_a_failed_flush_even_when_a_zone_with_undurable_data_is_dead()
    {
        ScriptedBackend drive = new();
        await using ZonedDevice device = await OpenAsync(drive);
        await using TestEnd end = new(device, drive);
        await AppendAsync(drive, device);
        Task<long> failing = device.AppendAsync(0, s_data.AsMemory(0, Block)).AsTask();
        drive.SetZone(0, ZoneCondition.ReadOnly, 1);
        drive.Pending[0].Fail();
        await Assert.ThrowsAnyAsync<ZonedIOException>(() => failing);
        drive.OnFlush = _ => ValueTask.FromResult(BackendResult.Failure(ZoneError.Io, 5));
        await Assert.ThrowsAsync<FlushFailedException>(() => device.FlushAsync().AsTask());

        ZoneRecovery lost = Assert.Single(await device.RecoverAsync());
        Assert.Equal((0, ZoneCondition.ReadOnly, 0L, (long)Block), (lost.Zone, lost.Condition, lost.RangeStart, lost.RangeEnd));
        Task<long> elsewhere = device.AppendAsync(1, s_data.AsMemory(0, Block)).AsTask();
        drive.Pending[0].Succeed();
        Assert.Equal(device.Geometry.StartOf(1), await elsewhere);
        drive.OnFlush = null;
    }

    [Fact]
    public async Task A_wait_for_durability_ends_with_somebody_elses_flush()
    {
        ScriptedBackend drive = new();
        await using ZonedDevice device = await OpenAsync(drive);
        await using TestEnd end = new(device, drive);
        await AppendAsync(drive, device);
        Task durable = device.WaitDurableAsync(Block).AsTask();
        Assert.False(durable.IsCompleted);
        await device.FlushAsync(1);
        Assert.False(durable.IsCompleted);
        await device.FlushAsync(0);
        await durable;
        await device.WaitDurableAsync(Block);
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => device.WaitDurableAsync(2 * Block).AsTask());
    }

    [Fact]
    public async Task A_wait_for_durability_of_bytes_that_a_reset_took_away_fails()
    {
        ScriptedBackend drive = new();
        await using ZonedDevice device = await OpenAsync(drive);
        await using TestEnd end = new(device, drive);
        await AppendAsync(drive, device);
        Task durable = device.WaitDurableAsync(Block).AsTask();
        await device.ResetZoneAsync(0);
        Assert.Equal(ZoneError.ZoneReset, (await Assert.ThrowsAsync<ZoneResetException>(() => durable)).Error);
    }

    [Fact]
    public async Task A_write_that_asks_for_durability_ends_after_its_flush()
    {
        ScriptedBackend drive = new();
        await using ZonedDevice device = await OpenAsync(drive);
        await using TestEnd end = new(device, drive);
        int flushes = 0;
        drive.OnFlush = _ =>
        {
            flushes++;
            return ValueTask.FromResult(BackendResult.Success());
        };
        Task<long> append = device.AppendAsync(0, s_data.AsMemory(0, Block), Durability.Flushed).AsTask();
        Assert.Equal(0, flushes);
        drive.Pending[0].Succeed();
        Assert.Equal(0, await append);
        Task write = device.WriteAsync(Block, s_data.AsMemory(0, Block), Durability.Flushed).AsTask();
        drive.Pending[0].Succeed();
        await write;
        Assert.Equal((2, 2L * Block), (flushes, device.GetStatus(0).Durable));
    }

    [Fact]
    public async Task A_failed_flush_is_told_to_every_waiter_and_is_final_on_an_image()
    {
        ScriptedBackend drive = new(capabilities: new BackendCapabilities { FlushFailureIsFinal = true });
        await using ZonedDevice device = await OpenAsync(drive);
        await using TestEnd end = new(device, drive);
        await AppendAsync(drive, device);
        Task durable = device.WaitDurableAsync(Block).AsTask();
        drive.OnFlush = _ => ValueTask.FromResult(BackendResult.Failure(ZoneError.Io, 5));
        FlushFailedException first = await Assert.ThrowsAsync<FlushFailedException>(() => device.FlushAsync().AsTask());
        Assert.Equal(5, first.Errno);
        await Assert.ThrowsAsync<FlushFailedException>(() => durable);

        // The second flush would claim success for pages that are gone.
        drive.OnFlush = null;
        FlushFailedException second = await Assert.ThrowsAsync<FlushFailedException>(() => device.FlushAsync().AsTask());
        Assert.Equal((5, first.Message), (second.Errno, second.Message));
        await Assert.ThrowsAsync<FlushFailedException>(() => device.AppendAsync(0, s_data.AsMemory(0, Block)).AsTask());
        await Assert.ThrowsAsync<FlushFailedException>(() => device.ResetZoneAsync(0).AsTask());
        Task<int> read = device.ReadAsync(0, new byte[Block]).AsTask();
        drive.Pending[0].Succeed();
        Assert.Equal(Block, await read);
        Assert.Equal(0, device.GetStatus(0).Durable);
    }

    private static (long Submitted, long Acknowledged, long Durable) Pointers(ZonedDevice device)
    {
        ZoneStatus status = device.GetStatus(0);
        return (status.Submitted, status.Acknowledged, status.Durable);
    }

    private static async Task AppendAsync(ScriptedBackend drive, ZonedDevice device, int zone = 0)
    {
        Task<long> append = device.AppendAsync(zone, s_data.AsMemory(0, Block)).AsTask();
        drive.Pending[0].Succeed();
        await append;
    }

    private ValueTask<ZonedDevice> OpenAsync(ScriptedBackend drive) => ZonedDevice.OpenAsync(drive, new ZonedDeviceOptions { TimeProvider = _time });
}
