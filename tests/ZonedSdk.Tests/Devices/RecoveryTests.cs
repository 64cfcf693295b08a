using ZonedSdk.Backends;
using ZonedSdk.Testing;

namespace ZonedSdk.Tests.Devices;

/// <summary>Errors, drains, reports: the heart of the protocol, one interleaving at a time.</summary>
public sealed class RecoveryTests
{
    private const int Block = ScriptedBackend.Block;

    private static readonly byte[] s_data = new byte[4 * Block];

    private readonly ScriptedBackend _drive = new();
    private readonly ManualTimeProvider _time = new();

    [Fact]
    public async Task Thirty_two_writes_of_one_zone_are_in_flight_at_once_and_no_lock_is_held()
    {
        await using ZonedDevice device = await OpenAsync();
        await using TestEnd end = new(device, _drive);
        Task<long>[] appends = [.. Enumerable.Range(0, 32).Select(_ => Append(device))];

        Assert.Equal(32, _drive.Pending.Count);
        Assert.Equal(Enumerable.Range(0, 32).Select(i => (long)i * Block), _drive.Pending.Select(c => c.Offset));
        ZoneStatus status = await Task.Run(() => device.GetStatus(0)).WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Equal((32L * Block, 0L, 32), (status.Submitted, status.Acknowledged, status.InFlight));

        foreach (ScriptedCommand command in _drive.Pending)
        {
            command.Succeed();
        }

        Assert.Equal(Enumerable.Range(0, 32).Select(i => (long)i * Block), await Task.WhenAll(appends));
    }

    [Fact]
    public async Task The_acknowledged_pointer_is_the_contiguous_completed_prefix()
    {
        await using ZonedDevice device = await OpenAsync();
        await using TestEnd end = new(device, _drive);
        Task<long>[] appends = [Append(device), Append(device), Append(device)];
        IReadOnlyList<ScriptedCommand> commands = _drive.Pending;

        commands[1].Succeed();
        await appends[1];
        Assert.Equal(0, device.GetStatus(0).Acknowledged);
        commands[0].Succeed();
        Assert.Equal(2 * Block, device.GetStatus(0).Acknowledged);
        commands[2].Succeed();
        Assert.Equal(3 * Block, device.GetStatus(0).Acknowledged);
        await Task.WhenAll(appends);
    }

    [Fact]
    public async Task An_error_drains_everything_before_the_one_report_and_the_callers_hear_after_it()
    {
        await using ZonedDevice device = await OpenAsync();
        await using TestEnd end = new(device, _drive);
        int atOpen = _drive.Reports;
        Task<long>[] appends = [Append(device), Append(device), Append(device)];
        IReadOnlyList<ScriptedCommand> commands = _drive.Pending;
        commands[0].Succeed();
        _drive.SetZone(0, ZoneCondition.ImplicitlyOpen, 1);

        commands[1].Fail();
        Assert.Equal(atOpen, _drive.Reports);
        Assert.False(appends[1].IsCompleted);
        Task<long> late = Append(device);
        Assert.Single(_drive.Pending);

        commands[2].Fail();
        ZonedIOException cause = await Assert.ThrowsAsync<ZonedIOException>(() => appends[1]);
        ZoneFollowerException follower = await Assert.ThrowsAsync<ZoneFollowerException>(() => appends[2]);
        Assert.Equal(atOpen + 1, _drive.Reports);
        Assert.Equal((ZoneError.Io, 5, (long)Block, 0L, (long)Block), (cause.Error, cause.Errno, cause.Offset, cause.LandedBytes, cause.WritePointer));
        Assert.Equal(new ZoneFailure(ZoneError.Io, 5, Block, Block), follower.RootCause);

        Assert.Equal(Block, Assert.Single(_drive.Pending).Offset);
        _drive.Pending[0].Succeed();
        Assert.Equal(Block, await late);
    }

    [Fact]
    public async Task A_write_that_failed_but_landed_says_so_and_the_pointer_stands_behind_it()
    {
        await using ZonedDevice device = await OpenAsync();
        await using TestEnd end = new(device, _drive);
        Task<long> append = Append(device, 4);
        _drive.SetZone(0, ZoneCondition.ImplicitlyOpen, 3);
        _drive.Pending[0].Fail();

        ZonedIOException error = await Assert.ThrowsAsync<ZonedIOException>(() => append);
        Assert.Equal((3L * Block, 3L * Block), (error.LandedBytes, error.WritePointer));
        Assert.Equal(3 * Block, device.GetStatus(0).Submitted);
    }

    [Fact]
    public async Task A_late_success_counts_only_when_the_report_confirms_it()
    {
        await using ZonedDevice device = await OpenAsync();
        await using TestEnd end = new(device, _drive);
        Task<long>[] appends = [Append(device), Append(device), Append(device)];
        IReadOnlyList<ScriptedCommand> commands = _drive.Pending;
        _drive.SetZone(0, ZoneCondition.ImplicitlyOpen, 1);

        commands[1].Fail();
        commands[0].Succeed();
        commands[2].Succeed();

        Assert.Equal(0, await appends[0]);
        await Assert.ThrowsAsync<ZonedIOException>(() => appends[1]);
        await Assert.ThrowsAsync<AcknowledgedDataLostException>(() => appends[2]);
    }

    [Fact]
    public async Task A_pointer_below_acknowledged_data_is_loud_and_stops_writing_until_somebody_asks()
    {
        await using ZonedDevice device = await OpenAsync();
        await using TestEnd end = new(device, _drive);
        var events = new TaskCompletionSource<ZoneEventArgs>();
        device.ZoneEvent += (_, e) => events.TrySetResult(e);
        Task<long> first = Append(device, 2);
        _drive.Pending[0].Succeed();
        await first;
        _drive.SetZone(0, ZoneCondition.ImplicitlyOpen, 1);
        Task<long> second = Append(device);
        _drive.Pending[0].Fail();

        ZonedIOException error = await Assert.ThrowsAsync<ZonedIOException>(() => second);
        Assert.Equal(ZoneError.Io, error.Error);
        Assert.Equal(ZoneError.AcknowledgedDataLost, error.Finding);
        Assert.IsType<AcknowledgedDataLostException>(error.InnerException);
        ZoneEventArgs notice = await events.Task.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Equal((ZoneEventKind.AcknowledgedDataLost, (long)Block, 2L * Block), (notice.Kind, notice.Start, notice.End));

        await Assert.ThrowsAsync<ZoneFaultedException>(() => Append(device));
        ZoneRecovery recovery = await device.RecoverAsync(0);
        Assert.Equal(Block, recovery.WritePointer);
        Task<long> third = Append(device);
        _drive.Pending[0].Succeed();
        Assert.Equal(Block, await third);
    }

    [Fact]
    public async Task A_foreign_writer_is_told_and_writing_goes_on_behind_it()
    {
        await using ZonedDevice device = await OpenAsync();
        await using TestEnd end = new(device, _drive);
        Task<long> append = Append(device);
        _drive.SetZone(0, ZoneCondition.ImplicitlyOpen, 5);
        _drive.Pending[0].Fail();

        ZonedIOException error = await Assert.ThrowsAsync<ZonedIOException>(() => append);
        Assert.Equal(ZoneError.ForeignWriter, error.Finding);
        Task<long> next = Append(device);
        Assert.Equal(5 * Block, _drive.Pending[0].Offset);
        _drive.Pending[0].Succeed();
        Assert.Equal(5 * Block, await next);
    }

    [Fact]
    public async Task A_drain_past_its_deadline_faults_the_zone_and_nothing_is_guessed()
    {
        await using ZonedDevice device = await OpenAsync();
        await using TestEnd end = new(device, _drive);
        Task<long> failing = Append(device);
        Task<long> hanging = Append(device);
        IReadOnlyList<ScriptedCommand> commands = _drive.Pending;
        commands[0].Fail();
        Task<long> waiting = Append(device);

        _time.Advance(TimeSpan.FromSeconds(31));
        ZonedIOException error = await Assert.ThrowsAsync<ZonedIOException>(() => failing);
        Assert.Null(error.LandedBytes);
        await Assert.ThrowsAsync<ZoneBlockedException>(() => waiting);
        Assert.False(hanging.IsCompleted);
        await Assert.ThrowsAsync<ZoneBlockedException>(async () => await device.ResetZoneAsync(0));
        await Assert.ThrowsAsync<ZoneBlockedException>(async () => await device.RecoverAsync(0));

        commands[1].Succeed();
        await Assert.ThrowsAsync<ZoneFaultedException>(() => hanging);
        await Assert.ThrowsAsync<ZoneFaultedException>(() => Append(device));
        _drive.SetZone(0, ZoneCondition.ImplicitlyOpen, 2);
        Assert.Equal(2 * Block, (await device.RecoverAsync(0)).WritePointer);
    }

    [Fact]
    public async Task A_command_that_never_comes_back_makes_its_zone_drain()
    {
        await using ZonedDevice device = await OpenAsync();
        await using TestEnd end = new(device, _drive);
        Task<long> hanging = Append(device);
        _time.Advance(TimeSpan.FromSeconds(61));
        Task<long> behind = Append(device);
        Assert.Single(_drive.Pending);
        _time.Advance(TimeSpan.FromSeconds(31));
        await Assert.ThrowsAsync<ZoneBlockedException>(() => behind);
        Assert.True(device.GetStatus(0).IsFaulted);
        _drive.Pending[0].Succeed();
        await Assert.ThrowsAsync<ZoneFaultedException>(() => hanging);
    }

    [Fact]
    public async Task A_report_that_fails_is_tried_again_and_then_the_zone_is_faulted()
    {
        await using ZonedDevice device = await OpenAsync();
        await using TestEnd end = new(device, _drive);
        _drive.OnReport = _ => ValueTask.FromResult(BackendResult.Failure(ZoneError.Io, 5));
        int before = _drive.Reports;
        Task<long> append = Append(device);
        _drive.Pending[0].Fail();
        Task<long> waiting = Append(device);
        Assert.Equal(before + 1, _drive.Reports);
        await WaitForAsync(() =>
        {
            _time.Advance(TimeSpan.FromMilliseconds(1));
            return append.IsCompleted;
        });

        ZonedIOException error = await Assert.ThrowsAsync<ZonedIOException>(() => append);
        Assert.Equal((ZoneError.Io, 5), (error.Error, error.Errno));
        await Assert.ThrowsAsync<ZoneFaultedException>(() => waiting);
        Assert.Equal(before + 4, _drive.Reports);
        _drive.OnReport = null;
        Assert.Equal(0, (await device.RecoverAsync(0)).WritePointer);
    }

    [Theory]
    [InlineData(ZoneErrorPolicy.Repair)]
    [InlineData(ZoneErrorPolicy.ZoneReadOnly)]
    [InlineData(ZoneErrorPolicy.ZoneOffline)]
    [InlineData(ZoneErrorPolicy.DeviceReadOnly)]
    public async Task The_error_policy_says_what_becomes_of_the_zone(ZoneErrorPolicy policy)
    {
        await using ZonedDevice device = await OpenAsync(new ZonedDeviceOptions { ErrorPolicy = policy });
        await using TestEnd end = new(device, _drive);
        Task<long> append = Append(device);
        _drive.Pending[0].Fail();
        await Assert.ThrowsAsync<ZonedIOException>(() => append);

        Task<long> next = Append(device);
        Task<long> elsewhere = Append(device, zone: 1);
        switch (policy)
        {
            case ZoneErrorPolicy.Repair:
                Assert.Equal(2, _drive.Pending.Count);
                break;
            case ZoneErrorPolicy.ZoneReadOnly:
                await Assert.ThrowsAsync<ZoneReadOnlyException>(() => next);
                break;
            case ZoneErrorPolicy.ZoneOffline:
                await Assert.ThrowsAsync<ZoneOfflineException>(() => next);
                break;
            default:
                await Assert.ThrowsAsync<ZonedDeviceFaultedException>(() => elsewhere);
                break;
        }

        foreach (ScriptedCommand command in _drive.Pending)
        {
            command.Succeed();
        }
    }

    [Fact]
    public async Task Whoever_hears_of_a_failure_that_stops_the_device_finds_it_stopped()
    {
        await using ZonedDevice device = await OpenAsync(new ZonedDeviceOptions { ErrorPolicy = ZoneErrorPolicy.DeviceReadOnly, InlineContinuations = true });
        await using TestEnd end = new(device, _drive);
        Task<long> failing = Append(device);
        Task<Task<long>> atOnce = failing.ContinueWith(_ => Append(device, zone: 1), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        _drive.Pending[0].Fail();
        await Assert.ThrowsAsync<ZonedDeviceFaultedException>(() => atOnce.Unwrap().WaitAsync(TimeSpan.FromSeconds(10)));
        Assert.Empty(_drive.Pending);
    }

    private static async Task WaitForAsync(Func<bool> condition)
    {
        for (int i = 0; i < 2000 && !condition(); i++)
        {
            await Task.Delay(1);
        }

        Assert.True(condition());
    }

    private static Task<long> Append(ZonedDevice device, int blocks = 1, int zone = 0) =>
        device.AppendAsync(zone, s_data.AsMemory(0, blocks * Block)).AsTask();

    private ValueTask<ZonedDevice> OpenAsync(ZonedDeviceOptions? options = null) =>
        ZonedDevice.OpenAsync(_drive, (options ?? new ZonedDeviceOptions()) with { TimeProvider = _time });
}
