using ZonedSdk.Backends;
using ZonedSdk.Backends.Memory;
using ZonedSdk.Testing;

namespace ZonedSdk.Tests.Devices;

/// <summary>What a drive has changed by itself: exactly that is recovered, and nothing that was told is forgotten.</summary>
public sealed class ChangedZoneTests
{
    private readonly ScriptedBackend _drive = new(zones: 8);
    private readonly ManualTimeProvider _time = new();
    private readonly List<int> _reported = [];
    private readonly List<(int Zone, ZoneEventKind Kind)> _events = [];

    [Fact]
    public async Task Exactly_the_zones_of_the_list_are_reported_after_their_writes_are_through()
    {
        await using ZonedDevice device = await OpenAsync();
        await using TestEnd end = new(device, _drive);
        Task<long> write = device.AppendAsync(5, new byte[ScriptedBackend.Block]).AsTask();
        _drive.SetZone(2, ZoneCondition.ReadOnly, 0);
        Tell(5, 2);

        Task<IReadOnlyList<ZoneRecovery>> asking = device.RecoverChangedZonesAsync().AsTask();
        Assert.Equal([2], _reported);
        Assert.False(asking.IsCompleted);
        _drive.SetZone(5, ZoneCondition.ImplicitlyOpen, 1);
        Assert.Single(_drive.Pending).Succeed();

        Assert.Equal([(2, ZoneCondition.ReadOnly), (5, ZoneCondition.ImplicitlyOpen)], (await asking).Select(zone => (zone.Zone, zone.Condition)));
        Assert.Equal([2, 5], _reported);
        Assert.Equal(device.Geometry.StartOf(5), await write);
        Assert.Equal([(2, ZoneEventKind.ReadOnly)], _events);
        await Assert.ThrowsAsync<ZoneReadOnlyException>(() => device.AppendAsync(2, new byte[ScriptedBackend.Block]).AsTask());

        // Told once, acted on once.
        Tell();
        Assert.Empty(await device.RecoverChangedZonesAsync());
        Assert.Equal([2, 5], _reported);
    }

    [Fact]
    public async Task A_zone_that_the_drive_has_finished_is_told_with_what_could_still_have_been_written()
    {
        _drive.SetZone(3, ZoneCondition.Closed, 4);
        await using ZonedDevice device = await OpenAsync();
        await using TestEnd end = new(device, _drive);
        List<ZoneEventArgs> told = [];
        device.ZoneEvent += (_, e) => told.Add(e);
        _drive.SetZone(3, ZoneCondition.Full, 4);
        Tell(3);
        Assert.Equal(ZoneCondition.Full, Assert.Single(await device.RecoverChangedZonesAsync()).Condition);
        ZoneEventArgs found = Assert.Single(told);
        Assert.Equal(
            (ZoneEventKind.FoundFull, device.Geometry.StartOf(3) + (4 * ScriptedBackend.Block), device.Geometry.StartOf(4)),
            (found.Kind, found.Start, found.End));

        // It is known now.
        Tell(3);
        await device.RecoverChangedZonesAsync();
        Assert.Single(told);
    }

    [Fact]
    public async Task A_zone_that_is_known_to_be_dead_is_told_as_the_drive_has_it_now()
    {
        _drive.SetZone(1, ZoneCondition.ReadOnly, 0);
        await using ZonedDevice device = await OpenAsync();
        await using TestEnd end = new(device, _drive);
        _drive.SetZone(1, ZoneCondition.Offline, 0);
        Tell(1);
        Assert.Equal((1, ZoneCondition.Offline), Assert.Single(await device.RecoverChangedZonesAsync()) is var zone ? (zone.Zone, zone.Condition) : default);
        Tell();
        Assert.Empty(await device.RecoverChangedZonesAsync());

        // A write that fails of it is one recovery, the list's own would be the second: it finds the zone dead.
        Task<long> write = device.AppendAsync(2, new byte[ScriptedBackend.Block]).AsTask();
        _drive.SetZone(2, ZoneCondition.ReadOnly, 0);
        Tell(2);
        Task<IReadOnlyList<ZoneRecovery>> asking = device.RecoverChangedZonesAsync().AsTask();
        Assert.Single(_drive.Pending).Fail(ZoneError.ZoneReadOnly);
        await Assert.ThrowsAnyAsync<ZonedIOException>(() => write);
        Assert.Equal([(2, ZoneCondition.ReadOnly)], (await asking).Select(changed => (changed.Zone, changed.Condition)));
    }

    [Fact]
    public async Task Where_the_list_is_incomplete_all_zones_are_looked_at_and_those_recovered_that_are_not_as_they_are_known()
    {
        _drive.SetZone(1, ZoneCondition.Closed, 3);
        _drive.SetZone(4, ZoneCondition.ReadOnly, 0);
        await using ZonedDevice device = await OpenAsync();
        await using TestEnd end = new(device, _drive);
        Task<long> write = device.AppendAsync(6, new byte[ScriptedBackend.Block]).AsTask();
        _drive.SetZone(1, ZoneCondition.Full, 3);
        _drive.SetZone(3, ZoneCondition.Offline, 0);
        _drive.OnTakeChanged = _ => ValueTask.FromResult(new ChangedZoneList { Result = BackendResult.Success(), IsIncomplete = true });

        Task<IReadOnlyList<ZoneRecovery>> asking = device.RecoverChangedZonesAsync().AsTask();
        _drive.SetZone(6, ZoneCondition.ImplicitlyOpen, 1);
        Assert.Single(_drive.Pending).Succeed();
        IReadOnlyList<ZoneRecovery> recovered = await asking;

        // One page of all zones, then one report of each of these; that zone 4 is read-only was known, and what becomes of a zone in use is not until it is at rest.
        Assert.Equal([(1, ZoneCondition.Full), (3, ZoneCondition.Offline), (6, ZoneCondition.ImplicitlyOpen)], recovered.Select(zone => (zone.Zone, zone.Condition)));
        Assert.Equal([0, 1, 3, 6], _reported);
        await write;

        Tell();
        Assert.Empty(await device.RecoverChangedZonesAsync());
        Assert.Equal([0, 1, 3, 6], _reported);
    }

    [Fact]
    public async Task What_was_told_is_kept_until_its_zone_was_recovered()
    {
        await using ZonedDevice device = await OpenAsync(new ZonedDeviceOptions { ReportAttempts = 1 });
        await using TestEnd end = new(device, _drive);
        Tell(1, 2, 3);
        Func<int, ValueTask<BackendResult>>? note = _drive.OnReport;
        _drive.OnReport = zone => zone == 2 ? ValueTask.FromResult(BackendResult.Failure(ZoneError.Io, 5)) : note!(zone);
        ZonedIOException failure = await Assert.ThrowsAnyAsync<ZonedIOException>(() => device.RecoverChangedZonesAsync().AsTask());
        Assert.Equal((2, ZoneError.ReportFailed), (failure.Zone, failure.Error));
        Assert.Equal([1, 3], _reported);

        _drive.OnReport = note;
        Tell();
        Assert.Equal([2], (await device.RecoverChangedZonesAsync()).Select(zone => zone.Zone));

        // And when the call is cancelled between two zones.
        Tell(1, 2);
        using CancellationTokenSource source = new();
        _drive.OnReport = zone =>
        {
            source.Cancel();
            return note!(zone);
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => device.RecoverChangedZonesAsync(source.Token).AsTask());
        _drive.OnReport = note;
        Tell();
        Assert.Contains(2, (await device.RecoverChangedZonesAsync()).Select(zone => zone.Zone));
    }

    [Theory]
    [InlineData("fails")]
    [InlineData("throws")]
    [InlineData("is late")]
    [InlineData("is cancelled")]
    public async Task A_list_that_nobody_got_to_see_may_have_named_any_zone(string what)
    {
        await using ZonedDevice device = await OpenAsync(new ZonedDeviceOptions { ReportTimeout = TimeSpan.FromSeconds(3) });
        await using TestEnd end = new(device, _drive);
        using CancellationTokenSource source = new();
        TaskCompletionSource<ChangedZoneList> never = new();
        _drive.OnTakeChanged = _ => what switch
        {
            "fails" => ValueTask.FromResult(new ChangedZoneList { Result = BackendResult.Failure(ZoneError.Io, 4) }),
            "throws" => throw new IOException("the ring is gone"),
            _ => new ValueTask<ChangedZoneList>(never.Task),
        };
        Task<IReadOnlyList<ZoneRecovery>> asking = device.RecoverChangedZonesAsync(source.Token).AsTask();
        if (what == "is late")
        {
            _time.Advance(TimeSpan.FromSeconds(4));
        }
        else if (what == "is cancelled")
        {
            await source.CancelAsync();
        }

        Exception error = await Assert.ThrowsAnyAsync<Exception>(() => asking.WaitAsync(TimeSpan.FromSeconds(10)));
        Assert.Equal(what == "is cancelled", error is OperationCanceledException);
        Assert.Equal(what != "is cancelled", error is ZonedIOException && error.Message.Contains("did not tell which zones it has changed by itself", StringComparison.Ordinal));

        _drive.SetZone(7, ZoneCondition.Offline, 0);
        Tell();
        Assert.Equal([7], (await device.RecoverChangedZonesAsync()).Select(zone => zone.Zone));
        Assert.Equal([0, 7], _reported);
    }

    [Fact]
    public async Task A_drive_that_keeps_no_list_says_why()
    {
        ScriptedBackend drive = new() { WhyNoChangedZones = "its controller keeps no such list" };
        await using ZonedDevice device = await ZonedDevice.OpenAsync(drive, new ZonedDeviceOptions { TimeProvider = _time });
        await using TestEnd end = new(device, drive);
        Assert.False(device.KeepsChangedZones);
        NotSupportedException refusal = await Assert.ThrowsAsync<NotSupportedException>(() => device.RecoverChangedZonesAsync().AsTask());
        Assert.Contains("scripted does not tell which zones it has changed by itself: its controller keeps no such list.", refusal.Message, StringComparison.Ordinal);

        await using ZonedDevice disk = await ZonedDevice.OpenAsync(new MemoryDrive(new MemoryDriveOptions { Flavour = ZoneFlavour.Zbc }));
        refusal = await Assert.ThrowsAsync<NotSupportedException>(() => disk.RecoverChangedZonesAsync().AsTask());
        Assert.Contains("follows ZBC", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_drive_that_refuses_after_all_is_told_by_its_words_and_lost_nothing()
    {
        await using ZonedDevice device = await OpenAsync();
        await using TestEnd end = new(device, _drive);
        _drive.OnTakeChanged = _ => ValueTask.FromResult(new ChangedZoneList { Result = BackendResult.Failure(ZoneError.NotSupported, NvmeStatus.InvalidLogPage) });
        ZonedIOException refusal = await Assert.ThrowsAnyAsync<ZonedIOException>(() => device.RecoverChangedZonesAsync().AsTask());
        Assert.Equal(ZoneError.NotSupported, refusal.Error);
        Assert.Contains("NVMe status 1h/09h (Invalid Log Page)", refusal.Message, StringComparison.Ordinal);
        Tell();
        Assert.Empty(await device.RecoverChangedZonesAsync());
        Assert.Empty(_reported);
    }

    [Fact]
    public async Task A_drive_in_memory_tells_what_it_has_changed_and_nothing_that_a_command_has()
    {
        MemoryDrive drive = new(new MemoryDriveOptions { Flavour = ZoneFlavour.Zns, ConventionalZones = 1 });
        await using ZonedDevice device = await ZonedDevice.OpenAsync(drive, new ZonedDeviceOptions { InlineContinuations = true });
        device.ZoneEvent += (_, e) => _events.Add((e.Zone, e.Kind));
        Assert.True(device.KeepsChangedZones);
        byte[] block = new byte[device.Geometry.BlockSizeBytes];
        foreach (int zone in Enumerable.Range(1, 8))
        {
            await device.AppendAsync(zone, block);
        }

        await device.FinishZoneAsync(6);
        await device.ResetZoneAsync(7);
        drive.CloseByDevice(8);
        Assert.Empty(await device.RecoverChangedZonesAsync());

        drive.SetOffline(4);
        drive.SetReadOnly(2);
        drive.FinishByDevice(3);
        drive.Recommend(5, reset: false, finish: true);

        // A conventional zone is the drive's affair alone, and one that is full cannot be finished again.
        drive.SetReadOnly(0);
        drive.FinishByDevice(6);
        IReadOnlyList<ZoneRecovery> recovered = await device.RecoverChangedZonesAsync();
        Assert.Equal(
            [(2, ZoneCondition.ReadOnly), (3, ZoneCondition.Full), (4, ZoneCondition.Offline), (5, ZoneCondition.ImplicitlyOpen)],
            recovered.Select(zone => (zone.Zone, zone.Condition)));
        Assert.Equal([(2, ZoneEventKind.ReadOnly), (3, ZoneEventKind.FoundFull), (4, ZoneEventKind.Offline)], _events);
        Assert.Empty(await device.RecoverChangedZonesAsync());
    }

    [Theory]
    [InlineData(511)]
    [InlineData(512)]
    public async Task More_zones_than_the_drives_list_holds_are_found_all_the_same(int changed)
    {
        MemoryDrive drive = new(new MemoryDriveOptions { Flavour = ZoneFlavour.Zns, ZoneSizeBytes = 4096, SizeBytes = 600 * 4096 });
        await using ZonedDevice device = await ZonedDevice.OpenAsync(drive);
        foreach (int zone in Enumerable.Range(20, changed))
        {
            drive.SetReadOnly(zone);
            drive.SetReadOnly(zone);
        }

        Assert.Equal(Enumerable.Range(20, changed), (await device.RecoverChangedZonesAsync()).Select(zone => zone.Zone));
        ChangedZoneList empty = await drive.TakeChangedZonesAsync(CancellationToken.None);
        Assert.Equal((true, false, 0), (empty.Result.IsSuccess, empty.IsIncomplete, empty.Zones.Count));
    }

    private void Tell(params int[] zones) => _drive.OnTakeChanged = _ => ValueTask.FromResult(new ChangedZoneList { Result = BackendResult.Success(), Zones = zones });

    private async ValueTask<ZonedDevice> OpenAsync(ZonedDeviceOptions? options = null)
    {
        ZonedDevice device = await ZonedDevice.OpenAsync(_drive, (options ?? new ZonedDeviceOptions()) with { TimeProvider = _time, InlineContinuations = true, CommandTimeout = Timeout.InfiniteTimeSpan });
        device.ZoneEvent += (_, e) => _events.Add((e.Zone, e.Kind));
        _drive.OnReport = zone =>
        {
            _reported.Add(zone);
            return ValueTask.FromResult(BackendResult.Success());
        };
        return device;
    }
}
