using ZonedSdk.Backends;
using ZonedSdk.Testing;

namespace ZonedSdk.Tests.Devices;

/// <summary>Open and active resources: taken before a write is handed over, first come first served, given back on completion.</summary>
public sealed class CreditTests
{
    private const int Block = ScriptedBackend.Block;

    private static readonly byte[] s_data = new byte[64 * Block];

    private readonly ManualTimeProvider _time = new();

    [Fact]
    public async Task A_zone_without_a_resource_promises_no_offset_and_waits_its_turn()
    {
        ScriptedBackend drive = Drive(open: 1, active: 1);
        await using ZonedDevice device = await OpenAsync(drive);
        await using TestEnd end = new(device, drive);
        Task<long> first = Append(device, 0, blocks: 64);
        Task<long> second = Append(device, 1, blocks: 64);
        using CancellationTokenSource source = new();
        Task<long> cancelled = device.AppendAsync(2, s_data.AsMemory(0, Block), source.Token).AsTask();
        Task<long> third = Append(device, 3);
        Assert.Single(drive.Pending);
        Assert.Equal((64L * Block, 1), (device.GetStatus(1).Submitted, device.GetStatus(1).Waiting));
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);

        // Full by submission gives nothing back; full by completion does.
        Assert.Equal(ZoneCondition.Full, device.GetZone(0).Condition);
        drive.Pending[0].Succeed();
        await first;
        Assert.Equal(64L * Block, Assert.Single(drive.Pending).Offset);
        drive.Pending[0].Succeed();
        await second;
        Assert.Equal(192L * Block, Assert.Single(drive.Pending).Offset);
        drive.Pending[0].Succeed();
        Assert.Equal(192L * Block, await third);
    }

    [Fact]
    public async Task Whoever_does_not_wait_is_refused_and_finds_room_the_next_time()
    {
        ScriptedBackend drive = Drive(open: 1, active: 2);
        await using ZonedDevice device = await ZonedDevice.OpenAsync(drive, new ZonedDeviceOptions { TimeProvider = _time, WaitForAdmission = false, InlineContinuations = true });
        await using TestEnd end = new(device, drive);
        Task<long> first = Append(device, 0);

        // Busy: nothing can be closed, and nobody is promised anything.
        ZoneLimitException busy = await Assert.ThrowsAsync<ZoneLimitException>(() => Append(device, 1));
        Assert.Equal((ZoneError.TooManyOpenZones, true), (busy.Error, busy.IsTransient));
        Assert.Empty(drive.Managed);
        drive.SetZone(0, ZoneCondition.ImplicitlyOpen, 1);
        drive.Pending[0].Succeed();
        await first;
        await Assert.ThrowsAsync<ZoneLimitException>(() => Append(device, 1));
        Assert.Equal([(ZoneAction.Close, 0)], drive.Managed);
        Task<long> next = Append(device, 1);
        drive.Pending[0].Succeed();
        Assert.Equal(64L * Block, await next);

        // The active resources are out, and closing gives none back.
        await Assert.ThrowsAsync<ZoneLimitException>(() => Append(device, 2));
        Assert.Equal(ZoneError.TooManyActiveZones, (await Assert.ThrowsAsync<ZoneLimitException>(() => Append(device, 2))).Error);
    }

    [Fact]
    public async Task A_failed_last_write_takes_full_back_and_keeps_its_resource()
    {
        ScriptedBackend drive = Drive(open: 1, active: 1);
        await using ZonedDevice device = await OpenAsync(drive);
        await using TestEnd end = new(device, drive);
        Task<long> filling = Append(device, 0, blocks: 64);
        Task<long> waiting = Append(device, 1);
        drive.SetZone(0, ZoneCondition.ImplicitlyOpen, 63);
        drive.Pending[0].Fail();
        await Assert.ThrowsAnyAsync<ZonedIOException>(() => filling);
        Assert.Equal((ZoneCondition.ImplicitlyOpen, 63L * Block), (device.GetZone(0).Condition, device.GetStatus(0).Submitted));
        Assert.Empty(drive.Pending);

        Task<long> last = Append(device, 0);
        drive.Pending[0].Succeed();
        await last;
        drive.Pending[0].Succeed();
        Assert.Equal(64L * Block, await waiting);
    }

    [Fact]
    public async Task The_least_recently_written_idle_zone_is_closed_for_another_and_a_busy_or_explicit_one_never()
    {
        ScriptedBackend drive = Drive(open: 3, active: 0);
        await using ZonedDevice device = await OpenAsync(drive);
        await using TestEnd end = new(device, drive);
        TaskCompletionSource<ZoneEventArgs> closed = new();
        device.ZoneEvent += (_, e) => closed.TrySetResult(e);
        await using OpenZoneLease lease = await device.OpenZoneAsync(0);
        await DoneAsync(drive, Append(device, 1));
        await DoneAsync(drive, Append(device, 2));
        Task<long> busy = Append(device, 1);
        Task<long> next = Append(device, 3);
        Assert.Equal([(ZoneAction.Open, 0), (ZoneAction.Close, 2)], drive.Managed);
        ZoneEventArgs notice = await closed.Task.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Equal((ZoneEventKind.ImplicitlyClosed, 2), (notice.Kind, notice.Zone));
        drive.Pending[0].Succeed();
        drive.Pending[0].Succeed();
        await Task.WhenAll(busy, next);
        Assert.Equal(ZoneCondition.Closed, device.GetZone(2).Condition);
    }

    [Fact]
    public async Task Where_the_drive_closes_by_itself_the_runtime_does_not()
    {
        ScriptedBackend drive = new(limits: new Limits { MaxOpenZones = 1 }, capabilities: new BackendCapabilities { ClosesImplicitly = true });
        await using ZonedDevice device = await OpenAsync(drive);
        await using TestEnd end = new(device, drive);
        await DoneAsync(drive, Append(device, 0));
        await DoneAsync(drive, Append(device, 1));
        Assert.Empty(drive.Managed);
    }

    [Fact]
    public async Task Zones_that_were_open_at_the_start_count_and_can_be_closed()
    {
        ScriptedBackend drive = Drive(open: 1, active: 2);
        drive.SetZone(0, ZoneCondition.ImplicitlyOpen, 3);
        drive.SetZone(1, ZoneCondition.Closed, 3);
        await using ZonedDevice device = await OpenAsync(drive);
        await using TestEnd end = new(device, drive);
        Task<long> third = Append(device, 2);
        Assert.Empty(drive.Pending);
        await DoneAsync(drive, Append(device, 1));
        Assert.Equal([(ZoneAction.Close, 0)], drive.Managed);

        _time.Advance(TimeSpan.FromSeconds(31));
        ZoneLimitException error = await Assert.ThrowsAsync<ZoneLimitException>(() => third);
        Assert.Equal(ZoneError.TooManyActiveZones, error.Error);
    }

    [Theory]
    [InlineData(ZoneCondition.Empty)]
    [InlineData(ZoneCondition.Closed)]
    public async Task On_a_disk_the_finish_of_a_zone_that_is_not_open_takes_an_open_resource(ZoneCondition condition)
    {
        ScriptedBackend drive = Drive(open: 1, active: 0);
        drive.SetZone(1, condition, condition == ZoneCondition.Empty ? 0 : 3);
        await using ZonedDevice device = await OpenAsync(drive);
        OpenZoneLease lease = await device.OpenZoneAsync(0);
        Task finish = device.FinishZoneAsync(1).AsTask();
        Task<long> behind = Append(device, 2);
        Assert.Equal([(ZoneAction.Open, 0)], drive.Managed);

        await DoneAsync(drive, Append(device, 0));
        await lease.DisposeAsync();
        await finish;
        Assert.Equal([(ZoneAction.Open, 0), (ZoneAction.Close, 0), (ZoneAction.Finish, 1)], drive.Managed);
        await DoneAsync(drive, behind);
    }

    [Fact]
    public async Task For_a_finish_an_idle_zone_is_closed_too()
    {
        ScriptedBackend drive = Drive(open: 1, active: 0);
        await using ZonedDevice device = await OpenAsync(drive);
        await DoneAsync(drive, Append(device, 0));
        await device.FinishZoneAsync(1);
        Assert.Equal([(ZoneAction.Close, 0), (ZoneAction.Finish, 1)], drive.Managed);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_finish_that_finds_no_open_resource_in_time_says_so(bool waitsForItsTurnFirst)
    {
        TaskCompletionSource<BackendResult> closing = new();
        ScriptedBackend drive = new(limits: new Limits { MaxOpenZones = 1 }, capabilities: new BackendCapabilities { ClosesImplicitly = true });
        await using ZonedDevice device = await OpenAsync(drive);
        await using OpenZoneLease lease = await device.OpenZoneAsync(0);
        drive.OnManage = (action, _) => action == ZoneAction.Close ? new(closing.Task) : new(BackendResult.Success());
        Task close = waitsForItsTurnFirst ? device.CloseZoneAsync(1).AsTask() : Task.CompletedTask;
        Task finish = device.FinishZoneAsync(1).AsTask();
        closing.SetResult(BackendResult.Success());
        await close;
        _time.Advance(TimeSpan.FromSeconds(31));
        ZoneLimitException error = await Assert.ThrowsAsync<ZoneLimitException>(() => finish);
        Assert.Equal(ZoneError.TooManyOpenZones, error.Error);
        Assert.DoesNotContain((ZoneAction.Finish, 1), drive.Managed);
    }

    [Fact]
    public async Task A_finish_that_needs_no_resource_waits_for_none()
    {
        ScriptedBackend zns = new(limits: new Limits { MaxOpenZones = 1 }, capabilities: new BackendCapabilities { Flavour = ZoneFlavour.Zns });
        await using ZonedDevice ssd = await OpenAsync(zns);
        await using OpenZoneLease elsewhere = await ssd.OpenZoneAsync(0);
        await ssd.FinishZoneAsync(1);

        ScriptedBackend zbc = Drive(open: 1, active: 0);
        zbc.SetZone(1, ZoneCondition.Full, 64);
        await using ZonedDevice disk = await OpenAsync(zbc);
        await using OpenZoneLease own = await disk.OpenZoneAsync(0);
        await disk.FinishZoneAsync(1);
        await disk.FinishZoneAsync(0);
    }

    [Theory]
    [InlineData(ZoneError.TooManyOpenZones, 109)]
    [InlineData(ZoneError.TooManyActiveZones, 75)]
    public async Task A_drive_that_refuses_for_want_of_resources_is_told_apart_from_a_broken_one(ZoneError error, int errno)
    {
        ScriptedBackend drive = new();
        await using ZonedDevice device = await OpenAsync(drive);
        await using TestEnd end = new(device, drive);
        Task<long> append = Append(device, 0);
        drive.Pending[0].Fail(error, errno);
        ZoneLimitException refused = await Assert.ThrowsAsync<ZoneLimitException>(() => append);
        Assert.Equal((error, errno, true, (long?)0), (refused.Error, refused.Errno, refused.IsTransient, refused.LandedBytes));
    }

    private static ScriptedBackend Drive(int open, int active) => new(limits: new Limits { MaxOpenZones = open, MaxActiveZones = active });

    private static async Task DoneAsync(ScriptedBackend drive, Task<long> append)
    {
        drive.Pending[^1].Succeed();
        await append;
    }

    private static Task<long> Append(ZonedDevice device, int zone, int blocks = 1) => device.AppendAsync(zone, s_data.AsMemory(0, blocks * Block)).AsTask();

    private ValueTask<ZonedDevice> OpenAsync(ScriptedBackend drive) => ZonedDevice.OpenAsync(drive, new ZonedDeviceOptions { TimeProvider = _time });
}
