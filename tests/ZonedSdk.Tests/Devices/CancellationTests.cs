using ZonedSdk.Backends;
using ZonedSdk.Testing;

namespace ZonedSdk.Tests.Devices;

/// <summary>Cancelling ends a wait for admission; what is admitted is seen to its end, unless the data are the runtime's own.</summary>
public sealed class CancellationTests
{
    private const int Block = ScriptedBackend.Block;

    private static readonly byte[] s_data = new byte[4 * Block];

    private readonly ScriptedBackend _drive = new();
    private readonly ManualTimeProvider _time = new();

    [Fact]
    public async Task A_write_at_the_drive_is_not_cancelled_and_its_neighbours_do_not_notice()
    {
        await using ZonedDevice device = await OpenAsync();
        await using TestEnd end = new(device, _drive);
        using CancellationTokenSource source = new();
        Task<long> first = device.AppendAsync(0, s_data.AsMemory(0, Block), source.Token).AsTask();
        Task<long> second = device.AppendAsync(0, s_data.AsMemory(0, Block)).AsTask();
        await source.CancelAsync();
        Assert.False(first.IsCompleted);
        foreach (ScriptedCommand command in _drive.Pending)
        {
            command.Succeed();
        }

        Assert.Equal((0L, (long)Block), (await first, await second));
    }

    [Fact]
    public async Task A_write_that_waits_for_a_recovery_is_cancelled_and_the_others_keep_their_turn()
    {
        await using ZonedDevice device = await OpenAsync();
        await using TestEnd end = new(device, _drive);
        Task<long> failing = device.AppendAsync(0, s_data.AsMemory(0, Block)).AsTask();
        Task<long> hanging = device.AppendAsync(0, s_data.AsMemory(0, Block)).AsTask();
        _drive.Pending[0].Fail();
        using CancellationTokenSource source = new();
        Task<long> cancelled = device.AppendAsync(0, s_data.AsMemory(0, 2 * Block), source.Token).AsTask();
        Task<long> waiting = device.AppendAsync(0, s_data.AsMemory(0, 3 * Block)).AsTask();
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);

        _drive.Pending[0].Fail();
        await Assert.ThrowsAnyAsync<ZonedIOException>(() => failing);
        await Assert.ThrowsAnyAsync<ZonedIOException>(() => hanging);
        Assert.Equal((0L, 3L * Block), (_drive.Pending[0].Offset, _drive.Pending[0].LengthBytes));
        _drive.Pending[0].Succeed();
        Assert.Equal(0, await waiting);
    }

    [Fact]
    public async Task A_result_that_is_taken_too_early_is_refused_and_leaves_the_write_alone()
    {
        await using ZonedDevice device = await OpenAsync();
        await using TestEnd end = new(device, _drive);
        ValueTask<long> early = device.AppendAsync(0, s_data.AsMemory(0, Block));
        Assert.Throws<InvalidOperationException>(() => early.GetAwaiter().GetResult());
        Task<long> next = device.AppendAsync(0, s_data.AsMemory(0, 2 * Block)).AsTask();
        Assert.Equal([Block, 2L * Block], _drive.Pending.Select(c => (long)c.Request.LengthBytes));
        _drive.Pending[0].Succeed();
        _drive.Pending[0].Succeed();
        Assert.Equal((0L, (long)Block), (await early, await next));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_write_of_the_runtimes_own_copy_ends_at_once_and_the_copy_lives_on_until_the_command_is_dead(bool gathers)
    {
        await using ZonedDevice device = await OpenAsync(new ZonedDeviceOptions { CopyWrites = !gathers });
        await using TestEnd end = new(device, _drive);
        using CancellationTokenSource source = new();
        byte[] data = [.. Enumerable.Repeat((byte)7, 2 * Block)];
        Task<long> append = gathers
            ? device.AppendAsync(0, data.AsMemory(0, Block), data.AsMemory(Block), source.Token).AsTask()
            : device.AppendAsync(0, data, source.Token).AsTask();
        Task<long> behind = device.AppendAsync(0, s_data.AsMemory(0, Block)).AsTask();
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => append);

        // The caller does with its memory what it likes; the drive still sees what was given to it.
        data.AsSpan().Clear();
        Assert.All(_drive.Pending[0].Request.Buffer.ToArray(), b => Assert.Equal(7, b));
        Assert.Equal(3 * Block, device.GetStatus(0).Submitted);
        _drive.Pending[0].Succeed();
        _drive.Pending[0].Succeed();
        Assert.Equal(2 * Block, await behind);
    }

    [Fact]
    public async Task A_copied_write_of_a_conventional_zone_ends_at_once_and_the_copy_lives_on()
    {
        ScriptedBackend drive = new(type: ZoneType.Conventional);
        await using ZonedDevice device = await ZonedDevice.OpenAsync(drive, new ZonedDeviceOptions { CopyWrites = true, TimeProvider = _time });
        using CancellationTokenSource source = new();
        byte[] data = [.. Enumerable.Repeat((byte)7, Block)];
        Task write = device.WriteAsync(0, data, source.Token).AsTask();
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => write);

        data.AsSpan().Clear();
        Assert.All(drive.Pending[0].Request.Buffer.ToArray(), b => Assert.Equal(7, b));
        drive.Pending[0].Succeed();

        // The object serves the next write, and a late cancellation does not touch that.
        Task next = device.WriteAsync(0, data).AsTask();
        await source.CancelAsync();
        Assert.False(next.IsCompleted);
        drive.Pending[0].Succeed();
        await next;
    }

    [Fact]
    public async Task A_copied_write_of_a_conventional_zone_that_nobody_cancels_ends_when_the_drive_is_done()
    {
        ScriptedBackend drive = new(type: ZoneType.Conventional);
        await using ZonedDevice device = await ZonedDevice.OpenAsync(drive, new ZonedDeviceOptions { CopyWrites = true, TimeProvider = _time });
        using CancellationTokenSource source = new();
        Task write = device.WriteAsync(0, s_data.AsMemory(0, Block), source.Token).AsTask();
        Task failing = device.WriteAsync(Block, s_data.AsMemory(0, Block), source.Token).AsTask();
        Assert.False(write.IsCompleted);
        drive.Pending[0].Succeed();
        await write;
        drive.Pending[0].Fail();
        await Assert.ThrowsAsync<ZonedIOException>(() => failing);
        await source.CancelAsync();
    }

    [Fact]
    public async Task A_token_that_is_cancelled_already_admits_nothing()
    {
        await using ZonedDevice device = await OpenAsync();
        await using TestEnd end = new(device, _drive);
        int flushes = 0;
        _drive.OnFlush = _ =>
        {
            flushes++;
            return ValueTask.FromResult(BackendResult.Success());
        };
        int reports = _drive.Reports;
        CancellationToken cancelled = new(canceled: true);
        Func<Task>[] calls =
        [
            () => device.AppendAsync(0, s_data, cancelled).AsTask(),
            () => device.AppendAsync(0, s_data, Durability.Flushed, cancelled).AsTask(),
            () => device.AppendAsync(0, s_data, s_data, cancelled).AsTask(),
            () => device.WriteAsync(0, s_data, cancelled).AsTask(),
            () => device.WriteAsync(0, s_data, Durability.Flushed, cancelled).AsTask(),
            () => device.WriteZeroesAsync(0, Block, cancelled).AsTask(),
            () => device.ReadAsync(0, new byte[Block], cancelled).AsTask(),
            () => device.OpenZoneAsync(0, cancelled).AsTask(),
            () => device.CloseZoneAsync(0, cancelled).AsTask(),
            () => device.FinishZoneAsync(0, cancelled).AsTask(),
            () => device.ResetZoneAsync(0, cancelled).AsTask(),
            () => device.ForceResetZoneAsync(0, cancelled).AsTask(),
            () => device.ResetAllAsync(device.Identity, cancelled).AsTask(),
            () => device.RecoverAsync(0, cancelled).AsTask(),
            () => device.RecoverAsync(cancelled).AsTask(),
            () => device.FlushAsync(0, cancelled).AsTask(),
            () => device.FlushAsync(cancelled).AsTask(),
            () => device.WaitDurableAsync(Block, cancelled).AsTask(),
            () => device.AcquireReaderLeaseAsync(0, cancelled).AsTask(),
            () => device.ReportZoneAsync(0, cancelled).AsTask(),
            () => device.ReportAsync(cancellationToken: cancelled).GetAsyncEnumerator().MoveNextAsync().AsTask(),
        ];
        foreach (Func<Task> call in calls)
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(call);
        }

        Assert.Empty(_drive.Pending);
        Assert.Empty(_drive.Managed);
        Assert.Equal((0, reports, 0L, 0L), (flushes, _drive.Reports, device.GetStatus(0).Submitted, device.GetStatus(0).Epoch));

        // No lease was left behind that a reset would wait for.
        await device.ResetZoneAsync(0).AsTask().WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task A_command_that_waits_is_withdrawn_and_one_at_the_drive_is_seen_to_its_end()
    {
        await using ZonedDevice device = await OpenAsync();
        await using TestEnd end = new(device, _drive);
        Task<long> write = device.AppendAsync(0, s_data.AsMemory(0, Block)).AsTask();
        using CancellationTokenSource source = new();
        Task[] waiting =
        [
            device.OpenZoneAsync(0, source.Token).AsTask(),
            device.CloseZoneAsync(0, source.Token).AsTask(),
            device.FinishZoneAsync(0, source.Token).AsTask(),
            device.ResetZoneAsync(0, source.Token).AsTask(),
            device.RecoverAsync(0, source.Token).AsTask(),
            device.AppendAsync(0, s_data, source.Token).AsTask(),
            device.AcquireReaderLeaseAsync(0, source.Token).AsTask(),
        ];
        await source.CancelAsync();
        foreach (Task task in waiting)
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => task.WaitAsync(TimeSpan.FromSeconds(10)));
        }

        Assert.Empty(_drive.Managed);
        Assert.Equal((1, 0), (device.GetStatus(0).InFlight, device.GetStatus(0).Waiting));
        _drive.SetZone(0, ZoneCondition.ImplicitlyOpen, 1);
        _drive.Pending[0].Succeed();
        Assert.Equal(0, await write);

        // The drive has the command: its outcome is told, not the cancellation.
        TaskCompletionSource<BackendResult> closed = new();
        _drive.OnManage = (_, _) => new ValueTask<BackendResult>(closed.Task);
        using CancellationTokenSource late = new();
        Task close = device.CloseZoneAsync(0, late.Token).AsTask();
        await late.CancelAsync();
        Assert.False(close.IsCompleted);
        closed.SetResult(BackendResult.Success());
        await close.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Equal(ZoneCondition.Closed, device.GetZone(0).Condition);
    }

    [Fact]
    public async Task A_wait_for_durability_that_is_cancelled_leaves_the_other_waits_alone()
    {
        await using ZonedDevice device = await OpenAsync();
        await using TestEnd end = new(device, _drive);
        Task<long> write = device.AppendAsync(0, s_data.AsMemory(0, Block)).AsTask();
        _drive.Pending[0].Succeed();
        await write;
        using CancellationTokenSource source = new();
        Task cancelled = device.WaitDurableAsync(Block, source.Token).AsTask();
        Task waiting = device.WaitDurableAsync(Block).AsTask();
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        Assert.False(waiting.IsCompleted);
        await device.FlushAsync(0);
        await waiting.WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task A_drain_past_its_deadline_frees_the_caller_only_where_the_data_are_the_runtimes_own()
    {
        await using ZonedDevice device = await OpenAsync();
        await using TestEnd end = new(device, _drive);
        Task<long> failing = device.AppendAsync(0, s_data.AsMemory(0, Block)).AsTask();
        Task<long> callers = device.AppendAsync(0, s_data.AsMemory(0, Block)).AsTask();
        Task<long> own = device.AppendAsync(0, s_data.AsMemory(0, Block), s_data.AsMemory(0, Block)).AsTask();
        IReadOnlyList<ScriptedCommand> commands = _drive.Pending;
        commands[0].Fail();
        _time.Advance(TimeSpan.FromSeconds(31));
        await Assert.ThrowsAnyAsync<ZonedIOException>(() => failing);
        Assert.Equal(ZoneError.Timeout, (await Assert.ThrowsAnyAsync<ZonedIOException>(() => own)).Error);
        Assert.False(callers.IsCompleted);
        commands[1].Succeed();
        commands[2].Succeed();
        await Assert.ThrowsAsync<ZoneFaultedException>(() => callers);
    }

    private ValueTask<ZonedDevice> OpenAsync(ZonedDeviceOptions? options = null) =>
        ZonedDevice.OpenAsync(_drive, (options ?? new ZonedDeviceOptions()) with { TimeProvider = _time });
}
