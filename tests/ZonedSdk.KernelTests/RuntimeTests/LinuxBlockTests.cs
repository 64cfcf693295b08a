using ZonedSdk.Backends;
using ZonedSdk.KernelTests.Devices;
using ZonedSdk.KernelTests.Tools;

namespace ZonedSdk.KernelTests.RuntimeTests;

/// <summary>The runtime on a zoned block device, compared with what public tools say of the same zones.</summary>
public sealed class LinuxBlockTests
{
    private const int Block = 4096;
    private const int Mebibyte = 1 << 20;

    [Fact]
    public async Task Device_has_the_shape_that_the_kernel_reports()
    {
        using NullBlock disk = NullBlock.Create(new NullBlockOptions { SizeMebibytes = 128, ZoneLengthMebibytes = 8, ZoneCapacityMebibytes = 6, ConventionalZoneCount = 2, MaxOpenZones = 4, MaxActiveZones = 6 });
        await using ZonedDevice device = await ZonedDevice.OpenAsync(disk.NodePath);

        Assert.Equal((Block, 8L * Mebibyte, 16), (device.Geometry.BlockSizeBytes, device.Geometry.ZoneSizeBytes, device.Geometry.ZoneCount));
        Assert.Equal((4, 6), (device.Limits.MaxOpenZones, device.Limits.MaxActiveZones));
        Assert.Equal((ZoneType.Conventional, ZoneCondition.NotWritePointer), (device.GetZone(1).Type, device.GetZone(1).Condition));
        Assert.Equal((ZoneCondition.Empty, 6L * Mebibyte), (device.GetZone(2).Condition, device.GetZone(2).CapacityBytes));
    }

    [Fact]
    public async Task What_we_write_the_tools_see_and_what_they_write_we_see()
    {
        using NullBlock disk = NullBlock.Create();
        Assert.Null(disk.Write(zone: 1, 0, 2 * Block));
        byte[] data = Stamp.Pages(4, seed: 1);
        await using (ZonedDevice device = await ZonedDevice.OpenAsync(disk.NodePath))
        {
            Assert.Equal(disk.StartOf(1) + (2 * Block), await device.AppendAsync(1, data));
            await device.AppendAsync(2, data);
            await device.FinishZoneAsync(2);
            await device.AppendAsync(3, data);
            await device.ResetZoneAsync(3);
            await device.FlushAsync();
            byte[] read = new byte[data.Length];
            Assert.Equal(read.Length, await device.ReadAsync(disk.StartOf(1) + (2 * Block), read));
            Assert.Equal(data, read);
            Assert.Equal(6 * Block, disk.Report(1).WritePointerBytes);
        }

        Assert.Equal(6 * Block, disk.Report(1).WritePointerBytes);
        Assert.Equal(("fu", "em"), (disk.Report(2).Condition, disk.Report(3).Condition));
    }

    [Theory]
    [InlineData(TransferEngine.Ring)]
    [InlineData(TransferEngine.Threads)]
    public async Task Failed_write_tells_what_landed_and_the_zone_goes_on(TransferEngine engine)
    {
        using NullBlock disk = NullBlock.Create();
        using var held = new HeldWrites();
        await using ZonedDevice device = await BlockDrives.OpenAsync(disk, engine, probe: held);
        long bad = (disk.StartOf(1) + (5 * Block)) / 512;
        disk.AddBadSectors(bad, bad + 7);

        Task<long>[] appends = [.. Enumerable.Range(0, 16).Select(i => device.AppendAsync(1, Stamp.Pages(1, i)).AsTask())];
        held.LetGo();
        await Task.WhenAny(Task.WhenAll(appends));

        ZonedIOException[] failures = [.. appends.Where(append => append.IsFaulted).Select(append => Assert.IsAssignableFrom<ZonedIOException>(append.Exception!.InnerException))];
        Assert.NotEmpty(failures);
        ZonedIOException cause = Assert.Single(failures, failure => failure is not ZoneFollowerException);
        Assert.Equal((ZoneError.Io, 5), (cause.Error, cause.Errno));
        Assert.All(failures.OfType<ZoneFollowerException>(), follower => Assert.Equal(cause.Offset, follower.RootCause!.Value.Offset));
        Assert.Equal(disk.Report(1).WritePointerBytes, device.GetStatus(1).Submitted - disk.StartOf(1));
        Assert.All(failures, failure => Assert.Equal(Math.Clamp(disk.StartOf(1) + disk.Report(1).WritePointerBytes - failure.Offset, 0, Block), failure.LandedBytes));

        disk.RemoveBadSectors(bad, bad + 7);
        Dictionary<long, byte[]> landed = await Writers.AppendAsync(device, zone: 1, writers: 8, appendsOfEach: 8);
        await Writers.CompareAsync(device, landed);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Failed_write_of_which_a_part_landed_tells_how_much(bool isMounted)
    {
        const int Landed = 4;
        using NullBlock disk = NullBlock.Create(new NullBlockOptions { ConventionalZoneCount = 1 });
        using ZoneFsMount? mount = isMounted ? ZoneFsMount.Create(disk, "errors=repair") : null;
        await using ZonedDevice device = await ZonedDevice.OpenAsync(mount?.Folder ?? disk.NodePath);
        int zone = isMounted ? 1 : 2;

        // The kernel cuts the write in two behind the runtime's back, and the second half meets the bad block.
        disk.WriteQueue("max_sectors_kb", $"{Landed * Block / 1024}");
        long bad = (disk.StartOf(2) + (5 * Block)) / 512;
        disk.AddBadSectors(bad, bad + 7);
        byte[] data = Stamp.Pages(2 * Landed, seed: 1);

        ZonedIOException failure = await Assert.ThrowsAnyAsync<ZonedIOException>(() => device.AppendAsync(zone, data).AsTask());

        Assert.Equal(Landed * Block, disk.Report(2).WritePointerBytes);
        Assert.Equal((Landed * Block, device.GetZone(zone).Start + (Landed * Block)), (failure.LandedBytes, failure.WritePointer));
        disk.RemoveBadSectors(bad, bad + 7);
        await device.AppendAsync(zone, data.AsMemory(Landed * Block));
        byte[] read = new byte[data.Length];
        await device.ReadAsync(device.GetZone(zone).Start, read);
        Assert.Equal(data, read);
    }

    [Fact]
    public async Task Zone_that_dies_under_load_is_known_dead_and_the_others_go_on()
    {
        using NullBlock disk = NullBlock.Create();
        await using ZonedDevice device = await ZonedDevice.OpenAsync(disk.NodePath);
        byte[] page = Stamp.Pages(1, seed: 1);
        await device.AppendAsync(1, page);
        await device.AppendAsync(2, page);
        disk.MakeReadOnly(1);
        disk.MakeOffline(2);

        // The kernel says no more than EIO to the first who meets it; the report says why.
        ZonedIOException readOnly = await Assert.ThrowsAnyAsync<ZonedIOException>(() => device.AppendAsync(1, page).AsTask());
        ZonedIOException offline = await Assert.ThrowsAnyAsync<ZonedIOException>(() => device.AppendAsync(2, page).AsTask());
        Assert.Equal((ZoneCondition.ReadOnly, ZoneCondition.Offline), (readOnly.Condition, offline.Condition));
        await Assert.ThrowsAsync<ZoneReadOnlyException>(() => device.AppendAsync(1, page).AsTask());
        await Assert.ThrowsAsync<ZoneOfflineException>(() => device.AppendAsync(2, page).AsTask());
        byte[] read = new byte[Block];
        await device.ReadAsync(disk.StartOf(1), read);
        Assert.Equal(page, read);
        await Assert.ThrowsAsync<ZoneOfflineException>(() => device.ReadAsync(disk.StartOf(2), read).AsTask());
        await device.AppendAsync(3, page);
    }

    [Theory]
    [InlineData(0, "write through")]
    [InlineData(1, "write back")]
    public async Task Flush_makes_data_durable_with_a_volatile_cache_and_without(int cacheMebibytes, string cache)
    {
        using NullBlock disk = NullBlock.Create(new NullBlockOptions { CacheMebibytes = cacheMebibytes });
        Assert.Equal(cache, disk.ReadQueue("write_cache"));
        await using ZonedDevice device = await ZonedDevice.OpenAsync(disk.NodePath);
        byte[] data = Stamp.Pages(3, seed: 1);
        long offset = await device.AppendAsync(1, data);
        Assert.Equal(offset, device.GetStatus(1).Durable);

        await device.FlushAsync();

        Assert.Equal(offset + data.Length, device.GetStatus(1).Durable);
        byte[] read = new byte[data.Length];
        await device.ReadAsync(offset, read);
        Assert.Equal(data, read);
    }

    [Theory]
    [InlineData(TransferEngine.Ring)]
    [InlineData(TransferEngine.Threads)]
    public async Task Disk_that_was_pulled_is_known_to_be_gone(TransferEngine engine)
    {
        using ScsiDebug disk = ScsiDebug.Create();
        ZonedDevice device = await BlockDrives.OpenAsync(disk, engine);
        byte[] page = Stamp.Pages(1, seed: 1);
        long offset = await device.AppendAsync(2, page);
        await device.FlushAsync();

        disk.Unplug();

        Exception?[] errors = [await Record.ExceptionAsync(() => device.ReadAsync(offset, page).AsTask()), await Record.ExceptionAsync(() => device.AppendAsync(3, page).AsTask())];

        // Before anything is asserted, for as long as it is open the driver cannot be unloaded; quietly, for all that was acknowledged is durable.
        await device.DisposeAsync();
        Assert.All(errors, error => Assert.Equal(ZoneError.DeviceGone, Assert.IsType<ZonedDeviceFaultedException>(error).Error));
    }

    [Fact]
    public async Task Foreign_writer_is_named_and_its_data_are_left_alone()
    {
        using NullBlock disk = NullBlock.Create();
        await using ZonedDevice device = await ZonedDevice.OpenAsync(disk.NodePath);
        byte[] page = Stamp.Pages(1, seed: 1);
        await device.AppendAsync(1, page);
        Assert.Null(disk.Write(zone: 1, Block, 3 * Block));

        ZonedIOException error = await Assert.ThrowsAnyAsync<ZonedIOException>(() => device.AppendAsync(1, page).AsTask());
        Assert.Equal(ZoneError.ForeignWriter, error.Finding);
        Assert.Equal(disk.StartOf(1) + (4 * Block), await device.AppendAsync(1, page));
    }

    [Fact]
    public async Task Device_that_somebody_uses_is_refused_with_who()
    {
        using NullBlock disk = NullBlock.Create();
        await using (await ZonedDevice.OpenAsync(disk.NodePath))
        {
            DeviceOpenException busy = await Assert.ThrowsAsync<DeviceOpenException>(() => ZonedDevice.OpenAsync(disk.NodePath).AsTask());
            Assert.Contains("another process has it open exclusively", busy.Message, StringComparison.Ordinal);
            Assert.True(busy.IsTransient);
            await using ZonedDevice reader = await ZonedDevice.OpenAsync(disk.NodePath, new ZonedDeviceOptions { ReadOnly = true });
        }

        await using ZonedDevice again = await ZonedDevice.OpenAsync(disk.NodePath);
    }

    [Fact]
    public async Task Flat_device_is_refused()
    {
        using RamDisk disk = new(8 << 20);
        NotSupportedException refusal = await Assert.ThrowsAsync<NotSupportedException>(() => ZonedDevice.OpenAsync(disk.NodePath).AsTask());
        Assert.Contains("\"none\"", refusal.Message, StringComparison.Ordinal);
    }
}
