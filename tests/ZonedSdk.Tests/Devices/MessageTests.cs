using ZonedSdk.Backends;
using ZonedSdk.Backends.Memory;
using ZonedSdk.Testing;

namespace ZonedSdk.Tests.Devices;

/// <summary>An error says what, where, the numbers, and what to do; and it is transient only where trying again is all that is needed.</summary>
public sealed class MessageTests
{
    private const int Block = ScriptedBackend.Block;

    private static readonly byte[] s_data = new byte[4 * Block];

    private readonly ScriptedBackend _drive = new();
    private readonly ManualTimeProvider _time = new();
    private readonly List<ZoneEventArgs> _events = [];

    [Fact]
    public async Task A_write_that_waited_in_vain_for_a_command_was_not_begun_and_may_be_tried_again()
    {
        await using ZonedDevice device = await OpenAsync(new ZonedDeviceOptions { DrainTimeout = Timeout.InfiniteTimeSpan });
        await using TestEnd end = new(device, _drive);
        TaskCompletionSource<BackendResult> never = new();
        _drive.OnManage = (_, _) => new ValueTask<BackendResult>(never.Task);
        Task close = device.CloseZoneAsync(2).AsTask();
        Task<long> append = device.AppendAsync(2, s_data).AsTask();
        _time.Advance(TimeSpan.FromSeconds(31));
        ZonedIOException error = await Assert.ThrowsAsync<ZonedIOException>(() => append.WaitAsync(TimeSpan.FromSeconds(10)));
        Assert.Equal((ZoneError.Timeout, 2, -1L, 4L * Block, (long?)0, true), (error.Error, error.Zone, error.Offset, error.LengthBytes, error.LandedBytes, error.IsTransient));
        AssertSays(error, "zone 2 of scripted", "16384 bytes", "not begun", "Try again");
        never.SetResult(BackendResult.Success());
        await close;
    }

    [Fact]
    public async Task A_command_that_did_not_come_back_has_faulted_its_zone_and_is_not_transient()
    {
        await using ZonedDevice device = await OpenAsync();
        await using TestEnd end = new(device, _drive);
        TaskCompletionSource<BackendResult> never = new();
        _drive.OnManage = (_, _) => new ValueTask<BackendResult>(never.Task);
        Task close = device.CloseZoneAsync(2).AsTask();
        _time.Advance(TimeSpan.FromSeconds(31));
        ZonedIOException error = await Assert.ThrowsAsync<ZonedIOException>(() => close.WaitAsync(TimeSpan.FromSeconds(10)));
        Assert.Equal((ZoneError.Timeout, 2, false, (long?)null), (error.Error, error.Zone, error.IsTransient, error.LandedBytes));
        AssertSays(error, "zone 2 of scripted", "unknown", "RecoverAsync(2)");
        ZoneEventArgs told = Assert.Single(_events);
        Assert.Equal((ZoneEventKind.Faulted, 2), (told.Kind, told.Zone));
        AssertSays(told.Error!, "Zone 2 of scripted", "may still execute", "RecoverAsync(2)");
    }

    [Fact]
    public async Task A_write_of_the_runtimes_own_copy_that_is_let_go_says_that_its_outcome_is_unknown()
    {
        await using ZonedDevice device = await OpenAsync();
        await using TestEnd end = new(device, _drive);
        Task<long> failing = device.AppendAsync(0, s_data.AsMemory(0, Block)).AsTask();
        Task<long> own = device.AppendAsync(0, s_data.AsMemory(0, Block), s_data.AsMemory(0, Block)).AsTask();
        _drive.Pending[0].Fail();
        _time.Advance(TimeSpan.FromSeconds(31));
        await Assert.ThrowsAnyAsync<ZonedIOException>(() => failing);
        ZonedIOException error = await Assert.ThrowsAsync<ZonedIOException>(() => own.WaitAsync(TimeSpan.FromSeconds(10)));
        Assert.Equal((ZoneError.Timeout, (long)Block, 2L * Block, (long?)null, ZoneError.None, false), (error.Error, error.Offset, error.LengthBytes, error.LandedBytes, error.Finding, error.IsTransient));
        AssertSays(error, "8192 bytes at 4096 (zone 0 of scripted)", "unknown", "RecoverAsync(0)");
    }

    [Fact]
    public async Task A_write_under_which_the_drive_finished_the_zone_says_so()
    {
        await using ZonedDevice device = await OpenAsync();
        await using TestEnd end = new(device, _drive);
        Task<long> first = device.AppendAsync(0, s_data.AsMemory(0, Block)).AsTask();
        Task<long> waiting = Task.FromResult(0L);
        _drive.SetZone(0, ZoneCondition.Full, 0);
        Task finish = device.FinishZoneAsync(0).AsTask();
        waiting = device.AppendAsync(0, s_data).AsTask();
        _drive.Pending[0].Fail(ZoneError.ZoneFull);
        ZoneFullException error = await Assert.ThrowsAsync<ZoneFullException>(() => first);
        Assert.Equal((0L, (long)Block, (long?)null, ZoneCondition.Full, 0L), (error.Offset, error.LengthBytes, error.LandedBytes, error.Condition, error.RemainingBytes));
        AssertSays(error, "4096 bytes at 0 (zone 0 of scripted)", "finished by the drive", "another zone");
        await finish;
        Assert.Equal((-1L, (long?)0), ((await Assert.ThrowsAsync<ZoneFullException>(() => waiting)).Offset, (await Assert.ThrowsAsync<ZoneFullException>(() => waiting)).LandedBytes));
    }

    [Theory]
    [InlineData(ZoneCondition.ReadOnly, ZoneEventKind.ReadOnly, typeof(ZoneReadOnlyException), "retire the zone")]
    [InlineData(ZoneCondition.Offline, ZoneEventKind.Offline, typeof(ZoneOfflineException), "is offline")]
    [InlineData(ZoneCondition.ImplicitlyOpen, ZoneEventKind.Recovered, typeof(ZonedIOException), "wound back over 8192 bytes")]
    [InlineData(ZoneCondition.Inactive, ZoneEventKind.Faulted, typeof(ZoneFaultedException), "RecoverAsync(1)")]
    public async Task The_event_of_an_episode_carries_an_error_of_its_kind(ZoneCondition reported, ZoneEventKind kind, Type type, string said)
    {
        await using ZonedDevice device = await OpenAsync(new ZonedDeviceOptions { ReportAttempts = 1 });
        await using TestEnd end = new(device, _drive);
        Task<long> append = device.AppendAsync(1, s_data.AsMemory(0, 2 * Block)).AsTask();
        _drive.SetZone(1, reported, 0);
        _drive.Pending[0].Fail(ZoneError.Io, 5);
        ZonedIOException thrown = await Assert.ThrowsAnyAsync<ZonedIOException>(() => append);
        ZoneEventArgs told = Assert.Single(_events);
        Assert.Equal((kind, 1), (told.Kind, told.Zone));
        Assert.IsType(type, told.Error);
        ZonedIOException error = (ZonedIOException)told.Error!;
        Assert.Equal((1, thrown.Epoch), (error.Zone, error.Epoch));
        AssertSays(error, "one 1 of scripted", said);
        AssertSays(thrown, "8192 bytes at 262144 (zone 1 of scripted)");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_becomes_of_the_whole_device_is_told_once(bool isGone)
    {
        await using ZonedDevice device = await OpenAsync(new ZonedDeviceOptions { ErrorPolicy = ZoneErrorPolicy.DeviceReadOnly });
        await using TestEnd end = new(device, _drive);
        Task<long>[] appends = [.. Enumerable.Range(0, 3).Select(zone => device.AppendAsync(zone, s_data).AsTask())];
        foreach (ScriptedCommand command in _drive.Pending)
        {
            command.Fail(isGone ? ZoneError.DeviceGone : ZoneError.Io, isGone ? 19 : 5);
        }

        foreach (Task<long> append in appends)
        {
            await Assert.ThrowsAnyAsync<ZonedIOException>(() => append);
        }

        ZoneEventArgs told = Assert.Single(_events, e => e.Zone == -1);
        Assert.Equal((isGone ? ZoneEventKind.DeviceGone : ZoneEventKind.DeviceReadOnly, 0L, device.Geometry.SizeBytes), (told.Kind, told.Start, told.End));
        AssertSays(Assert.IsType<ZonedDeviceFaultedException>(told.Error), "scripted", "Open it again");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_wait_for_durability_in_vain_says_what_became_of_the_bytes(bool isReset)
    {
        await using ZonedDevice device = await OpenAsync();
        await using TestEnd end = new(device, _drive);
        Task<long> first = device.AppendAsync(0, s_data.AsMemory(0, Block)).AsTask();
        _drive.Pending[0].Succeed();
        await first;
        Task<long> second = isReset ? first : device.AppendAsync(0, s_data.AsMemory(0, Block)).AsTask();
        Task wait = device.WaitDurableAsync(isReset ? Block : 2 * Block).AsTask();
        if (isReset)
        {
            await device.ResetZoneAsync(0);
            AssertSays(await Assert.ThrowsAsync<ZoneResetException>(() => wait), "bytes up to 4096 (zone 0 of scripted)", "reset");
        }
        else
        {
            _drive.SetZone(0, ZoneCondition.ImplicitlyOpen, 1);
            _drive.Pending[0].Fail();
            await Assert.ThrowsAnyAsync<ZonedIOException>(() => second);
            ZonedIOException error = await Assert.ThrowsAsync<ZonedIOException>(() => wait);
            Assert.Equal(((long)Block, (long)Block), (error.Offset, error.LengthBytes));
            AssertSays(error, "from 4096 to 8192 (zone 0 of scripted)", "Write them again");
        }
    }

    [Fact]
    public async Task Nothing_of_a_zone_that_went_offline_becomes_durable()
    {
        await using ZonedDevice device = await OpenAsync();
        await using TestEnd end = new(device, _drive);
        Task<long> first = device.AppendAsync(0, s_data.AsMemory(0, Block)).AsTask();
        _drive.Pending[0].Succeed();
        await first;
        Task wait = device.WaitDurableAsync(Block).AsTask();
        Task<long> second = device.AppendAsync(0, s_data.AsMemory(0, Block)).AsTask();
        _drive.SetZone(0, ZoneCondition.Offline, 0);
        _drive.Pending[0].Fail(ZoneError.ZoneOffline);
        await Assert.ThrowsAsync<ZoneOfflineException>(() => second);
        AssertSays(await Assert.ThrowsAsync<ZoneOfflineException>(() => wait), "from 0 to 4096 (zone 0 of scripted)", "another zone");
        await device.FlushAsync();
        await Assert.ThrowsAsync<ZoneOfflineException>(() => device.FlushAsync(0).AsTask());
        Assert.Equal(0, device.GetStatus(0).Durable);
        await Assert.ThrowsAsync<ZoneOfflineException>(() => device.WaitDurableAsync(Block).AsTask());
    }

    [Fact]
    public async Task Each_who_waits_for_durability_has_an_exception_of_its_own()
    {
        await using ZonedDevice device = await OpenAsync();
        await using TestEnd end = new(device, _drive);
        Task<long> first = device.AppendAsync(0, s_data.AsMemory(0, Block)).AsTask();
        _drive.Pending[0].Succeed();
        await first;
        Task[] waits = [device.WaitDurableAsync(Block).AsTask(), device.WaitDurableAsync(Block).AsTask()];
        _drive.OnFlush = _ => ValueTask.FromResult(BackendResult.Failure(ZoneError.Io, 5));
        FlushFailedException flush = await Assert.ThrowsAsync<FlushFailedException>(() => device.FlushAsync().AsTask());
        FlushFailedException[] told = [await Assert.ThrowsAsync<FlushFailedException>(() => waits[0]), await Assert.ThrowsAsync<FlushFailedException>(() => waits[1])];
        Assert.NotSame(told[0], told[1]);
        Assert.All(told, e => Assert.Equal((flush.Message, 5), (e.Message, e.Errno)));
        AssertSays(flush, "scripted", "errno 5", "RecoverAsync()");
        _drive.OnFlush = null;
        Assert.Equal((0L, (long)Block), Assert.Single(await device.RecoverAsync()) is var range ? (range.RangeStart, range.RangeEnd) : default);
    }

    [Theory]
    [InlineData(ZoneCondition.ReadOnly, ZoneError.ZoneReadOnly)]
    [InlineData(ZoneCondition.Offline, ZoneError.ZoneOffline)]
    public async Task A_conventional_zone_that_died_says_in_which_condition_it_is(ZoneCondition condition, ZoneError expected)
    {
        MemoryDrive drive = new(new MemoryDriveOptions { ConventionalZones = 2 });
        await using ZonedDevice device = await ZonedDevice.OpenAsync(drive);
        await device.WriteAsync(device.Geometry.StartOf(1), s_data);
        Action<int> kill = condition == ZoneCondition.ReadOnly ? drive.SetReadOnly : drive.SetOffline;
        kill(1);
        ZonedIOException error = await Assert.ThrowsAnyAsync<ZonedIOException>(() => device.WriteAsync(device.Geometry.StartOf(1), s_data).AsTask());
        Assert.Equal((expected, 1, condition, device.Geometry.StartOf(1)), (error.Error, error.Zone, error.Condition, error.Offset));
        Exception? read = await Record.ExceptionAsync(() => device.ReadAsync(device.Geometry.StartOf(1), new byte[Block]).AsTask());
        Assert.Equal(condition == ZoneCondition.Offline, read is ZoneOfflineException);
        Assert.Equal(condition, (await device.ReportZoneAsync(1)).Condition);
        await device.WriteAsync(0, s_data);
    }

    private static void AssertSays(Exception error, params string[] parts)
    {
        foreach (string part in parts)
        {
            Assert.Contains(part, error.Message, StringComparison.Ordinal);
        }
    }

    private async ValueTask<ZonedDevice> OpenAsync(ZonedDeviceOptions? options = null)
    {
        ZonedDevice device = await ZonedDevice.OpenAsync(_drive, (options ?? new ZonedDeviceOptions()) with { TimeProvider = _time, InlineContinuations = true });
        device.ZoneEvent += (_, e) => _events.Add(e);
        return device;
    }
}
