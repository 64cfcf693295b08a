using ZonedSdk.Backends;
using ZonedSdk.Testing;

namespace ZonedSdk.Tests.Devices;

/// <summary>When a failed flush or the error policy closes the device to writes, it is closed to those that wait, too.</summary>
public sealed class LatchTests
{
    private const int Block = ScriptedBackend.Block;

    // Only a test that fails waits so long.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);
    private static readonly byte[] s_data = new byte[Block];
    private static readonly BackendResult s_failure = BackendResult.Failure(ZoneError.Io, 5);

    private readonly ManualTimeProvider _time = new();

    [Fact]
    public async Task What_waits_for_a_recovery_is_refused_by_a_failed_flush_and_recoveries_and_reads_go_on()
    {
        ScriptedBackend drive = new();
        await using ZonedDevice device = await OpenAsync(drive);
        await using TestEnd end = new(device, drive);
        Task<long>[] inFlight = [Append(device, 0), Append(device, 0)];
        ScriptedCommand last = drive.Pending[1];
        drive.Pending[0].Fail();
        Task<long> append = Append(device, 0);
        Task reset = device.ResetZoneAsync(0).AsTask();
        Task<ZoneRecovery> recovery = device.RecoverAsync(0).AsTask();
        Task<int> read = device.ReadAsync(0, new byte[Block]).AsTask();

        await FailFlushAsync(drive, device);
        FlushFailedException refused = await Assert.ThrowsAsync<FlushFailedException>(() => append.WaitAsync(s_patience));
        Assert.Equal((0, (long?)0), (refused.Zone, refused.LandedBytes));
        Assert.Equal(5, Assert.IsType<FlushFailedException>(refused.InnerException).Errno);
        await Assert.ThrowsAsync<FlushFailedException>(() => reset.WaitAsync(s_patience));
        Assert.False(recovery.IsCompleted);

        last.Fail();
        await Assert.ThrowsAnyAsync<ZonedIOException>(() => Task.WhenAll(inFlight).WaitAsync(s_patience));
        Assert.Equal(0, (await recovery).WritePointer);
        drive.Pending[0].Succeed();
        Assert.Equal(Block, await read);
        Assert.Empty(drive.Pending);
        Assert.Empty(drive.Managed);
    }

    [Fact]
    public async Task What_waits_for_a_resource_is_refused_by_a_failed_flush()
    {
        ScriptedBackend drive = new(limits: new Limits { MaxOpenZones = 1, MaxActiveZones = 1 });
        await using ZonedDevice device = await OpenAsync(drive);
        await using TestEnd end = new(device, drive);
        Task<long> holder = device.AppendAsync(0, new byte[64 * Block]).AsTask();
        Task<long> waiting = Append(device, 1);
        Task<OpenZoneLease> opening = device.OpenZoneAsync(2).AsTask();
        await FailFlushAsync(drive, device);
        await Assert.ThrowsAsync<FlushFailedException>(() => waiting.WaitAsync(s_patience));
        await Assert.ThrowsAsync<FlushFailedException>(() => opening.WaitAsync(s_patience));

        // The resource becomes free, and nobody takes it.
        drive.Pending[0].Succeed();
        await holder.WaitAsync(s_patience);
        Assert.Empty(drive.Pending);
        Assert.Empty(drive.Managed);

        drive.OnFlush = null;
        await device.RecoverAsync().AsTask().WaitAsync(s_patience);
        Task<long> later = Append(device, 3);
        drive.Pending[0].Succeed();
        Assert.Equal(device.Geometry.StartOf(3), await later);
    }

    [Fact]
    public async Task What_waits_in_another_zone_is_refused_when_the_policy_makes_the_device_read_only()
    {
        ScriptedBackend drive = new();
        await using ZonedDevice device = await OpenAsync(drive, new ZonedDeviceOptions { ErrorPolicy = ZoneErrorPolicy.DeviceReadOnly });
        await using TestEnd end = new(device, drive);
        TaskCompletionSource<BackendResult> opened = new();
        drive.OnManage = (_, _) => new ValueTask<BackendResult>(opened.Task);
        Task<OpenZoneLease> opening = device.OpenZoneAsync(1).AsTask();
        Task<long> waiting = Append(device, 1);
        Task<long> failing = Append(device, 0);
        drive.Pending[0].Fail();
        await Assert.ThrowsAnyAsync<ZonedIOException>(() => failing.WaitAsync(s_patience));
        ZonedDeviceFaultedException refused = await Assert.ThrowsAsync<ZonedDeviceFaultedException>(() => waiting.WaitAsync(s_patience));
        Assert.Equal(ZoneError.DeviceReadOnly, refused.Error);
        opened.SetResult(BackendResult.Success());
        await opening.WaitAsync(s_patience);
        Assert.Empty(drive.Pending);
    }

    [Fact]
    public async Task What_waits_in_another_zone_is_refused_when_the_device_is_gone()
    {
        ScriptedBackend drive = new();
        await using ZonedDevice device = await OpenAsync(drive);
        await using TestEnd end = new(device, drive);
        TaskCompletionSource<BackendResult> opened = new();
        drive.OnManage = (_, _) => new ValueTask<BackendResult>(opened.Task);
        Task<OpenZoneLease> opening = device.OpenZoneAsync(1).AsTask();
        Task<long> waiting = Append(device, 1);
        Task<long> failing = Append(device, 0);
        drive.Pending[0].Fail(ZoneError.DeviceGone, 19);
        ZonedDeviceFaultedException refused = await Assert.ThrowsAsync<ZonedDeviceFaultedException>(() => waiting.WaitAsync(s_patience));
        Assert.Equal(ZoneError.DeviceGone, refused.Error);
        await Assert.ThrowsAsync<ZonedDeviceFaultedException>(() => failing.WaitAsync(s_patience));
        opened.SetResult(BackendResult.Failure(ZoneError.DeviceGone, 19));
        await Assert.ThrowsAsync<ZonedDeviceFaultedException>(() => opening.WaitAsync(s_patience));
    }

    [Fact]
    public async Task A_drive_that_says_that_it_is_read_only_is_not_asked_again_and_reads_go_on()
    {
        ScriptedBackend drive = new();
        await using ZonedDevice device = await OpenAsync(drive);
        await using TestEnd end = new(device, drive);
        TaskCompletionSource<BackendResult> opened = new();
        drive.OnManage = (_, _) => new ValueTask<BackendResult>(opened.Task);
        Task<OpenZoneLease> opening = device.OpenZoneAsync(1).AsTask();
        Task<long> waiting = Append(device, 1);
        Task<long> failing = Append(device, 0);
        drive.Pending[0].Fail(ZoneError.DeviceReadOnly, 30);
        ZonedDeviceFaultedException refused = await Assert.ThrowsAsync<ZonedDeviceFaultedException>(() => failing.WaitAsync(s_patience));
        Assert.Equal(ZoneError.DeviceReadOnly, refused.Error);
        Assert.Equal(ZoneError.DeviceReadOnly, (await Assert.ThrowsAsync<ZonedDeviceFaultedException>(() => waiting.WaitAsync(s_patience))).Error);
        opened.SetResult(BackendResult.Failure(ZoneError.DeviceReadOnly, 30));
        await Assert.ThrowsAsync<ZonedDeviceFaultedException>(() => opening.WaitAsync(s_patience));
        ZonedDeviceFaultedException later = await Assert.ThrowsAsync<ZonedDeviceFaultedException>(() => Append(device, 2));
        Assert.Equal((ZoneError.DeviceReadOnly, 30), (later.Error, Assert.IsType<ZonedDeviceFaultedException>(later.InnerException).Errno));

        Assert.Empty(drive.Pending);
        Task<int> read = device.ReadAsync(0, new byte[Block]).AsTask();
        Assert.Equal(Block, await read.WaitAsync(s_patience));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_write_that_is_on_its_way_in_while_the_device_closes_to_writes_does_not_reach_the_drive(bool flushFails)
    {
        ScriptedBackend drive = new();
        await using ZonedDevice device = await OpenAsync(drive, new ZonedDeviceOptions { ErrorPolicy = ZoneErrorPolicy.DeviceReadOnly });
        await using TestEnd end = new(device, drive);
        Task<long> failing = Append(device, 1);
        drive.OnFlush = _ => ValueTask.FromResult(s_failure);

        // The zone is made between the look at the device's latch and the zone's lock: the latch closes right there.
        drive.OnCapabilities = () =>
        {
            drive.OnCapabilities = null;
            if (flushFails)
            {
                Assert.True(device.FlushAsync().IsFaulted);
            }
            else
            {
                drive.Pending[0].Fail();
            }
        };
        ZonedIOException error = await Assert.ThrowsAnyAsync<ZonedIOException>(() => device.WriteAsync(0, s_data).AsTask().WaitAsync(s_patience));
        Assert.Equal(flushFails ? ZoneError.FlushFailed : ZoneError.DeviceReadOnly, error.Error);
        Assert.DoesNotContain(drive.Pending, command => command.Offset == 0);
    }

    [Fact]
    public async Task A_zone_that_becomes_free_while_the_waiters_are_being_refused_admits_none_of_its_own()
    {
        ScriptedBackend drive = new();
        await using ZonedDevice device = await OpenAsync(drive, new ZonedDeviceOptions { InlineContinuations = true });
        await using TestEnd end = new(device, drive);
        TaskCompletionSource<BackendResult>[] opened = [new(), new()];
        drive.OnManage = (_, zone) => new ValueTask<BackendResult>(opened[zone].Task);
        Task<OpenZoneLease>[] opening = [device.OpenZoneAsync(0).AsTask(), device.OpenZoneAsync(1).AsTask()];

        // Whoever hears first, of the first zone, ends the command that the second zone's waiter waits for.
        Task first = FreeTheOtherAsync(device.AppendAsync(0, s_data), opened[1]);
        Task<long> second = Append(device, 1);
        await FailFlushAsync(drive, device);
        await first.WaitAsync(s_patience);
        await opening[1].WaitAsync(s_patience);
        await Assert.ThrowsAsync<FlushFailedException>(() => second.WaitAsync(s_patience));
        Assert.Empty(drive.Pending);
        opened[0].SetResult(BackendResult.Success());
        await opening[0].WaitAsync(s_patience);
    }

    [Fact]
    public async Task A_recovery_does_not_clear_a_failure_that_came_after_it_began()
    {
        ScriptedBackend drive = new();
        await using ZonedDevice device = await OpenAsync(drive);
        await using TestEnd end = new(device, drive);
        await DoneAsync(drive, Append(device, 0));
        TaskCompletionSource<BackendResult> slow = new();
        drive.OnFlush = _ => new ValueTask<BackendResult>(slow.Task);
        Task flush = device.FlushAsync().AsTask();

        TaskCompletionSource<BackendResult> reported = new();
        drive.OnReport = _ => new ValueTask<BackendResult>(reported.Task);
        drive.SetZone(0, ZoneCondition.ImplicitlyOpen, 1);
        Task<IReadOnlyList<ZoneRecovery>> early = device.RecoverAsync().AsTask();
        slow.SetResult(s_failure);
        await Assert.ThrowsAsync<FlushFailedException>(() => flush.WaitAsync(s_patience));
        reported.SetResult(BackendResult.Success(1));
        await Assert.ThrowsAsync<FlushFailedException>(() => early.WaitAsync(s_patience));
        await Assert.ThrowsAsync<FlushFailedException>(() => Append(device, 0).WaitAsync(s_patience));

        drive.OnReport = null;
        ZoneRecovery found = Assert.Single(await device.RecoverAsync().AsTask().WaitAsync(s_patience));
        Assert.Equal((0, 0L, (long)Block), (found.Zone, found.RangeStart, found.RangeEnd));
        await DoneAsync(drive, Append(device, 0));
    }

    [Fact]
    public async Task A_flush_beside_one_that_fails_vouches_for_nothing_whichever_is_heard_first()
    {
        ScriptedBackend drive = new();
        await using ZonedDevice device = await OpenAsync(drive);
        await using TestEnd end = new(device, drive);
        await DoneAsync(drive, Append(device, 0));
        Task durable = device.WaitDurableAsync(Block).AsTask();

        // The drive lost the block, and tells the first flush. Any other would be told that all is well, and long before.
        TaskCompletionSource<BackendResult> slow = new();
        int flushes = 0;
        drive.OnFlush = _ => ++flushes == 1 ? new ValueTask<BackendResult>(slow.Task) : ValueTask.FromResult(BackendResult.Success());
        Task[] asked = [device.FlushAsync().AsTask(), device.FlushAsync(0).AsTask(), device.FlushAsync().AsTask()];
        slow.SetResult(s_failure);
        foreach (Task flush in asked)
        {
            await Assert.ThrowsAsync<FlushFailedException>(() => flush.WaitAsync(s_patience));
        }

        await Assert.ThrowsAsync<FlushFailedException>(() => durable.WaitAsync(s_patience));
        Assert.Equal((1, 0L), (flushes, device.GetStatus(0).Durable));
    }

    [Fact]
    public async Task A_flush_that_was_asked_for_before_one_failed_vouches_for_nothing_even_when_the_device_was_recovered_in_between()
    {
        ScriptedBackend drive = new();
        await using ZonedDevice device = await OpenAsync(drive, new ZonedDeviceOptions { InlineContinuations = true });
        await using TestEnd end = new(device, drive);
        await DoneAsync(drive, Append(device, 0));
        drive.SetZone(0, ZoneCondition.ImplicitlyOpen, 1);
        TaskCompletionSource<BackendResult> slow = new();
        int flushes = 0;
        drive.OnFlush = _ => ++flushes == 1 ? new ValueTask<BackendResult>(slow.Task) : ValueTask.FromResult(BackendResult.Success());
        Task failing = device.FlushAsync().AsTask();
        Task behind = device.FlushAsync(0).AsTask();
        bool isRecovered = false;
        device.ZoneEvent += (_, e) => isRecovered |= e.Kind == ZoneEventKind.FlushFailed && device.RecoverAsync().AsTask().IsCompletedSuccessfully;
        slow.SetResult(s_failure);
        await Assert.ThrowsAsync<FlushFailedException>(() => failing.WaitAsync(s_patience));
        await Assert.ThrowsAsync<FlushFailedException>(() => behind.WaitAsync(s_patience));
        Assert.True(isRecovered);
        Assert.Equal(0, device.GetStatus(0).Durable);
    }

    [Fact]
    public async Task Those_who_ask_while_a_flush_runs_share_the_next_one_which_covers_what_came_meanwhile()
    {
        ScriptedBackend drive = new();
        await using ZonedDevice device = await OpenAsync(drive);
        await using TestEnd end = new(device, drive);
        List<int> flushed = [];
        Queue<TaskCompletionSource<BackendResult>> answers = new([new(), new(), new()]);
        TaskCompletionSource<BackendResult>[] all = [.. answers];
        drive.OnFlush = zone =>
        {
            flushed.Add(zone);
            return new ValueTask<BackendResult>(answers.Dequeue().Task);
        };
        Task first = device.FlushAsync(2).AsTask();
        await DoneAsync(drive, Append(device, 0));
        Task[] second = [device.FlushAsync(0).AsTask(), device.FlushAsync(0).AsTask()];
        all[0].SetResult(BackendResult.Success());
        await first.WaitAsync(s_patience);
        Assert.Equal(0, device.GetStatus(0).Durable);

        await DoneAsync(drive, Append(device, 1));
        Task[] third = [device.FlushAsync(0).AsTask(), device.FlushAsync(1).AsTask()];
        all[1].SetResult(BackendResult.Success());
        await Task.WhenAll(second).WaitAsync(s_patience);
        Assert.Equal(((long)Block, device.Geometry.StartOf(1)), (device.GetStatus(0).Durable, device.GetStatus(1).Durable));

        all[2].SetResult(BackendResult.Success());
        await Task.WhenAll(third).WaitAsync(s_patience);
        Assert.Equal(device.Geometry.StartOf(1) + Block, device.GetStatus(1).Durable);
        Assert.Equal([2, 0, IZoneBackend.AllZones], flushed);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_write_in_flight_when_a_flush_failed_is_waited_for_by_the_recovery(bool succeeds)
    {
        ScriptedBackend drive = new();
        await using ZonedDevice device = await OpenAsync(drive);
        await using TestEnd end = new(device, drive);
        Task<long> inFlight = Append(device, 0);
        await FailFlushAsync(drive, device);
        Task<IReadOnlyList<ZoneRecovery>> recovery = device.RecoverAsync().AsTask();
        Assert.False(recovery.IsCompleted);
        if (succeeds)
        {
            // The drive had it before the flush failed, and may have lost it with the rest: it is acknowledged, and named.
            drive.SetZone(0, ZoneCondition.ImplicitlyOpen, 1);
            drive.Pending[0].Succeed();
            Assert.Equal(0, await inFlight);
            ZoneRecovery found = Assert.Single(await recovery.WaitAsync(s_patience));
            Assert.Equal((0, 0L, (long)Block), (found.Zone, found.RangeStart, found.RangeEnd));
        }
        else
        {
            drive.Pending[0].Fail();
            await Assert.ThrowsAnyAsync<ZonedIOException>(() => inFlight.WaitAsync(s_patience));
            Assert.Empty(await recovery.WaitAsync(s_patience));
        }

        await DoneAsync(drive, Append(device, 1));
    }

    [Fact]
    public async Task A_write_of_a_conventional_zone_in_flight_when_a_flush_failed_is_waited_for_by_the_recovery()
    {
        ScriptedBackend drive = new(type: ZoneType.Conventional);
        await using ZonedDevice device = await OpenAsync(drive);
        await using TestEnd end = new(device, drive);
        Task inFlight = device.WriteAsync(0, s_data).AsTask();
        await FailFlushAsync(drive, device);
        Task<IReadOnlyList<ZoneRecovery>> recovery = device.RecoverAsync().AsTask();
        Assert.False(recovery.IsCompleted);
        await Assert.ThrowsAsync<FlushFailedException>(() => device.WriteAsync(Block, s_data).AsTask());
        drive.Pending[0].Succeed();
        await inFlight.WaitAsync(s_patience);
        using IDisposable running = _time.RunFreely();
        Assert.Empty(await recovery.WaitAsync(s_patience));
    }

    [Fact]
    public async Task A_device_that_its_policy_made_read_only_stays_so_after_a_flush_failure_was_recovered()
    {
        ScriptedBackend drive = new();
        await using ZonedDevice device = await OpenAsync(drive, new ZonedDeviceOptions { ErrorPolicy = ZoneErrorPolicy.DeviceReadOnly });
        await using TestEnd end = new(device, drive);
        Task<long> failing = Append(device, 0);
        await FailFlushAsync(drive, device);
        drive.Pending[0].Fail();
        await Assert.ThrowsAnyAsync<ZonedIOException>(() => failing.WaitAsync(s_patience));
        await device.RecoverAsync().AsTask().WaitAsync(s_patience);
        drive.OnFlush = null;
        await device.FlushAsync().AsTask().WaitAsync(s_patience);
        ZonedDeviceFaultedException refused = await Assert.ThrowsAsync<ZonedDeviceFaultedException>(() => Append(device, 1).WaitAsync(s_patience));
        Assert.Equal(ZoneError.DeviceReadOnly, refused.Error);
    }

    private static async Task FreeTheOtherAsync(ValueTask<long> refused, TaskCompletionSource<BackendResult> other)
    {
        await Assert.ThrowsAsync<FlushFailedException>(async () => await refused.ConfigureAwait(false)).ConfigureAwait(false);
        other.SetResult(BackendResult.Success());
    }

    private static async Task FailFlushAsync(ScriptedBackend drive, ZonedDevice device)
    {
        drive.OnFlush = _ => ValueTask.FromResult(s_failure);
        await Assert.ThrowsAsync<FlushFailedException>(() => device.FlushAsync().AsTask());
    }

    private static async Task DoneAsync(ScriptedBackend drive, Task<long> append)
    {
        drive.Pending[^1].Succeed();
        await append;
    }

    private static Task<long> Append(ZonedDevice device, int zone) => device.AppendAsync(zone, s_data).AsTask();

    private ValueTask<ZonedDevice> OpenAsync(ScriptedBackend drive, ZonedDeviceOptions? options = null) =>
        ZonedDevice.OpenAsync(drive, (options ?? new ZonedDeviceOptions()) with { TimeProvider = _time });
}
