using ZonedSdk.Backends;
using ZonedSdk.Testing;

namespace ZonedSdk.Tests.Devices;

/// <summary>A zone stays explicitly open for as long as anybody holds a lease of it.</summary>
public sealed class OpenLeaseTests
{
    private const int Block = ScriptedBackend.Block;

    // Only a test that fails waits so long.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    private readonly ScriptedBackend _drive = new();

    [Fact]
    public async Task A_zone_with_two_leases_is_closed_with_the_last()
    {
        await using ZonedDevice device = await OpenAsync();
        await using TestEnd end = new(device, _drive);
        OpenZoneLease first = await device.OpenZoneAsync(0);
        OpenZoneLease second = await device.OpenZoneAsync(0);
        await first.DisposeAsync();
        await first.DisposeAsync();
        Assert.Equal(ZoneCondition.ExplicitlyOpen, device.GetZone(0).Condition);
        await second.DisposeAsync();
        Assert.Equal([(ZoneAction.Open, 0), (ZoneAction.Open, 0), (ZoneAction.Close, 0)], _drive.Managed);
    }

    [Theory]
    [InlineData(ZoneCondition.Full)]
    [InlineData(ZoneCondition.Closed)]
    [InlineData(ZoneCondition.Empty)]
    [InlineData(ZoneCondition.ReadOnly)]
    [InlineData(ZoneCondition.Offline)]
    public async Task A_lease_of_a_zone_that_the_drive_has_closed_by_itself_ends_quietly(ZoneCondition found)
    {
        await using ZonedDevice device = await OpenAsync();
        await using TestEnd end = new(device, _drive);
        OpenZoneLease lease = await device.OpenZoneAsync(0);
        _drive.SetZone(0, found, writtenBlocks: 0);
        _drive.OnManage = (_, _) => ValueTask.FromResult(BackendResult.Failure(ZoneError.InvalidTransition));
        await lease.DisposeAsync();
        Assert.Equal(found, device.GetZone(0).Condition);
        Assert.Equal([(ZoneAction.Open, 0), (ZoneAction.Close, 0)], _drive.Managed);
    }

    [Fact]
    public async Task A_lease_whose_close_fails_and_leaves_the_zone_open_says_so()
    {
        await using ZonedDevice device = await OpenAsync();
        await using TestEnd end = new(device, _drive);
        OpenZoneLease lease = await device.OpenZoneAsync(0);
        _drive.OnManage = (_, _) => ValueTask.FromResult(BackendResult.Failure(ZoneError.Io, 5));
        ZonedIOException error = await Assert.ThrowsAnyAsync<ZonedIOException>(() => lease.DisposeAsync().AsTask());
        Assert.Equal((ZoneError.Io, 5), (error.Error, error.Errno));
    }

    [Fact]
    public async Task A_lease_that_has_ended_writes_nothing_any_more()
    {
        await using ZonedDevice device = await OpenAsync();
        await using TestEnd end = new(device, _drive);
        OpenZoneLease lease = await device.OpenZoneAsync(0);
        await lease.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => lease.AppendAsync(new byte[Block]).AsTask());
        Assert.Empty(_drive.Pending);
        Assert.Equal(ZoneCondition.Empty, device.GetZone(0).Condition);
    }

    [Fact]
    public async Task Leases_of_a_zone_that_was_reset_finished_or_closed_meanwhile_end_quietly()
    {
        await using ZonedDevice device = await OpenAsync();
        await using TestEnd end = new(device, _drive);
        OpenZoneLease reset = await device.OpenZoneAsync(0);
        OpenZoneLease finished = await device.OpenZoneAsync(1);
        OpenZoneLease closed = await device.OpenZoneAsync(2);
        ZoneReaderLease reader = await device.AcquireReaderLeaseAsync(1);
        ZoneReaderLease other = await device.AcquireReaderLeaseAsync(1);
        Assert.Equal(2, device.GetStatus(1).ReaderLeases);
        await device.ResetZoneAsync(0);
        await device.FinishZoneAsync(1);
        await device.CloseZoneAsync(2);
        int commands = _drive.Managed.Count;
        await reset.DisposeAsync();
        await finished.DisposeAsync();
        await closed.DisposeAsync();
        Assert.Equal(commands, _drive.Managed.Count);
        reader.Dispose();
        reader.Dispose();
        Assert.Equal(1, device.GetStatus(1).ReaderLeases);
        Task waiting = device.ResetZoneAsync(1).AsTask();
        Assert.False(waiting.IsCompleted);
        other.Dispose();
        await waiting.WaitAsync(s_patience);
        Assert.Equal(0, device.GetStatus(1).ReaderLeases);
    }

    [Fact]
    public async Task A_lease_that_ends_while_another_open_waits_leaves_the_zone_open()
    {
        await using ZonedDevice device = await OpenAsync();
        await using TestEnd end = new(device, _drive);
        OpenZoneLease first = await device.OpenZoneAsync(0);
        Task<long> busy = device.AppendAsync(0, new byte[Block]).AsTask();
        Task<OpenZoneLease> opening = device.OpenZoneAsync(0).AsTask();
        await first.DisposeAsync();
        _drive.Pending[0].Succeed();
        await busy.WaitAsync(s_patience);
        await using OpenZoneLease second = await opening.WaitAsync(s_patience);
        Assert.Equal(ZoneCondition.ExplicitlyOpen, device.GetZone(0).Condition);
        Assert.Equal([(ZoneAction.Open, 0), (ZoneAction.Open, 0)], _drive.Managed);
    }

    [Fact]
    public async Task An_open_behind_a_close_that_waits_opens_the_zone_again()
    {
        await using ZonedDevice device = await OpenAsync();
        await using TestEnd end = new(device, _drive);
        OpenZoneLease first = await device.OpenZoneAsync(0);
        Task<long> busy = device.AppendAsync(0, new byte[Block]).AsTask();
        Task closing = first.DisposeAsync().AsTask();
        Task<OpenZoneLease> opening = device.OpenZoneAsync(0).AsTask();
        _drive.Pending[0].Succeed();
        await busy.WaitAsync(s_patience);
        await closing.WaitAsync(s_patience);
        OpenZoneLease second = await opening.WaitAsync(s_patience);
        Assert.Equal(ZoneCondition.ExplicitlyOpen, device.GetZone(0).Condition);
        await second.DisposeAsync();
        Assert.Equal([ZoneAction.Open, ZoneAction.Close, ZoneAction.Open, ZoneAction.Close], _drive.Managed.Select(m => m.Action));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_open_that_comes_to_nothing_makes_up_for_the_close_that_was_left_to_it(bool isCancelled)
    {
        await using ZonedDevice device = await OpenAsync();
        await using TestEnd end = new(device, _drive);
        OpenZoneLease first = await device.OpenZoneAsync(0);
        Task<long> busy = device.AppendAsync(0, new byte[Block]).AsTask();
        using CancellationTokenSource source = new();
        Task<OpenZoneLease> opening = device.OpenZoneAsync(0, source.Token).AsTask();
        await first.DisposeAsync();
        _drive.SetZone(0, ZoneCondition.ExplicitlyOpen, 1);
        if (isCancelled)
        {
            await source.CancelAsync();
            _drive.Pending[0].Succeed();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => opening.WaitAsync(s_patience));
        }
        else
        {
            _drive.OnManage = (action, _) => ValueTask.FromResult(action == ZoneAction.Open ? BackendResult.Failure(ZoneError.Io, 5) : BackendResult.Success());
            _drive.Pending[0].Succeed();
            await Assert.ThrowsAnyAsync<ZonedIOException>(() => opening.WaitAsync(s_patience));
        }

        await busy.WaitAsync(s_patience);
        Assert.Equal((ZoneAction.Close, 0), _drive.Managed[^1]);
        Assert.Equal(ZoneCondition.Closed, device.GetZone(0).Condition);
    }

    [Fact]
    public async Task An_open_that_fails_leaves_a_zone_open_that_others_hold()
    {
        await using ZonedDevice device = await OpenAsync();
        await using TestEnd end = new(device, _drive);
        OpenZoneLease held = await device.OpenZoneAsync(0);
        _drive.OnManage = (_, _) => ValueTask.FromResult(BackendResult.Failure(ZoneError.Io, 5));
        await Assert.ThrowsAnyAsync<ZonedIOException>(() => device.OpenZoneAsync(0).AsTask());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => device.OpenZoneAsync(0, new CancellationToken(canceled: true)).AsTask());
        Assert.Equal(ZoneCondition.ExplicitlyOpen, device.GetZone(0).Condition);
        _drive.OnManage = null;
        await held.DisposeAsync();
        Assert.Equal((ZoneAction.Close, 0), _drive.Managed[^1]);
        Assert.NotEqual(ZoneCondition.ExplicitlyOpen, device.GetZone(0).Condition);
    }

    [Fact]
    public async Task A_lease_of_a_device_that_is_gone_ends_quietly()
    {
        await using ZonedDevice device = await OpenAsync();
        await using TestEnd end = new(device, _drive);
        OpenZoneLease lease = await device.OpenZoneAsync(0);
        Task<long> append = device.AppendAsync(0, new byte[Block]).AsTask();
        _drive.OnReport = _ => ValueTask.FromResult(BackendResult.Failure(ZoneError.DeviceGone, 19));
        _drive.Pending[0].Fail(ZoneError.DeviceGone, 19);
        await Assert.ThrowsAsync<ZonedDeviceFaultedException>(() => append.WaitAsync(s_patience));
        await lease.DisposeAsync();
        Assert.Equal([(ZoneAction.Open, 0)], _drive.Managed);
    }

    private ValueTask<ZonedDevice> OpenAsync() => ZonedDevice.OpenAsync(_drive, new ZonedDeviceOptions { TimeProvider = new ManualTimeProvider() });
}
