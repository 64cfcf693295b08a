using ZonedSdk.Backends;
using ZonedSdk.KernelTests.Devices;
using ZonedSdk.KernelTests.Tools;

namespace ZonedSdk.KernelTests.RuntimeTests;

/// <summary>The runtime on a mount of zonefs, compared with what public tools say of the device below it. Zone i of the mount is zone i + 1 of the device.</summary>
public sealed class ZoneFsTests
{
    private const int Block = 4096;
    private const int Mebibyte = 1 << 20;

    [Fact]
    public async Task Mount_has_the_zones_of_the_device_but_the_first()
    {
        using NullBlock disk = NullBlock.Create(new NullBlockOptions { SizeMebibytes = 128, ZoneLengthMebibytes = 8, ZoneCapacityMebibytes = 6, ConventionalZoneCount = 3, MaxOpenZones = 4, MaxActiveZones = 6 });
        Assert.Null(disk.Write(zone: 4, 0, 2 * Block));
        using ZoneFsMount mount = ZoneFsMount.Create(disk, "errors=repair");
        await using ZonedDevice device = await ZonedDevice.OpenAsync(mount.Folder);

        Assert.Equal((Block, 8L * Mebibyte, 15), (device.Geometry.BlockSizeBytes, device.Geometry.ZoneSizeBytes, device.Geometry.ZoneCount));
        Assert.Equal((4, 4), (device.Limits.MaxOpenZones, device.Limits.MaxActiveZones));
        Assert.Equal((ZoneType.Conventional, ZoneCondition.NotWritePointer), (device.GetZone(1).Type, device.GetZone(1).Condition));
        Assert.Equal((ZoneCondition.Empty, 6L * Mebibyte), (device.GetZone(2).Condition, device.GetZone(2).CapacityBytes));
        Assert.Equal((ZoneCondition.Closed, device.GetZone(3).Start + (2 * Block)), (device.GetZone(3).Condition, device.GetZone(3).WritePointer));
        Assert.Contains(device.Description.Findings, finding => finding.Kind == "error-policy" && finding.Message.Contains("errors=repair", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_we_write_the_tools_see_and_what_they_write_we_see()
    {
        using NullBlock disk = NullBlock.Create();
        using ZoneFsMount mount = ZoneFsMount.Create(disk);
        byte[] data = Stamp.Pages(4, seed: 1);
        await using (ZonedDevice device = await ZonedDevice.OpenAsync(mount.Folder))
        {
            Assert.Equal(device.GetZone(1).Start, await device.AppendAsync(1, data));
            Assert.Equal(device.GetZone(1).Start + data.Length, await device.AppendAsync(1, data));
            await device.AppendAsync(2, data);
            await device.FinishZoneAsync(2);
            await device.AppendAsync(3, data);
            await device.ResetZoneAsync(3);
            await device.FlushAsync();
            byte[] read = new byte[data.Length];
            Assert.Equal(read.Length, await device.ReadAsync(device.GetZone(1).Start + data.Length, read));
            Assert.Equal(data, read);
        }

        Assert.Equal(8 * Block, disk.Report(2).WritePointerBytes);
        Assert.Equal(("fu", "em"), (disk.Report(3).Condition, disk.Report(4).Condition));
        await using (ZonedDevice device = await ZonedDevice.OpenAsync(mount.Folder))
        {
            Assert.Equal(device.GetZone(1).Start + (8 * Block), device.GetZone(1).WritePointer);
            Assert.Equal((ZoneCondition.Full, ZoneCondition.Empty), (device.GetZone(2).Condition, device.GetZone(3).Condition));
            await device.ResetZoneAsync(2);
            Assert.Equal(device.GetZone(2).Start, await device.AppendAsync(2, data));
        }
    }

    [Fact]
    public async Task Conventional_zones_that_share_a_file_are_zones_of_their_own()
    {
        using NullBlock disk = NullBlock.Create(new NullBlockOptions { ConventionalZoneCount = 4 });
        using ZoneFsMount mount = ZoneFsMount.Create(disk, sharesConventional: true);
        Assert.Single(Directory.GetFiles($"{mount.Folder}/cnv"));
        await using ZonedDevice device = await ZonedDevice.OpenAsync(mount.Folder);

        Assert.Equal(3, device.Zones.Count(zone => zone.Type == ZoneType.Conventional));
        byte[] data = Stamp.Pages(2, seed: 1);
        await device.WriteAsync(device.GetZone(2).Start + Block, data);
        byte[] read = new byte[data.Length];
        await device.ReadAsync(device.GetZone(2).Start + Block, read);
        Assert.Equal(data, read);
        await device.FlushAsync();
        using FileStream raw = File.OpenRead(disk.NodePath);
        raw.Position = disk.StartOf(3) + Block;
        raw.ReadExactly(read);
        Assert.Equal(data, read);
    }

    [Fact]
    public async Task Sixty_four_writers_of_one_zone_meet_no_error()
    {
        KernelModule.Load("mq-deadline");
        using NullBlock disk = NullBlock.Create(new NullBlockOptions { SizeMebibytes = 128, ZoneLengthMebibytes = 32, QueueDepth = 8 });
        using ZoneFsMount mount = ZoneFsMount.Create(disk);
        await using ZonedDevice device = await ZonedDevice.OpenAsync(mount.Folder);
        Dictionary<long, byte[]> landed = await Writers.AppendAsync(device, zone: 1, writers: 64, appendsOfEach: 32);

        Assert.Equal(64 * 32, landed.Count);
        await Writers.CompareAsync(device, landed);
        Assert.Equal(device.GetStatus(1).Submitted - device.GetZone(1).Start, disk.Report(2).WritePointerBytes);
    }

    [Fact]
    public async Task Explicit_open_opens_and_closes_the_zone_on_the_device()
    {
        using NullBlock disk = NullBlock.Create(new NullBlockOptions { MaxOpenZones = 4, MaxActiveZones = 6 });
        using ZoneFsMount mount = ZoneFsMount.Create(disk, "explicit-open");
        await using ZonedDevice device = await ZonedDevice.OpenAsync(mount.Folder);

        await device.OpenZoneAsync(1);
        Assert.Equal("oe", disk.Report(2).Condition);
        await device.AppendAsync(1, Stamp.Pages(1, seed: 1));
        await device.CloseZoneAsync(1);
        Assert.Equal("cl", disk.Report(2).Condition);
        await device.AppendAsync(2, Stamp.Pages(1, seed: 1));
        Assert.Equal("oe", disk.Report(3).Condition);
        await device.ResetZoneAsync(2);
        Assert.Equal("em", disk.Report(3).Condition);
    }

    [Theory]
    [InlineData("repair")]
    [InlineData("remount-ro")]
    [InlineData("zone-ro")]
    [InlineData("zone-offline")]
    public async Task Failed_write_tells_what_landed_and_what_the_mount_made_of_it(string policy)
    {
        using NullBlock disk = NullBlock.Create();
        using ZoneFsMount mount = ZoneFsMount.Create(disk, $"errors={policy}");
        await using ZonedDevice device = await ZonedDevice.OpenAsync(mount.Folder);
        byte[] first = Stamp.Pages(1, seed: 99);
        await device.AppendAsync(1, first);
        long start = device.GetZone(1).Start;
        long bad = (disk.StartOf(2) + (5 * Block)) / 512;
        disk.AddBadSectors(bad, bad + 7);

        ZonedIOException cause = await Assert.ThrowsAnyAsync<ZonedIOException>(() => device.AppendAsync(1, Stamp.Pages(8, seed: 1)).AsTask());
        long end = start + disk.Report(2).WritePointerBytes;
        ZoneCondition expected = policy switch { "zone-ro" => ZoneCondition.ReadOnly, "zone-offline" => ZoneCondition.Offline, _ => ZoneCondition.ImplicitlyOpen };
        Assert.Equal((ZoneError.Io, 5, expected), (cause.Error, cause.Errno, cause.Condition));
        Assert.Equal(policy == "zone-offline" ? null : end - (start + Block), cause.LandedBytes);
        disk.RemoveBadSectors(bad, bad + 7);
        byte[] read = new byte[Block];
        if (policy == "zone-offline")
        {
            await Assert.ThrowsAsync<ZoneOfflineException>(() => device.ReadAsync(start, read).AsTask());
        }
        else
        {
            await device.ReadAsync(start, read);
            Assert.Equal(first, read);
        }

        switch (policy)
        {
            case "repair":
                Assert.Equal(end, await device.AppendAsync(1, first));
                break;
            case "remount-ro":
                Assert.Equal(ZoneError.DeviceReadOnly, (await Assert.ThrowsAsync<ZonedDeviceFaultedException>(() => device.AppendAsync(2, first).AsTask())).Error);
                Assert.Equal(ZoneError.DeviceReadOnly, (await Assert.ThrowsAsync<ZonedDeviceFaultedException>(() => device.AppendAsync(1, first).AsTask())).Error);
                break;
            default:
                await Assert.ThrowsAnyAsync<ZonedIOException>(() => device.AppendAsync(1, first).AsTask());
                await device.AppendAsync(2, first);
                break;
        }
    }

    [Fact]
    public async Task Zone_that_dies_under_load_is_known_dead_and_the_others_go_on()
    {
        using NullBlock disk = NullBlock.Create();
        using ZoneFsMount mount = ZoneFsMount.Create(disk, "errors=repair");
        await using ZonedDevice device = await ZonedDevice.OpenAsync(mount.Folder);
        byte[] page = Stamp.Pages(1, seed: 1);
        await device.AppendAsync(1, page);
        await device.AppendAsync(2, page);
        disk.MakeReadOnly(2);
        disk.MakeOffline(3);

        ZonedIOException readOnly = await Assert.ThrowsAnyAsync<ZonedIOException>(() => device.AppendAsync(1, page).AsTask());
        ZonedIOException offline = await Assert.ThrowsAnyAsync<ZonedIOException>(() => device.AppendAsync(2, page).AsTask());
        Assert.Equal((ZoneCondition.ReadOnly, ZoneCondition.Offline), (readOnly.Condition, offline.Condition));
        await Assert.ThrowsAsync<ZoneReadOnlyException>(() => device.AppendAsync(1, page).AsTask());
        await Assert.ThrowsAsync<ZoneOfflineException>(() => device.AppendAsync(2, page).AsTask());
        byte[] read = new byte[Block];
        await device.ReadAsync(device.GetZone(1).Start, read);
        Assert.Equal(page, read);
        await Assert.ThrowsAsync<ZoneOfflineException>(() => device.ReadAsync(device.GetZone(2).Start, read).AsTask());
        await device.AppendAsync(3, page);
        await device.FlushAsync();
    }

    [Fact]
    public async Task Foreign_writer_is_named_and_its_data_are_left_alone()
    {
        using NullBlock disk = NullBlock.Create();
        using ZoneFsMount mount = ZoneFsMount.Create(disk, "errors=repair");
        await using ZonedDevice device = await ZonedDevice.OpenAsync(mount.Folder);
        byte[] page = Stamp.Pages(1, seed: 1);
        await device.AppendAsync(1, page);
        await device.AppendAsync(2, page);

        // One past the file system, one through it.
        Assert.Null(disk.Write(zone: 2, Block, 3 * Block));
        Assert.Equal(Guest.PlugsZoneWrites ? null : Dd.InputOutputError, Dd.Write(mount.SequentialFile(2), Block, 3 * Block));
        foreach (int zone in (int[])[1, 2])
        {
            ZonedIOException error = await Assert.ThrowsAnyAsync<ZonedIOException>(() => device.AppendAsync(zone, page).AsTask());
            Assert.Equal(ZoneError.ForeignWriter, error.Finding);
            Assert.Equal(device.GetZone(zone).Start + (4 * Block), await device.AppendAsync(zone, page));
        }
    }

    [Fact]
    public async Task Read_only_mount_is_refused_for_writing_and_open_for_reading()
    {
        using NullBlock disk = NullBlock.Create();
        using ZoneFsMount mount = ZoneFsMount.Create(disk);
        byte[] page = Stamp.Pages(1, seed: 1);
        await using (ZonedDevice device = await ZonedDevice.OpenAsync(mount.Folder))
        {
            await device.AppendAsync(1, page);
        }

        Command.Run("mount", "-o", "remount,ro", mount.Folder);

        DeviceOpenException refusal = await Assert.ThrowsAsync<DeviceOpenException>(() => ZonedDevice.OpenAsync(mount.Folder).AsTask());
        Assert.Equal(30, refusal.Errno);
        Assert.Contains("remount,rw", refusal.Message, StringComparison.Ordinal);
        await using ZonedDevice reader = await ZonedDevice.OpenAsync(mount.Folder, new ZonedDeviceOptions { ReadOnly = true });
        byte[] read = new byte[Block];
        await reader.ReadAsync(reader.GetZone(1).Start, read);
        Assert.Equal(page, read);
    }

    [Fact]
    public async Task Mount_that_becomes_read_only_takes_no_more_writes_and_is_read_on()
    {
        using NullBlock disk = NullBlock.Create();
        using ZoneFsMount mount = ZoneFsMount.Create(disk);
        await using ZonedDevice device = await ZonedDevice.OpenAsync(mount.Folder);
        byte[] page = Stamp.Pages(1, seed: 1);
        await device.AppendAsync(1, page);
        await device.FlushAsync();
        await device.CloseZoneAsync(1);

        Command.Run("mount", "-o", "remount,ro", mount.Folder);

        Assert.Equal(ZoneError.DeviceReadOnly, (await Assert.ThrowsAsync<ZonedDeviceFaultedException>(() => device.AppendAsync(2, page).AsTask())).Error);
        byte[] read = new byte[Block];
        await device.ReadAsync(device.GetZone(1).Start, read);
        Assert.Equal(page, read);
    }

    [Fact]
    public async Task Mount_in_use_cannot_be_taken_away_nor_opened_twice()
    {
        using NullBlock disk = NullBlock.Create();
        using ZoneFsMount mount = ZoneFsMount.Create(disk);
        await using (await ZonedDevice.OpenAsync(mount.Folder))
        {
            Assert.Contains("busy", Command.Try("umount", mount.Folder).Errors, StringComparison.Ordinal);
            DeviceOpenException busy = await Assert.ThrowsAsync<DeviceOpenException>(() => ZonedDevice.OpenAsync(mount.Folder).AsTask());
            Assert.True(busy.IsTransient);
            await using ZonedDevice reader = await ZonedDevice.OpenAsync(mount.Folder, new ZonedDeviceOptions { ReadOnly = true });
            DeviceOpenException mounted = await Assert.ThrowsAsync<DeviceOpenException>(() => ZonedDevice.OpenAsync(disk.NodePath).AsTask());
            Assert.Contains(mount.Folder, mounted.Message, StringComparison.Ordinal);
        }

        await using ZonedDevice again = await ZonedDevice.OpenAsync(mount.Folder);
    }

    [Fact]
    public async Task What_is_no_mount_is_refused_with_what_to_do()
    {
        using NullBlock disk = NullBlock.Create();
        using ZoneFsMount mount = ZoneFsMount.Create(disk);

        NotSupportedException inside = await Assert.ThrowsAsync<NotSupportedException>(() => ZonedDevice.OpenAsync($"{mount.Folder}/seq").AsTask());
        Assert.Contains($"Open its mount point: {mount.Folder}.", inside.Message, StringComparison.Ordinal);
        NotSupportedException other = await Assert.ThrowsAsync<NotSupportedException>(() => ZonedDevice.OpenAsync("/run").AsTask());
        Assert.Contains("no mount of zonefs", other.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Disk_that_was_pulled_is_known_to_be_gone()
    {
        using ScsiDebug disk = ScsiDebug.Create();
        using ZoneFsMount mount = ZoneFsMount.Create(disk, "errors=repair");
        ZonedDevice device = await ZonedDevice.OpenAsync(mount.Folder);
        byte[] page = Stamp.Pages(1, seed: 1);
        long offset = await device.AppendAsync(3, page);
        await device.FlushAsync();

        disk.Unplug();

        Exception?[] errors = [await Record.ExceptionAsync(() => device.ReadAsync(offset, page).AsTask()), await Record.ExceptionAsync(() => device.AppendAsync(4, page).AsTask())];

        // Before anything is asserted, for as long as it is open nothing can be unmounted; quietly, for all that was acknowledged is durable.
        await device.DisposeAsync();
        Assert.All(errors, error => Assert.Equal(ZoneError.DeviceGone, Assert.IsType<ZonedDeviceFaultedException>(error).Error));
    }
}
