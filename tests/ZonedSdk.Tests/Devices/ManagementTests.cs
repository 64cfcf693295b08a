using ZonedSdk.Backends;
using ZonedSdk.Testing;

namespace ZonedSdk.Tests.Devices;

/// <summary>Management commands have their zone to themselves; what waits meanwhile waits, and other zones do not notice.</summary>
public sealed class ManagementTests
{
    private const int Block = ScriptedBackend.Block;

    private static readonly byte[] s_data = new byte[4 * Block];

    private readonly ScriptedBackend _drive = new();
    private readonly ManualTimeProvider _time = new();

    [Theory]
    [InlineData(ZoneAction.Open, null)]
    [InlineData(ZoneAction.Close, null)]
    [InlineData(ZoneAction.Finish, ZoneError.ZoneFull)]
    [InlineData(ZoneAction.Reset, ZoneError.ZoneReset)]
    public async Task Appends_wait_through_open_and_close_and_fail_across_finish_and_reset(ZoneAction action, ZoneError? expected)
    {
        await using ZonedDevice device = await OpenAsync();
        await using TestEnd end = new(device, _drive);
        Task<long> first = Append(device);
        Task command = action switch
        {
            ZoneAction.Open => device.OpenZoneAsync(0).AsTask(),
            ZoneAction.Close => device.CloseZoneAsync(0).AsTask(),
            ZoneAction.Finish => device.FinishZoneAsync(0).AsTask(),
            _ => device.ResetZoneAsync(0).AsTask(),
        };
        Task<long> waiting = Append(device);
        Assert.Empty(_drive.Managed);
        Assert.Equal((1, 2), (device.GetStatus(0).InFlight, device.GetStatus(0).Waiting));
        long epoch = device.GetStatus(0).Epoch;

        _drive.SetZone(0, ZoneCondition.ImplicitlyOpen, 1);
        _drive.Pending[0].Succeed();
        Assert.Equal(0, await first);
        await command;
        Assert.Equal([(action, 0)], _drive.Managed);

        // A finish asks the drive first, and each answer begins an epoch.
        Assert.Equal(epoch + (action == ZoneAction.Finish ? 2 : 1), device.GetStatus(0).Epoch);
        if (expected is { } error)
        {
            Assert.Equal(error, (await Assert.ThrowsAnyAsync<ZonedIOException>(() => waiting)).Error);
            Assert.Empty(_drive.Pending);
        }
        else
        {
            _drive.Pending[0].Succeed();
            Assert.Equal(Block, await waiting);
        }
    }

    [Fact]
    public async Task A_reset_waits_for_reads_and_readers_leases_too()
    {
        await using ZonedDevice device = await OpenAsync();
        await using TestEnd end = new(device, _drive);
        Task<long> append = Append(device);
        _drive.Pending[0].Succeed();
        await append;
        Task<int> read = device.ReadAsync(0, new byte[Block]).AsTask();
        ZoneReaderLease lease = await device.AcquireReaderLeaseAsync(0);
        Task reset = device.ResetZoneAsync(0).AsTask();
        Task elsewhere = device.ResetZoneAsync(1).AsTask();
        await elsewhere;
        _drive.Pending[0].Succeed();
        Assert.Equal(Block, await read);
        Assert.Equal([(ZoneAction.Reset, 1)], _drive.Managed);
        lease.Dispose();
        lease.Dispose();
        await reset;
        Assert.Equal([(ZoneAction.Reset, 1), (ZoneAction.Reset, 0)], _drive.Managed);
        Assert.Equal(1, device.GetStatus(0).Incarnation);
    }

    [Fact]
    public async Task A_reset_that_waits_for_a_lease_is_cancelled_and_nothing_was_reset()
    {
        await using ZonedDevice device = await OpenAsync();
        await using TestEnd end = new(device, _drive);
        using ZoneReaderLease lease = await device.AcquireReaderLeaseAsync(0);
        using CancellationTokenSource source = new();
        Task reset = device.ResetZoneAsync(0, source.Token).AsTask();
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reset);
        Assert.Empty(_drive.Managed);
        Task<long> append = Append(device);
        _drive.Pending[0].Succeed();
        Assert.Equal(0, await append);
    }

    [Fact]
    public async Task A_forced_reset_fails_only_what_has_no_offset()
    {
        await using ZonedDevice device = await OpenAsync();
        await using TestEnd end = new(device, _drive);
        Task<long> admitted = Append(device);
        Task close = device.CloseZoneAsync(0).AsTask();
        Task<long> waiting = Append(device);
        Task reset = device.ForceResetZoneAsync(0).AsTask();
        await Assert.ThrowsAsync<ZoneResetException>(() => waiting);
        Assert.False(admitted.IsCompleted);
        _drive.SetZone(0, ZoneCondition.ImplicitlyOpen, 1);
        _drive.Pending[0].Succeed();
        Assert.Equal(0, await admitted);
        await close;
        await reset;
        Assert.Equal(0, device.GetStatus(0).Submitted);
    }

    [Fact]
    public async Task A_failed_command_is_followed_by_a_report_before_its_caller_hears()
    {
        await using ZonedDevice device = await OpenAsync();
        await using TestEnd end = new(device, _drive);
        int reports = _drive.Reports;
        _drive.OnManage = (_, _) =>
        {
            _drive.SetZone(0, ZoneCondition.Closed, 3);
            return ValueTask.FromResult(BackendResult.Failure(ZoneError.Io, 5));
        };
        ZonedIOException error = await Assert.ThrowsAsync<ZonedIOException>(() => device.ResetZoneAsync(0).AsTask());
        Assert.Equal((reports + 1, ZoneError.Io, 5, 3L * Block, ZoneCondition.Closed), (_drive.Reports, error.Error, error.Errno, error.WritePointer, error.Condition));
    }

    [Fact]
    public async Task A_whole_device_reset_goes_in_order_of_index_and_stops_at_the_zone_that_fails()
    {
        await using ZonedDevice device = await OpenAsync();
        await using TestEnd end = new(device, _drive);
        for (int zone = 0; zone < 4; zone++)
        {
            await device.FinishZoneAsync(zone);
        }

        _drive.Managed.Clear();
        await Assert.ThrowsAsync<ArgumentException>(() => device.ResetAllAsync(new DeviceIdentity("another")).AsTask());
        Assert.Empty(_drive.Managed);
        _drive.OnManage = (_, zone) => ValueTask.FromResult(zone == 2 ? BackendResult.Failure(ZoneError.Io, 5) : BackendResult.Success());
        ZonedIOException error = await Assert.ThrowsAsync<ZonedIOException>(() => device.ResetAllAsync(device.Identity).AsTask());
        Assert.Equal(2, error.Zone);
        Assert.Equal([0, 1, 2], _drive.Managed.Select(m => m.Zone));
        Assert.Equal([ZoneCondition.Empty, ZoneCondition.Empty, ZoneCondition.Full, ZoneCondition.Full], Enumerable.Range(0, 4).Select(zone => device.GetZone(zone).Condition));
    }

    [Fact]
    public async Task A_command_that_does_not_come_back_blocks_its_zone_until_it_is_known_dead()
    {
        await using ZonedDevice device = await OpenAsync();
        await using TestEnd end = new(device, _drive);
        TaskCompletionSource<BackendResult> late = new();
        _drive.OnManage = (_, _) => new ValueTask<BackendResult>(late.Task);
        Task reset = device.ResetZoneAsync(0).AsTask();
        _time.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal(ZoneError.Timeout, (await Assert.ThrowsAnyAsync<ZonedIOException>(() => reset)).Error);
        await Assert.ThrowsAsync<ZoneBlockedException>(() => device.FinishZoneAsync(0).AsTask());
        await Assert.ThrowsAsync<ZoneBlockedException>(() => Append(device));
        _drive.OnManage = null;
        late.SetResult(BackendResult.Success());

        // The end of the command comes in on another thread.
        Exception? refusal = null;
        for (int i = 0; i < 2000 && refusal is not ZoneFaultedException; i++)
        {
            refusal = await Record.ExceptionAsync(() => Append(device));
            await Task.Delay(1);
        }

        Assert.IsType<ZoneFaultedException>(refusal);
        await device.ResetZoneAsync(0);
        Task<long> append = Append(device);
        _drive.Pending[0].Succeed();
        Assert.Equal(0, await append);
    }

    [Fact]
    public async Task Submitters_during_a_recovery_wait_in_their_order_or_are_refused_and_other_zones_go_on()
    {
        await using ZonedDevice device = await OpenAsync();
        await using TestEnd end = new(device, _drive);
        TaskCompletionSource<BackendResult> report = new();
        _drive.OnReport = _ => new ValueTask<BackendResult>(report.Task);
        Task<long> failing = Append(device);
        _drive.Pending[0].Fail();
        Task<long>[] waiting = [Append(device, blocks: 1), Append(device, blocks: 2), Append(device, blocks: 1)];
        Task<long> elsewhere = Append(device, zone: 1);
        Assert.Equal(64L * Block, Assert.Single(_drive.Pending).Offset);
        _drive.Pending[0].Succeed();
        await elsewhere;
        report.SetResult(BackendResult.Success());
        await Assert.ThrowsAnyAsync<ZonedIOException>(() => failing);
        Assert.Equal([0, Block, 3L * Block], _drive.Pending.Select(c => c.Offset));
        foreach (ScriptedCommand command in _drive.Pending)
        {
            command.Succeed();
        }

        await Task.WhenAll(waiting);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_wait_for_a_recovery_has_its_end(bool waits)
    {
        ZonedDeviceOptions options = new() { WaitForAdmission = waits, RecoveryTimeout = TimeSpan.FromSeconds(5), TimeProvider = _time };
        await using ZonedDevice device = await ZonedDevice.OpenAsync(_drive, options);
        await using TestEnd end = new(device, _drive);
        Task<long> failing = Append(device);
        Task<long> hanging = Append(device);
        _drive.Pending[0].Fail();
        Task<long> refused = Append(device);
        Assert.Equal(!waits, refused.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(6));
        Assert.True((await Assert.ThrowsAsync<ZoneRecoveringException>(() => refused)).IsTransient);
        _drive.Pending[0].Fail();
        await Assert.ThrowsAnyAsync<ZonedIOException>(() => failing);
        await Assert.ThrowsAnyAsync<ZonedIOException>(() => hanging);
    }

    private static Task<long> Append(ZonedDevice device, int blocks = 1, int zone = 0) => device.AppendAsync(zone, s_data.AsMemory(0, blocks * Block)).AsTask();

    private ValueTask<ZonedDevice> OpenAsync() => ZonedDevice.OpenAsync(_drive, new ZonedDeviceOptions { TimeProvider = _time });
}
