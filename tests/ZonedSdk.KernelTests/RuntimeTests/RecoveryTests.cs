using ZonedSdk.Backends;
using ZonedSdk.Backends.LinuxBlock;
using ZonedSdk.KernelTests.Devices;
using ZonedSdk.KernelTests.Tools;

namespace ZonedSdk.KernelTests.RuntimeTests;

/// <summary>What becomes of a zone in which a write fails while sixteen writers are at it, and of the zones beside it.</summary>
public sealed class RecoveryTests
{
    private const int Block = 4096;
    private const int InputOutputError = 5;

    [Theory]
    [InlineData(TransferEngine.Ring, false, 1)]
    [InlineData(TransferEngine.Ring, true, 1)]
    [InlineData(TransferEngine.Ring, true, 2)]
    [InlineData(TransferEngine.Threads, false, 1)]
    public async Task Bad_block_under_load_is_accounted_for_and_the_zone_goes_on(TransferEngine engine, bool isInline, int ringCount)
    {
        using NullBlock disk = NullBlock.Create();
        await using ZonedDevice device = await BlockDrives.OpenAsync(disk, engine, new ZonedDeviceOptions { InlineContinuations = isInline }, ringCount: ringCount);
        ZoneEvents events = new(device);
        long bad = (disk.StartOf(1) + (100 * Block)) / 512;
        disk.AddBadSectors(bad, bad + 7);

        ZoneLoad load = new(disk, device, zone: 1);
        await WithNeighboursAsync(disk, device, load.RunAsync(), 2, 3);

        ZoneEventArgs recovered = await events.NextAsync(ZoneEventKind.Recovered, zone: 1);
        Assert.Contains(load.Failures, failure => failure.Error == ZoneError.Io && failure.Errno == InputOutputError && failure.WritePointer == recovered.Start);
        load.AssertFollowersKnowTheirCause();
        load.AssertEveryByteIsAccountedFor();

        disk.RemoveBadSectors(bad, bad + 7);
        await GoOnAsync(disk, device, load, zone: 1);
    }

    [Theory]
    [InlineData(TransferEngine.Ring)]
    [InlineData(TransferEngine.Threads)]
    public async Task Failed_write_whose_write_pointer_has_moved_is_told_as_landed_and_the_zone_goes_on(TransferEngine engine)
    {
        using NvmeNamespace disk = NvmeNamespace.Faulty();
        int zone = NvmeNamespace.TakeFaultyZone();
        await using ZonedDevice device = await BlockDrives.OpenAsync(disk, engine);

        ZoneLoad load = new(disk, device, zone);
        await load.RunAsync();

        ZonedIOException moved = Assert.Single(load.Failures, failure => failure.Offset <= FaultIn(disk, zone) && FaultIn(disk, zone) < failure.Offset + failure.LengthBytes);
        Assert.Equal((ZoneError.Io, InputOutputError, moved.LengthBytes), (moved.Error, moved.Errno, moved.LandedBytes!.Value));
        load.AssertFollowersKnowTheirCause();
        load.AssertEveryByteIsAccountedFor();
        await GoOnAsync(disk, device, load, zone);
    }

    [Theory]
    [InlineData(TransferEngine.Ring)]
    [InlineData(TransferEngine.Threads)]
    public async Task Transport_that_fails_all_writes_is_recovered_zone_by_zone(TransferEngine engine)
    {
        using NullBlock lower = NullBlock.Create();
        using var disk = new DmFlakey(lower);

        // While its table is changed the device gives no reports; the zone's recovery asks for one until it is there.
        await using ZonedDevice device = await BlockDrives.OpenAsync(disk, engine, new ZonedDeviceOptions { ReportAttempts = 12 });
        ZoneLoad[] loads = [.. Enumerable.Range(1, 3).Select(zone => new ZoneLoad(disk, device, zone))];

        TaskCompletionSource failing = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await Task.WhenAll(loads.Select((load, i) => load.RunAsync(i == 0 ? 40 : -1, Fail, failing.Task)));

        Assert.All(loads, load => load.AssertFollowersKnowTheirCause());
        disk.SetFault(FlakeyFault.None);
        for (int i = 0; i < loads.Length; i++)
        {
            loads[i].AssertEveryByteIsAccountedFor();
            Assert.Equal(disk.Report(i + 1).WritePointerBytes, lower.Report(i + 1).WritePointerBytes);
            await GoOnAsync(disk, device, loads[i], zone: i + 1);
        }

        void Fail()
        {
            disk.SetFault(FlakeyFault.ErrorWrites);
            failing.SetResult();
        }
    }

    [Fact]
    public async Task Medium_error_under_load_is_accounted_for_where_the_driver_takes_error_rules()
    {
        using ScsiDebug disk = ScsiDebug.Create();
        if (!disk.TakesErrorRules)
        {
            return;
        }

        await using ZonedDevice device = await ZonedDevice.OpenAsync(disk.NodePath);
        ZoneLoad load = new(disk, device, zone: 2);

        // One zone alone: the rule is about the disk, and the writes of another zone would take its failures for themselves.
        await load.RunAsync(faultAfter: 40, disk.FailNextWrite);

        load.AssertFollowersKnowTheirCause();
        load.AssertEveryByteIsAccountedFor();
        await GoOnAsync(disk, device, load, zone: 2);
    }

    [Theory]
    [InlineData(true, TransferEngine.Ring)]
    [InlineData(false, TransferEngine.Ring)]
    [InlineData(true, TransferEngine.Threads)]
    [InlineData(false, TransferEngine.Threads)]
    public async Task Zone_that_dies_while_it_is_written_is_refused_for_ever_and_the_others_go_on(bool isReadOnly, TransferEngine engine)
    {
        using NullBlock disk = NullBlock.Create();
        await using ZonedDevice device = await BlockDrives.OpenAsync(disk, engine);
        ZoneEvents events = new(device);
        ZoneLoad load = new(disk, device, zone: 1);

        await WithNeighboursAsync(disk, device, load.RunAsync(faultAfter: 40, () => Kill(disk, zone: 1, isReadOnly)), 2, 3);

        ZoneCondition condition = isReadOnly ? ZoneCondition.ReadOnly : ZoneCondition.Offline;
        await events.NextAsync(isReadOnly ? ZoneEventKind.ReadOnly : ZoneEventKind.Offline, zone: 1);
        load.AssertFollowersKnowTheirCause();
        Assert.All(load.Failures, failure => Assert.Equal(condition, failure.Condition));
        Assert.Equal((isReadOnly ? "ro" : "of", condition), (disk.Report(1).Condition, device.GetZone(1).Condition));

        byte[] page = Stamp.Pages(1, seed: 1);
        ZonedIOException refusal = await Assert.ThrowsAnyAsync<ZonedIOException>(() => device.AppendAsync(1, page).AsTask());
        Assert.Equal(isReadOnly ? ZoneError.ZoneReadOnly : ZoneError.ZoneOffline, refusal.Error);
        if (isReadOnly)
        {
            await load.CompareAsync();
        }
        else
        {
            await Assert.ThrowsAsync<ZoneOfflineException>(() => device.ReadAsync(disk.StartOf(1), page).AsTask());
        }
    }

    [Fact]
    public async Task Zones_that_die_side_by_side_while_all_are_written_take_no_other_with_them()
    {
        using NullBlock disk = NullBlock.Create();
        await using ZonedDevice device = await ZonedDevice.OpenAsync(disk.NodePath);
        ZoneLoad[] loads = [.. Enumerable.Range(1, 4).Select(zone => new ZoneLoad(disk, device, zone))];

        TaskCompletionSource dead = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await WithNeighboursAsync(disk, device, Task.WhenAll(loads.Select((load, i) => load.RunAsync(i == 0 ? 40 : -1, KillAll, dead.Task))), 5, 6);

        for (int i = 0; i < loads.Length; i++)
        {
            ZoneCondition condition = i % 2 == 0 ? ZoneCondition.ReadOnly : ZoneCondition.Offline;
            loads[i].AssertFollowersKnowTheirCause();
            Assert.All(loads[i].Failures, failure => Assert.Equal(condition, failure.Condition));
            Assert.Equal((i % 2 == 0 ? "ro" : "of", condition), (disk.Report(i + 1).Condition, device.GetZone(i + 1).Condition));
        }

        await loads[0].CompareAsync();
        await device.AppendAsync(7, Stamp.Pages(1, seed: 1));
        await device.FlushAsync();

        void KillAll()
        {
            for (int i = 0; i < loads.Length; i++)
            {
                Kill(disk, zone: i + 1, isReadOnly: i % 2 == 0);
            }

            dead.SetResult();
        }
    }

    [Theory]
    [InlineData(TransferEngine.Ring)]
    [InlineData(TransferEngine.Threads)]
    public async Task Zone_whose_report_is_withheld_after_a_failure_stays_refused_where_the_kernel_plugs_writes(TransferEngine engine)
    {
        using NullBlock disk = NullBlock.Create();
        Assert.Null(disk.Write(zone: 1, 0, Block));
        UnreportedDrive drive = new(LinuxBlockDrive.Open(disk.NodePath, new LinuxBlockOptions { Engine = engine }));
        await using ZonedDevice device = await ZonedDevice.OpenAsync(drive);
        byte[] page = Stamp.Pages(1, seed: 1);
        long bad = (disk.StartOf(1) + Block) / 512;
        disk.AddBadSectors(bad, bad + 7);
        drive.Withholds = true;
        await Assert.ThrowsAnyAsync<ZonedIOException>(() => device.AppendAsync(1, page).AsTask());

        // Nothing is wrong any more, and the runtime knows the right write pointer; the kernel alone was never asked for it.
        disk.RemoveBadSectors(bad, bad + 7);
        for (int i = 0; i < 2; i++)
        {
            Exception? error = await Record.ExceptionAsync(() => device.AppendAsync(1, page).AsTask());
            Assert.Equal(Guest.PlugsZoneWrites, error is ZonedIOException { Errno: InputOutputError });
        }

        drive.Withholds = false;
        await device.RecoverAsync(1);
        await device.AppendAsync(1, page);
    }

    private static long FaultIn(NvmeNamespace disk, int zone) => disk.StartOf(zone) + NvmeNamespace.FaultOffsetBytes;

    private static void Kill(NullBlock disk, int zone, bool isReadOnly)
    {
        if (isReadOnly)
        {
            disk.MakeReadOnly(zone);
        }
        else
        {
            disk.MakeOffline(zone);
        }
    }

    // Zones beside the one that fails are written meanwhile, and notice nothing.
    private static async Task WithNeighboursAsync(BlockDevice disk, ZonedDevice device, Task load, params int[] zones)
    {
        ZoneLoad[] neighbours = [.. zones.Select(zone => new ZoneLoad(disk, device, zone))];
        var writing = Task.WhenAll(neighbours.Select(neighbour => neighbour.RunAsync()));
        await load;
        foreach (ZoneLoad neighbour in neighbours)
        {
            neighbour.Stop();
        }

        await writing;
        foreach (ZoneLoad neighbour in neighbours)
        {
            Assert.Empty(neighbour.Failures);
            neighbour.AssertEveryByteIsAccountedFor();
            await neighbour.CompareAsync();
        }
    }

    // What was acknowledged before is there, and what is written now follows it without an error.
    private static async Task GoOnAsync(BlockDevice disk, ZonedDevice device, ZoneLoad before, int zone)
    {
        Dictionary<long, byte[]> after = await Writers.AppendAsync(device, zone, writers: 16, appendsOfEach: 4);
        await before.CompareAsync();
        await Writers.CompareAsync(device, after);
        Assert.Equal(device.GetStatus(zone).Submitted - disk.StartOf(zone), disk.Report(zone).WritePointerBytes);
    }
}
