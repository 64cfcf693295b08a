using ZonedSdk.Backends;
using ZonedSdk.Backends.Faults;
using ZonedSdk.Backends.Memory;
using ZonedSdk.Testing;

namespace ZonedSdk.Simulation.Simulator;

/// <summary>What seeds have found, each written down as the shortest story that shows it.</summary>
public sealed class PinnedTests
{
    private const int Block = Stamp.BlockBytes;
    private const int ZoneBlocks = 16;

    private readonly ManualTimeProvider _time = new();
    private readonly FaultPlan _faults = new(1);

    [Fact]
    public void A_wait_for_durability_of_bytes_that_were_wound_back_ends_even_when_others_stand_there_at_once() => OneThread.Run(async () =>
    {
        (MemoryDrive drive, ZonedDevice device) = await OpenAsync();
        _faults.Add(new FaultRule { Event = DriveEvent.Write, Effect = FaultEffect.Fail });
        Task<long> failing = Append(device, 0, 2);
        Task wait = device.WaitDurableAsync(2 * Block).AsTask();
        RunOne(drive, DriveEvent.Write);
        Task<long> behind = Append(device, 0, 4);
        RunAll(drive);

        await Assert.ThrowsAsync<ZonedIOException>(() => failing);
        Assert.Equal(0, await behind);
        await Assert.ThrowsAsync<ZonedIOException>(() => wait);
    });

    [Fact]
    public void A_wait_for_durability_ends_when_the_device_is_lost() => OneThread.Run(async () =>
    {
        (MemoryDrive drive, ZonedDevice device) = await OpenAsync();
        Task wait = await WaitForAppendAsync(drive, device);
        drive.Disconnect();
        Task<long> late = Append(device, 0, 1);
        RunAll(drive);

        await Assert.ThrowsAsync<ZonedDeviceFaultedException>(() => wait);
        await Assert.ThrowsAsync<ZonedDeviceFaultedException>(() => late);
    });

    [Fact]
    public void Closing_a_device_makes_durable_what_somebody_waits_for() => OneThread.Run(async () =>
    {
        (MemoryDrive drive, ZonedDevice device) = await OpenAsync();
        Task wait = await WaitForAppendAsync(drive, device);
        Task closing = device.DisposeAsync().AsTask();
        RunAll(drive);

        await wait;
        await closing;
    });

    [Fact]
    public void A_device_that_its_policy_made_read_only_still_flushes() => OneThread.Run(async () =>
    {
        (MemoryDrive drive, ZonedDevice device) = await OpenAsync(device: new ZonedDeviceOptions { ErrorPolicy = ZoneErrorPolicy.DeviceReadOnly });
        Task wait = await WaitForAppendAsync(drive, device);
        _faults.Add(new FaultRule { Event = DriveEvent.Write, Effect = FaultEffect.Fail });
        Task<long> failing = Append(device, 1, 1);
        RunAll(drive);
        await Assert.ThrowsAsync<ZonedIOException>(() => failing);
        await Assert.ThrowsAsync<ZonedDeviceFaultedException>(() => Append(device, 2, 1));

        Task flush = device.FlushAsync().AsTask();
        RunAll(drive);
        await flush;
        await wait;
    });

    [Fact]
    public void A_report_that_never_comes_is_given_up_whatever_the_backend_does() => OneThread.Run(async () =>
    {
        (MemoryDrive drive, ZonedDevice device) = await OpenAsync();
        _faults.Add(new FaultRule { Event = DriveEvent.Write, Effect = FaultEffect.Fail });
        _faults.Add(new FaultRule { Event = DriveEvent.Report, Effect = FaultEffect.Hang, RepeatEvery = 1 });
        Task<long> failing = Append(device, 0, 1);
        for (int attempt = 0; attempt < device.Options.ReportAttempts; attempt++)
        {
            RunAll(drive);
            _time.Advance(device.Options.ReportTimeout + TimeSpan.FromSeconds(1));
        }

        await Assert.ThrowsAsync<ZonedIOException>(() => failing);
        Assert.True(device.GetStatus(0).IsFaulted);
    });

    [Fact]
    public void A_write_waits_for_a_slot_when_the_drive_has_closed_its_zone_by_itself() => OneThread.Run(async () =>
    {
        (MemoryDrive drive, ZonedDevice device) = await OpenAsync(drive: new MemoryDriveOptions { Limits = new Limits { MaxOpenZones = 1, MaxActiveZones = 4 } });
        Task<long> first = Append(device, 0, 1);
        RunAll(drive);
        await first;
        Task<OpenZoneLease> opening = device.OpenZoneAsync(1).AsTask();
        RunAll(drive);
        OpenZoneLease lease = await opening;
        Assert.Equal(ZoneCondition.Closed, drive.Inspect(0).Condition);

        Task<long> second = Append(device, 0, 1);
        RunAll(drive);
        Assert.False(second.IsCompleted);
        Task closing = lease.DisposeAsync().AsTask();
        RunAll(drive);
        await closing;
        Assert.Equal(Block, await second);
    });

    [Fact]
    public void Nothing_of_a_write_that_was_never_handed_over_counts_as_landed() => OneThread.Run(async () =>
    {
        (MemoryDrive drive, ZonedDevice device) = await OpenAsync(drive: new MemoryDriveOptions { EnforcesOrder = true });
        Task<long>[] appends = [Append(device, 0, 1), Append(device, 0, 1)];
        drive.MoveWritePointer(0, 2 * Block);
        RunAll(drive);

        ZonedIOException cause = await Assert.ThrowsAsync<ZonedIOException>(() => appends[0]);
        ZoneFollowerException follower = await Assert.ThrowsAsync<ZoneFollowerException>(() => appends[1]);
        Assert.Equal(ZoneError.ForeignWriter, cause.Finding);
        Assert.Equal(0, follower.LandedBytes);
    });

    [Fact]
    public void A_drive_that_closes_no_zone_any_more_is_not_asked_in_a_loop() => OneThread.Run(async () =>
    {
        (MemoryDrive drive, ZonedDevice device) = await OpenAsync(drive: new MemoryDriveOptions { Flavour = ZoneFlavour.Zns, Limits = new Limits { MaxOpenZones = 1, MaxActiveZones = 4 } });
        var never = new FaultRule { Event = DriveEvent.Close, Effect = FaultEffect.Fail, RepeatEvery = 1 };
        _faults.Add(never);
        Task<long> first = Append(device, 0, 1);
        RunAll(drive);
        await first;
        Task<long> second = Append(device, 1, 1);
        for (int i = 0; i < 100; i++)
        {
            RunAll(drive);
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        await Assert.ThrowsAsync<ZoneLimitException>(() => second);
        Assert.InRange(_faults.HitsOf(never), 1, device.Options.ReportAttempts);
    });

    private async Task<Task> WaitForAppendAsync(MemoryDrive drive, ZonedDevice device)
    {
        Task<long> append = Append(device, 0, 1);
        RunAll(drive);
        Assert.Equal(0, await append);
        Task wait = device.WaitDurableAsync(Block).AsTask();
        Assert.False(wait.IsCompleted);
        return wait;
    }

    private static Task<long> Append(ZonedDevice device, int zone, int blocks) => device.AppendAsync(zone, new byte[blocks * Block]).AsTask();

    private static void RunOne(MemoryDrive drive, DriveEvent command)
    {
        for (int i = 0; i < drive.StepCount; i++)
        {
            if (drive.DescribeStep(i).Event == command)
            {
                drive.Step(i);
                return;
            }
        }

        Assert.Fail($"No {command} is pending.");
    }

    private static void RunAll(MemoryDrive drive)
    {
        for (int i = 0; i < 1000 && drive.StepCount > 0; i++)
        {
            drive.Step(0);
        }

        Assert.Equal(0, drive.StepCount);
    }

    private async Task<(MemoryDrive Drive, ZonedDevice Device)> OpenAsync(MemoryDriveOptions? drive = null, ZonedDeviceOptions? device = null)
    {
        var made = new MemoryDrive((drive ?? new MemoryDriveOptions()) with
        {
            BlockSizeBytes = Block,
            ZoneSizeBytes = ZoneBlocks * Block,
            SizeBytes = 4 * ZoneBlocks * Block,
            Scheduling = MemoryDriveScheduling.Stepped,
            TimeProvider = _time,
            Faults = _faults,
        });
        Task<ZonedDevice> opening = ZonedDevice.OpenAsync(made, (device ?? new ZonedDeviceOptions()) with { TimeProvider = _time, InlineContinuations = true }).AsTask();
        RunAll(made);
        return (made, await opening);
    }
}
