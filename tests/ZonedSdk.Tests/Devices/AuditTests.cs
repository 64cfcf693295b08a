using ZonedSdk.Backends;
using ZonedSdk.Backends.Memory;
using ZonedSdk.Testing;

namespace ZonedSdk.Tests.Devices;

/// <summary>What is noticed without an error, and what is not even allocated without a use.</summary>
public sealed class AuditTests
{
    [Fact]
    public async Task An_audit_notices_a_pointer_that_somebody_else_moved_and_heals_it()
    {
        ManualTimeProvider time = new();
        MemoryDrive drive = new(new MemoryDriveOptions());
        await using ZonedDevice device = await ZonedDevice.OpenAsync(drive, new ZonedDeviceOptions { TimeProvider = time, AuditInterval = TimeSpan.FromMinutes(1), CommandTimeout = Timeout.InfiniteTimeSpan });
        TaskCompletionSource<ZoneEventArgs> noticed = new();
        device.ZoneEvent += (_, e) => noticed.TrySetResult(e);
        await device.AppendAsync(1, new byte[4096]);
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.False(noticed.Task.IsCompleted);
        Assert.Equal(0, device.GetStatus(1).Epoch);

        drive.MoveWritePointer(1, 3 * 4096);
        time.Advance(TimeSpan.FromMinutes(1));
        ZoneEventArgs notice = await noticed.Task.WaitAsync(TimeSpan.FromSeconds(10));
        long start = device.Geometry.StartOf(1);
        Assert.Equal((ZoneEventKind.ForeignWriter, 1, start + 4096, start + (3 * 4096)), (notice.Kind, notice.Zone, notice.Start, notice.End));
        Assert.Equal(start + (3 * 4096), await device.AppendAsync(1, new byte[4096]));
    }

    [Theory]
    [InlineData(false, ZoneCondition.Full, ZoneEventKind.FoundFull, ZoneCondition.Full)]
    [InlineData(false, ZoneCondition.Offline, ZoneEventKind.Offline, ZoneCondition.Offline)]
    [InlineData(true, ZoneCondition.Empty, ZoneEventKind.AcknowledgedDataLost, ZoneCondition.Empty)]
    public async Task An_audit_notices_a_condition_that_somebody_else_changed(bool isFull, ZoneCondition reported, ZoneEventKind expected, ZoneCondition healed)
    {
        ManualTimeProvider time = new();
        ScriptedBackend drive = new();
        drive.SetZone(1, isFull ? ZoneCondition.Full : ZoneCondition.Closed, isFull ? 64 : 1);
        await using ZonedDevice device = await ZonedDevice.OpenAsync(drive, new ZonedDeviceOptions { TimeProvider = time, InlineContinuations = true, AuditInterval = TimeSpan.FromMinutes(1), CommandTimeout = Timeout.InfiniteTimeSpan });
        await using TestEnd end = new(device, drive);
        List<ZoneEventKind> events = [];
        device.ZoneEvent += (_, e) => events.Add(e.Kind);
        Assert.Equal(isFull ? 64 : 1, (device.GetStatus(1).Submitted - device.Geometry.StartOf(1)) / ScriptedBackend.Block);
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(0, device.GetStatus(1).Epoch);

        drive.SetZone(1, reported, 0);
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(1, device.GetStatus(1).Epoch);
        Assert.Equal(healed, device.GetZone(1).Condition);
        Assert.Equal([expected], events);
    }

    [Fact]
    public async Task An_audit_that_finds_a_zone_full_tells_what_could_still_have_been_written()
    {
        ManualTimeProvider time = new();
        ScriptedBackend drive = new();
        drive.SetZone(1, ZoneCondition.Closed, 3);
        await using ZonedDevice device = await ZonedDevice.OpenAsync(drive, new ZonedDeviceOptions { TimeProvider = time, InlineContinuations = true, AuditInterval = TimeSpan.FromMinutes(1), CommandTimeout = Timeout.InfiniteTimeSpan });
        await using TestEnd end = new(device, drive);
        List<ZoneEventArgs> events = [];
        device.ZoneEvent += (_, e) => events.Add(e);
        _ = device.GetStatus(1);
        drive.SetZone(1, ZoneCondition.Full, 3);
        time.Advance(TimeSpan.FromMinutes(1));
        ZoneEventArgs notice = Assert.Single(events);
        long start = device.Geometry.StartOf(1);
        Assert.Equal((ZoneEventKind.FoundFull, 1, start + (3 * ScriptedBackend.Block), start + (64 * ScriptedBackend.Block), null), (notice.Kind, notice.Zone, notice.Start, notice.End, notice.Error));

        // It is known from now on, and told once.
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.Single(events);
        await Assert.ThrowsAsync<ZoneFullException>(() => device.AppendAsync(1, new byte[ScriptedBackend.Block]).AsTask());
    }

    [Fact]
    public async Task A_read_that_finds_its_zone_offline_leads_to_a_report_when_the_writes_are_through()
    {
        ScriptedBackend drive = new();
        await using ZonedDevice device = await ZonedDevice.OpenAsync(drive, new ZonedDeviceOptions { TimeProvider = new ManualTimeProvider(), InlineContinuations = true });
        await using TestEnd end = new(device, drive);
        List<ZoneEventKind> events = [];
        device.ZoneEvent += (_, e) => events.Add(e.Kind);
        Task<long> write = device.AppendAsync(0, new byte[ScriptedBackend.Block]).AsTask();
        Task<int>[] reads = [device.ReadAsync(0, new byte[ScriptedBackend.Block]).AsTask(), device.ReadAsync(0, new byte[ScriptedBackend.Block]).AsTask()];
        ScriptedCommand[] commands = [.. drive.Pending];
        int reports = drive.Reports;
        drive.SetZone(0, ZoneCondition.Offline, 0);
        commands[1].Fail(ZoneError.ZoneOffline);
        commands[2].Fail(ZoneError.ZoneOffline);
        await Assert.ThrowsAsync<ZoneOfflineException>(() => reads[0]);
        await Assert.ThrowsAsync<ZoneOfflineException>(() => reads[1]);
        Assert.Equal(reports, drive.Reports);

        commands[0].Succeed();
        await write;
        Assert.Equal(reports + 1, drive.Reports);
        Assert.Equal(ZoneCondition.Offline, device.GetZone(0).Condition);
        Assert.Equal([ZoneEventKind.Offline], events);
        await Assert.ThrowsAsync<ZoneOfflineException>(() => device.AppendAsync(0, new byte[ScriptedBackend.Block]).AsTask());
        await Assert.ThrowsAsync<ZoneOfflineException>(() => device.ReadAsync(0, new byte[ScriptedBackend.Block]).AsTask());
        Assert.Empty(drive.Pending);
    }

    [Theory]
    [InlineData(ZoneErrorPolicy.ZoneReadOnly)]
    [InlineData(ZoneErrorPolicy.DeviceReadOnly)]
    public async Task A_read_that_calls_a_healthy_zone_offline_costs_a_report_and_nothing_else(ZoneErrorPolicy policy)
    {
        ScriptedBackend drive = new();
        drive.SetZone(0, ZoneCondition.Closed, 1);
        await using ZonedDevice device = await ZonedDevice.OpenAsync(drive, new ZonedDeviceOptions { TimeProvider = new ManualTimeProvider(), ErrorPolicy = policy });
        await using TestEnd end = new(device, drive);
        int reports = drive.Reports;
        Task<int> read = device.ReadAsync(0, new byte[ScriptedBackend.Block]).AsTask();
        drive.Pending[0].Fail(ZoneError.ZoneOffline);
        await Assert.ThrowsAsync<ZoneOfflineException>(() => read);
        Assert.Equal(reports + 1, drive.Reports);
        Task<long> write = device.AppendAsync(0, new byte[ScriptedBackend.Block]).AsTask();
        drive.Pending[0].Succeed();
        Assert.Equal(ScriptedBackend.Block, await write);
    }

    [Fact]
    public async Task A_round_of_the_audit_that_takes_long_is_not_joined_by_the_next()
    {
        ManualTimeProvider time = new();
        ScriptedBackend drive = new();
        await using ZonedDevice device = await ZonedDevice.OpenAsync(drive, new ZonedDeviceOptions { TimeProvider = time, AuditInterval = TimeSpan.FromMinutes(1), CommandTimeout = Timeout.InfiniteTimeSpan });
        await using TestEnd end = new(device, drive);
        _ = device.GetStatus(1);
        TaskCompletionSource<BackendResult> slow = new();
        drive.OnReport = _ => new ValueTask<BackendResult>(slow.Task);
        int before = drive.Reports;
        time.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(before + 1, drive.Reports);
        slow.SetResult(BackendResult.Success(1));
    }

    [Fact]
    public async Task Opening_a_million_zones_keeps_a_dense_table_and_makes_no_zone()
    {
        const int Zones = 1 << 20;
        MemoryDrive drive = new(new MemoryDriveOptions { BlockSizeBytes = 4096, ZoneSizeBytes = 4096, SizeBytes = 4096L * Zones });

        // The drive answers on this thread, so all that opening allocates is counted here: the table, its index, one page of a report.
        long before = GC.GetAllocatedBytesForCurrentThread();
        ValueTask<ZonedDevice> opening = ZonedDevice.OpenAsync(drive);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(opening.IsCompleted);
        await using ZonedDevice device = await opening;
        Assert.Equal(Zones, device.Geometry.ZoneCount);
        Assert.InRange(allocated, 16L * Zones, (16L * Zones) + (2 << 20));
        Assert.Equal(ZoneCondition.Empty, device.GetZone(Zones - 1).Condition);
    }

    [Theory]
    [InlineData(1L << 32)]
    [InlineData((1L << 32) + 7)]
    public async Task A_zone_of_more_than_four_billion_blocks_keeps_its_capacity(long blocks)
    {
        ScriptedBackend drive = new(zones: 2, blocksPerZone: blocks);
        await using ZonedDevice device = await ZonedDevice.OpenAsync(drive, new ZonedDeviceOptions { TimeProvider = new ManualTimeProvider() });
        await using TestEnd end = new(device, drive);
        Assert.Equal(blocks * ScriptedBackend.Block, device.GetZone(1).CapacityBytes);
        Task<long> append = device.AppendAsync(1, new byte[ScriptedBackend.Block]).AsTask();
        drive.Pending[0].Succeed();
        Assert.Equal(device.Geometry.StartOf(1), await append);
        Assert.Equal(blocks * ScriptedBackend.Block, device.GetZone(1).CapacityBytes);
    }

    [Fact]
    public async Task Zones_that_prefer_sequential_writes_take_them_anywhere()
    {
        await using ZonedDevice device = await ZonedDevice.OpenAsync(new MemoryDrive(new MemoryDriveOptions { PreferredZones = 2 }));
        await device.WriteAsync(8 * 4096, new byte[4096]);
        await device.WriteAsync(0, new byte[4096]);
        await device.WriteAsync(8 * 4096, new byte[4096]);
        Assert.Equal(9 * 4096, await device.AppendAsync(0, new byte[4096]));
        Assert.True((await device.ReportZoneAsync(0)).NonSequential);
    }

    [Theory]
    [InlineData(ZoneType.SequentialOrBefore)]
    [InlineData(ZoneType.Gap)]
    [InlineData((ZoneType)9)]
    public async Task Zone_types_that_are_not_supported_are_refused_by_name(ZoneType type)
    {
        ZonedIOException error = await Assert.ThrowsAsync<ZonedIOException>(() => ZonedDevice.OpenAsync(new ScriptedBackend(type: type)).AsTask());
        Assert.Contains(Enum.IsDefined(type) ? type.ToString() : "unknown type", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_append_above_the_largest_is_refused_and_never_split()
    {
        ScriptedBackend drive = new(limits: new Limits { MaxAppendBytes = 2 * ScriptedBackend.Block });
        await using ZonedDevice device = await ZonedDevice.OpenAsync(drive);
        await using TestEnd end = new(device, drive);
        await Assert.ThrowsAsync<ArgumentException>(() => device.AppendAsync(0, new byte[3 * ScriptedBackend.Block]).AsTask());
        Assert.Empty(drive.Pending);
    }

    [Fact]
    public async Task A_read_beyond_the_pointer_can_be_short()
    {
        MemoryDrive drive = new(new MemoryDriveOptions());
        await using ZonedDevice device = await ZonedDevice.OpenAsync(drive, new ZonedDeviceOptions { ReadBeyond = ReadBeyondPolicy.Short });
        await device.AppendAsync(0, new byte[2 * 4096]);
        Assert.Equal(4096, await device.ReadAsync(4096, new byte[4 * 4096]));
        Assert.Equal(0, await device.ReadAsync(4 * 4096, new byte[4096]));
    }

    [Fact]
    public async Task A_duplicate_completion_and_one_of_an_older_life_are_ignored()
    {
        ScriptedBackend drive = new();
        await using ZonedDevice device = await ZonedDevice.OpenAsync(drive, new ZonedDeviceOptions { TimeProvider = new ManualTimeProvider() });
        await using TestEnd end = new(device, drive);
        Task<long> append = device.AppendAsync(0, new byte[4096]).AsTask();
        ScriptedCommand command = drive.Pending[0];
        Assert.True(command.End(BackendResult.Success(4096)));
        Assert.Equal(0, await append);
        Task<long> next = device.AppendAsync(0, new byte[4096]).AsTask();
        Assert.False(command.End(BackendResult.Failure(ZoneError.Io, 5)));
        Assert.Equal(1, device.GetStatus(0).InFlight);
        drive.Pending[0].Succeed();
        Assert.Equal(4096, await next);
    }
}
