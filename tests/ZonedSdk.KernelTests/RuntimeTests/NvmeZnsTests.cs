using ZonedSdk.Backends;
using ZonedSdk.Backends.LinuxBlock;
using ZonedSdk.Backends.NvmeZns;
using ZonedSdk.Descriptors;
using ZonedSdk.KernelTests.Devices;
using ZonedSdk.KernelTests.Tools;

namespace ZonedSdk.KernelTests.RuntimeTests;

/// <summary>The runtime on ZNS namespaces past the block layer.</summary>
public sealed class NvmeZnsTests
{
    private const int Block = 4096;
    private const int Busy = 16;
    private const byte OfTheCommand = 1;

    [Fact]
    public async Task Namespace_is_described_as_it_and_its_block_device_describe_it()
    {
        using NvmeNamespace disk = NvmeNamespace.Limited();
        using NvmeNamespace unlimited = NvmeNamespace.Unlimited();
        using NvmeNamespace small = NvmeNamespace.Small();
        foreach (NvmeNamespace each in (NvmeNamespace[])[disk, unlimited, small])
        {
            // The kernel tells a limit of open zones of its own where the drive has none (Linux 6.12, 128 of 300).
            BackendShapeOf block = await ShapeOfAsync(LinuxBlockDrive.Open(each.NodePath));
            (uint active, uint open) = NvmeZns.LimitsOf(each.CharacterNodePath);
            BackendShapeOf expected = block with { Open = (int)(open + 1), Active = (int)(active + 1) };
            Assert.Equal(expected, await ShapeOfAsync(NvmeZnsDrive.Open(each.CharacterNodePath)));
            Assert.Equal(expected, await ShapeOfAsync(NvmeZnsDrive.Open(each.NodePath)));
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_is_appended_stands_where_it_says_and_the_tools_agree(bool isLimited)
    {
        using NvmeNamespace disk = isLimited ? NvmeNamespace.Limited() : NvmeNamespace.Unlimited();
        await using ZonedDevice device = await ZonedDevice.OpenAsync(disk.CharacterNodePath);
        byte[] page = Stamp.Pages(3, seed: 1);
        Assert.Equal(disk.StartOf(1), await device.AppendAsync(1, page));
        await device.WriteAsync(disk.StartOf(1) + page.Length, page);
        await device.FlushAsync();
        await device.AppendAsync(2, page);
        await device.FinishZoneAsync(2);
        await device.AppendAsync(3, page);
        await device.ResetZoneAsync(3);
        await device.AppendAsync(4, page);
        await device.CloseZoneAsync(4);
        await using OpenZoneLease lease = await device.OpenZoneAsync(5);

        byte[] read = new byte[page.Length];
        await device.ReadAsync(disk.StartOf(1) + page.Length, read);
        Assert.Equal(page, read);
        await device.ReadAsync(disk.StartOf(4), read);
        Assert.Equal(page, read);
        Assert.Equal(["oi", "fu", "em", "cl", "oe"], NvmeZns.Report(disk.CharacterNodePath, device.Geometry.BlockSizeBytes, disk.ZoneLengthBytes).Skip(1).Take(5).Select(zone => zone.Condition));
        Assert.Equal(2 * page.Length, disk.Report(1).WritePointerBytes);
    }

    [Fact]
    public async Task Report_is_fetched_in_pages_and_begins_and_ends_where_it_is_told()
    {
        using NvmeNamespace disk = NvmeNamespace.Small();
        foreach (int zone in (int[])[126, 127, 253, 254, 299])
        {
            Assert.Null(disk.Write(zone, 0, zone % 16 * Block + Block));
        }

        await using NvmeZnsDrive drive = NvmeZnsDrive.Open(disk.CharacterNodePath);
        IReadOnlyList<ReportedZone> seen = disk.Report();
        foreach ((int first, int room) in ((int, int)[])[(0, 300), (100, 300), (127, 1), (126, 2), (299, 5), (1, 254)])
        {
            var zones = new ZoneInfo[room];
            BackendResult report = await drive.ReportAsync(first, zones, CancellationToken.None);
            Assert.Equal(Math.Min(room, 300 - first), report.BytesTransferred);
            for (int i = 0; i < report.BytesTransferred; i++)
            {
                ReportedZone expected = seen[first + i];
                Assert.Equal((first + i, expected.StartBytes, expected.LengthBytes, expected.CapacityBytes, expected.WritePointerBytes), (zones[i].Index, zones[i].Start, zones[i].LengthBytes, zones[i].CapacityBytes, zones[i].WritePointer - zones[i].Start));
            }
        }
    }

    [Fact]
    public async Task Ring_is_taken_where_the_node_is_a_character_device_and_why_not_is_told()
    {
        using NvmeNamespace disk = NvmeNamespace.Limited();
        await using (NvmeZnsDrive drive = NvmeZnsDrive.Open(disk.CharacterNodePath))
        {
            Assert.Equal(NvmeCommandPath.Ring, drive.CommandPath);
            Assert.Empty(drive.Description.Findings);
        }

        await using (NvmeZnsDrive drive = NvmeZnsDrive.Open(disk.CharacterNodePath, new NvmeZnsOptions { CommandPath = NvmeCommandPath.Ioctl }))
        {
            Assert.Equal(NvmeCommandPath.Ioctl, drive.CommandPath);
            Assert.Empty(drive.Description.Findings);
        }

        await using (NvmeZnsDrive drive = NvmeZnsDrive.Open(disk.NodePath))
        {
            Assert.Equal(NvmeCommandPath.Ioctl, drive.CommandPath);
            BackendFinding finding = Assert.Single(drive.Description.Findings);
            Assert.Equal((BackendFindingSeverity.Notice, "no-ring"), (finding.Severity, finding.Kind));
            Assert.Contains("a block device takes no commands by one", finding.Message, StringComparison.Ordinal);
        }

        DeviceOpenException refusal = Assert.Throws<DeviceOpenException>(() => NvmeZnsDrive.Open(disk.NodePath, new NvmeZnsOptions { CommandPath = NvmeCommandPath.Ring }));
        Assert.Contains("cannot be commanded by a ring", refusal.Message, StringComparison.Ordinal);

        // Whoever was refused has let go of everything.
        await using NvmeZnsDrive again = NvmeZnsDrive.Open(disk.NodePath);
    }

    [Theory]
    [InlineData(NvmeCommandPath.Ring, true, 1)]
    [InlineData(NvmeCommandPath.Ring, true, 2)]
    [InlineData(NvmeCommandPath.Ring, false, 1)]
    [InlineData(NvmeCommandPath.Ring, false, 2)]
    [InlineData(NvmeCommandPath.Ioctl, true, 1)]
    public async Task Sixteen_appends_at_once_each_have_a_place_of_their_own_and_their_data_are_there(NvmeCommandPath path, bool appendsNatively, int ringCount)
    {
        using NvmeNamespace disk = NvmeNamespace.Limited();
        AppendCount counted = new();
        await using ZonedDevice device = await ZonedDevice.OpenAsync(NvmeZnsDrive.Open(disk.CharacterNodePath, new NvmeZnsOptions { CommandPath = path, RingCount = ringCount, AppendsNatively = appendsNatively, Probe = counted }));
        Assert.Equal(path == NvmeCommandPath.Ring ? ringCount : 0, device.Description.RingCount);
        Dictionary<long, byte[]> landed = await Writers.AppendAsync(device, zone: 1, writers: 16, appendsOfEach: 32);

        Assert.Equal(16 * 32, landed.Count);
        await Writers.CompareAsync(device, landed);

        // Side by side without a gap: no two have a byte in common.
        long at = disk.StartOf(1);
        foreach ((long offset, byte[] data) in landed.OrderBy(append => append.Key))
        {
            Assert.Equal(at, offset);
            at += data.Length;
        }

        Assert.Equal((at, at, at - disk.StartOf(1)), (device.GetStatus(1).Submitted, device.GetStatus(1).Acknowledged, disk.Report(1).WritePointerBytes));
        Assert.Equal(at - disk.StartOf(1), NvmeZns.Report(disk.CharacterNodePath, Block, disk.ZoneLengthBytes)[1].WritePointerBytes);
        Assert.Equal(appendsNatively ? 16 * 32 : 0, counted.Appends);
        Assert.Equal(appendsNatively, counted.MostAtOnce > 1);
    }

    [Fact]
    public async Task Appends_and_writes_of_a_zone_take_turns_and_an_append_beyond_the_drives_limit_is_refused()
    {
        using NvmeNamespace disk = NvmeNamespace.Small();
        await using ZonedDevice device = await ZonedDevice.OpenAsync(disk.CharacterNodePath);
        Assert.Equal((128 * 1024, 64 * 1024), (device.Limits.MaxTransferBytes, device.Limits.MaxAppendBytes));
        await Assert.ThrowsAsync<ArgumentException>(() => device.AppendAsync(1, new byte[(64 * 1024) + Block]).AsTask());

        Dictionary<long, byte[]> landed = [];
        for (int round = 0; round < 8; round++)
        {
            Task<long>[] appends = [.. Enumerable.Range(0, 4).Select(i => device.AppendAsync(1, Stamp.Pages(2, (round * 8) + i)).AsTask())];

            // At the pointer as it will be when all of them have landed.
            byte[] written = Stamp.Pages(3, (round * 8) + 7);
            long at = device.GetStatus(1).Submitted;
            await device.WriteAsync(at, written);
            landed.Add(at, written);
            for (int i = 0; i < appends.Length; i++)
            {
                landed.Add(await appends[i], Stamp.Pages(2, (round * 8) + i));
            }
        }

        await Writers.CompareAsync(device, landed);
        Assert.Equal(landed.Values.Sum(data => (long)data.Length), disk.Report(1).WritePointerBytes);
        Assert.Equal(disk.StartOf(1) + disk.Report(1).WritePointerBytes, device.GetStatus(1).Submitted);

        // Up to the capacity, and not a block beyond.
        await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => device.AppendAsync(2, new byte[64 * 1024]).AsTask()));
        await Assert.ThrowsAsync<ZoneFullException>(() => device.AppendAsync(2, new byte[Block]).AsTask());
        Assert.Equal("fu", disk.Report(2).Condition);
    }

    [Theory]
    [InlineData(NvmeCommandPath.Ring)]
    [InlineData(NvmeCommandPath.Ioctl)]
    public async Task Memory_that_lies_anywhere_and_transfers_of_any_length_go_through(NvmeCommandPath path)
    {
        using NvmeNamespace disk = NvmeNamespace.Unlimited();
        await using ZonedDevice device = await ZonedDevice.OpenAsync(NvmeZnsDrive.Open(disk.CharacterNodePath, new NvmeZnsOptions { CommandPath = path }));
        int most = device.Limits.MaxTransferBytes;
        byte[] memory = new byte[most + 1];
        new Random(5).NextBytes(memory);
        List<(long Offset, ReadOnlyMemory<byte> Data)> written = [];
        foreach (ReadOnlyMemory<byte> data in (ReadOnlyMemory<byte>[])[memory.AsMemory(1, most), memory.AsMemory(0, most), memory.AsMemory(4, 512), memory.AsMemory(3, 512 * 1007)])
        {
            written.Add((await device.AppendAsync(1, data), data));
        }

        await Assert.ThrowsAsync<ArgumentException>(() => device.AppendAsync(1, new byte[most + 512]).AsTask());

        // A read goes in as many commands as it needs.
        byte[] read = new byte[written.Sum(part => part.Data.Length) + 1];
        await device.ReadAsync(disk.StartOf(1), read.AsMemory(1));
        Assert.All(written, part => Assert.True(read.AsSpan(1 + (int)(part.Offset - disk.StartOf(1)), part.Data.Length).SequenceEqual(part.Data.Span)));
        Assert.Equal(read.Length - 1, disk.Report(1).WritePointerBytes);
    }

    [Fact]
    public async Task Descriptor_extension_is_kept_until_the_zone_is_reset()
    {
        using NvmeNamespace disk = NvmeNamespace.Unlimited();
        await using NvmeZnsDrive drive = NvmeZnsDrive.Open(disk.CharacterNodePath);
        Assert.Equal(64, drive.DescriptorExtensionBytes);
        byte[] extension = Stamp.Pages(1, seed: 9)[..64];
        byte[] read = new byte[64];
        Assert.False(drive.ReadDescriptorExtension(2, read));

        drive.SetDescriptorExtension(2, extension);
        Assert.True(drive.ReadDescriptorExtension(2, read));
        Assert.Equal(extension, read);
        Assert.Equal("cl", disk.Report(2).Condition);
        ZonedIOException refused = Assert.Throws<ZonedIOException>(() => drive.SetDescriptorExtension(2, extension));
        Assert.Equal((ZoneError.InvalidTransition, new NvmeStatus(OfTheCommand, 0xBF)), (refused.Error, refused.NvmeStatus));
        Assert.Throws<ArgumentException>(() => drive.SetDescriptorExtension(3, new byte[63]));

        await drive.ManageAsync(ZoneAction.Reset, 2, CancellationToken.None);
        Assert.False(drive.ReadDescriptorExtension(2, read));
        using NvmeNamespace other = NvmeNamespace.Limited();
        await using NvmeZnsDrive without = NvmeZnsDrive.Open(other.CharacterNodePath);
        Assert.Throws<NotSupportedException>(() => without.SetDescriptorExtension(2, extension));
    }

    [Theory]
    [InlineData(NvmeCommandPath.Ring)]
    [InlineData(NvmeCommandPath.Ioctl)]
    public async Task Drive_that_is_pulled_while_it_is_written_is_known_to_be_gone(NvmeCommandPath path)
    {
        using NvmeNamespace disk = NvmeNamespace.Limited();
        ZonedDevice device = await ZonedDevice.OpenAsync(NvmeZnsDrive.Open(disk.CharacterNodePath, new NvmeZnsOptions { CommandPath = path }));
        Task<Exception?>[] writers = [.. Enumerable.Range(0, 16).Select(writer => Task.Run(() => Record.ExceptionAsync(() => AppendForEverAsync(device, writer % 4))))];
        await Task.WhenAll(Enumerable.Range(0, 4).Select(zone => device.AppendAsync(zone, Stamp.Pages(1, zone)).AsTask()));

        disk.Unplug();
        Exception?[] errors;
        try
        {
            errors = await Task.WhenAll(writers);
            await Record.ExceptionAsync(() => device.DisposeAsync().AsTask());
        }
        finally
        {
            NvmeNamespace.PlugIn();
        }

        Assert.All(errors, error => Assert.IsAssignableFrom<ZonedIOException>(error));
        Assert.Contains(errors, error => error is ZonedDeviceFaultedException { Error: ZoneError.DeviceGone });
        using NvmeNamespace again = NvmeNamespace.Limited();
        await using ZonedDevice reopened = await ZonedDevice.OpenAsync(again.CharacterNodePath);
        Assert.Equal(again.StartOf(1), await reopened.AppendAsync(1, Stamp.Pages(1, seed: 1)));
    }

    [Fact]
    public async Task Refusals_of_the_drive_are_told_by_their_status()
    {
        using NvmeNamespace disk = NvmeNamespace.Limited();
        await using NvmeZnsDrive drive = NvmeZnsDrive.Open(disk.CharacterNodePath);
        foreach (int zone in Enumerable.Range(0, 4))
        {
            Assert.True((await drive.ManageAsync(ZoneAction.Open, zone, CancellationToken.None)).IsSuccess);
        }

        await AssertRefusedAsync(drive, ZoneAction.Open, 4, ZoneError.TooManyOpenZones, 0xBE);
        await AssertRefusedAsync(drive, ZoneAction.Close, 5, ZoneError.InvalidTransition, 0xBF);
        foreach (int zone in Enumerable.Range(0, 2))
        {
            await drive.ManageAsync(ZoneAction.Close, zone, CancellationToken.None);
            Assert.Null(disk.Write(zone + 4, 0, Block));
            await drive.ManageAsync(ZoneAction.Close, zone + 4, CancellationToken.None);
        }

        await AssertRefusedAsync(drive, ZoneAction.Open, 6, ZoneError.TooManyActiveZones, 0xBD);
    }

    [Fact]
    public async Task Write_that_somebody_has_overtaken_is_an_invalid_write_and_the_zone_goes_on()
    {
        using NvmeNamespace disk = NvmeNamespace.Limited();
        await using ZonedDevice device = await ZonedDevice.OpenAsync(disk.CharacterNodePath);
        byte[] page = Stamp.Pages(1, seed: 1);
        await device.AppendAsync(1, page);
        Assert.Null(disk.Write(zone: 1, Block, 2 * Block));

        ZonedIOException refused = await Assert.ThrowsAnyAsync<ZonedIOException>(() => device.WriteAsync(disk.StartOf(1) + Block, page).AsTask());
        Assert.Equal((ZoneError.Misaligned, ZoneError.ForeignWriter, new NvmeStatus(OfTheCommand, 0xBC)), (refused.Error, refused.Finding, refused.NvmeStatus));
        Assert.Contains("Zone Invalid Write", refused.Message, StringComparison.Ordinal);
        Assert.Equal(disk.StartOf(1) + (3 * Block), await device.AppendAsync(1, page));
    }

    [Theory]
    [InlineData(NvmeCommandPath.Ring)]
    [InlineData(NvmeCommandPath.Ioctl)]
    public async Task Failed_append_leaves_the_others_their_places_and_the_zone_goes_on(NvmeCommandPath path)
    {
        using NvmeNamespace disk = NvmeNamespace.Faulty();
        int zone = NvmeNamespace.TakeFaultyZone();
        await using ZonedDevice device = await ZonedDevice.OpenAsync(NvmeZnsDrive.Open(disk.CharacterNodePath, new NvmeZnsOptions { CommandPath = path }));

        ZoneLoad load = new(disk, device, zone);
        await load.RunAsync();

        // The append that covers the bad byte has failed, and the pointer has moved over it: its place is the one gap between what was told to the others.
        ZonedIOException failed = Assert.Single(load.Failures, failure => failure is not ZoneFollowerException);
        Assert.NotNull(failed.NvmeStatus);
        Assert.Equal((ZoneError.Io, -1, null), (failed.Error, failed.Offset, failed.LandedBytes));
        await load.CompareAsync();
        long end = disk.StartOf(zone) + disk.Report(zone).WritePointerBytes;
        Assert.Equal(end, device.GetStatus(zone).Submitted);
        Assert.Equal(failed.LengthBytes, end - disk.StartOf(zone) - load.Landed.Values.Sum(data => (long)data.Length));
        Dictionary<long, byte[]> more = await Writers.AppendAsync(device, zone, writers: 8, appendsOfEach: 4);
        await Writers.CompareAsync(device, more);
        Assert.DoesNotContain(more.Keys, offset => offset < end);
    }

    [Theory]
    [InlineData(NvmeCommandPath.Ring)]
    [InlineData(NvmeCommandPath.Ioctl)]
    public async Task Failed_write_whose_write_pointer_has_moved_is_recovered(NvmeCommandPath path)
    {
        using NvmeNamespace disk = NvmeNamespace.Faulty();
        int zone = NvmeNamespace.TakeFaultyZone();
        await using ZonedDevice device = await ZonedDevice.OpenAsync(NvmeZnsDrive.Open(disk.CharacterNodePath, new NvmeZnsOptions { CommandPath = path, AppendsNatively = false }));

        ZoneLoad load = new(disk, device, zone);
        await load.RunAsync();

        Assert.All(load.Failures.Where(failure => failure is not ZoneFollowerException), failure => Assert.NotNull(failure.NvmeStatus));
        load.AssertFollowersKnowTheirCause();
        load.AssertEveryByteIsAccountedFor();
        await load.CompareAsync();
        Assert.Equal(device.GetStatus(zone).Submitted, await device.AppendAsync(zone, Stamp.Pages(1, seed: 1)));
    }

    [Fact]
    public async Task Namespace_whose_block_device_is_held_is_refused_with_who_and_holds_it_itself()
    {
        using NvmeNamespace disk = NvmeNamespace.Limited();
        await using (await ZonedDevice.OpenAsync(disk.NodePath))
        {
            await AssertBusyAsync(disk.CharacterNodePath, "another process has it open exclusively");
            await using ZonedDevice reader = await ZonedDevice.OpenAsync(disk.CharacterNodePath, new ZonedDeviceOptions { ReadOnly = true });
        }

        using (DmLinear above = DmLinear.Create(disk, firstZone: 0, zoneCount: 8))
        {
            await AssertBusyAsync(disk.CharacterNodePath, $"/dev/{above.Name} stands on it");
        }

        await using (await ZonedDevice.OpenAsync(disk.CharacterNodePath))
        {
            await AssertBusyAsync(disk.NodePath, "another process has it open exclusively");
            await AssertBusyAsync(disk.CharacterNodePath, "another process has it open exclusively");
        }

        await using ZonedDevice again = await ZonedDevice.OpenAsync(disk.NodePath, new ZonedDeviceOptions { NvmePassThrough = true });
        await AssertBusyAsync(disk.NodePath, "another process has it open exclusively");
    }

    [Fact]
    public async Task What_is_no_namespace_is_refused_by_what_it_is()
    {
        using NvmeNamespace disk = NvmeNamespace.Limited();
        string controller = disk.NodePath[..disk.NodePath.LastIndexOf('n')];
        await AssertNotSupportedAsync(controller, "is an NVMe controller");
        await AssertNotSupportedAsync("/dev/zero", "no NVMe namespace");
        using NullBlock other = NullBlock.Create();
        NotSupportedException refusal = await Assert.ThrowsAsync<NotSupportedException>(() => ZonedDevice.OpenAsync(other.NodePath, new ZonedDeviceOptions { NvmePassThrough = true }).AsTask());
        Assert.Contains(other.Name, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Namespace_over_tcp_is_driven_past_the_block_layer_too()
    {
        using NvmeNamespace lower = NvmeNamespace.Unlimited();
        using NvmeTcpTarget disk = NvmeTcpTarget.Create(lower);
        int zone = 1;
        foreach (string path in (string[])[disk.NodePath, disk.NodePath.Replace("nvme", "ng", StringComparison.Ordinal)])
        {
            await using ZonedDevice device = await ZonedDevice.OpenAsync(path, new ZonedDeviceOptions { NvmePassThrough = true });
            Dictionary<long, byte[]> landed = await Writers.AppendAsync(device, zone, writers: 8, appendsOfEach: 8);

            await Writers.CompareAsync(device, landed);
            Assert.Equal(landed.Values.Sum(data => (long)data.Length), lower.Report(zone++).WritePointerBytes);
        }
    }

    private static async Task AppendForEverAsync(ZonedDevice device, int zone)
    {
        byte[] page = Stamp.Pages(1, zone);
        while (true)
        {
            await device.AppendAsync(zone, page).ConfigureAwait(false);
        }
    }

    private static async Task AssertRefusedAsync(NvmeZnsDrive drive, ZoneAction action, int zone, ZoneError error, byte code)
    {
        BackendResult result = await drive.ManageAsync(action, zone, CancellationToken.None);
        Assert.Equal((error, new NvmeStatus(OfTheCommand, code)), (result.Error, NvmeStatus.FromErrno(result.Errno)));
    }

    private static async Task AssertBusyAsync(string path, string who)
    {
        DeviceOpenException busy = await Assert.ThrowsAsync<DeviceOpenException>(() => ZonedDevice.OpenAsync(path).AsTask());
        Assert.Equal(Busy, busy.Errno);
        Assert.Contains(who, busy.Message, StringComparison.Ordinal);
    }

    private static async Task AssertNotSupportedAsync(string path, string what)
    {
        NotSupportedException refusal = await Assert.ThrowsAsync<NotSupportedException>(() => ZonedDevice.OpenAsync(path).AsTask());
        Assert.Contains(what, refusal.Message, StringComparison.Ordinal);
    }

    private static async Task<BackendShapeOf> ShapeOfAsync(IZoneBackend drive)
    {
        await using (drive)
        {
            var zones = new ZoneInfo[drive.Geometry.ZoneCount];
            BackendResult report = await drive.ReportAsync(0, zones, CancellationToken.None);
            Assert.Equal(zones.Length, report.BytesTransferred);
            return new BackendShapeOf(drive.Geometry, drive.Identity, drive.Limits.MaxOpenZones, drive.Limits.MaxActiveZones, string.Join('\n', zones));
        }
    }

    /// <summary>Counts appends that go to the drive as such.</summary>
    private sealed class AppendCount : ICommandProbe
    {
        private int _atOnce;
        private int _appends;
        private int _mostAtOnce;

        public int Appends => _appends;

        public int MostAtOnce => _mostAtOnce;

        public int Before(in CommandCall call)
        {
            if (call.Command == ZoneCommand.Append)
            {
                Interlocked.Increment(ref _appends);
                int now = Interlocked.Increment(ref _atOnce);
                for (int most = _mostAtOnce; most < now; most = _mostAtOnce)
                {
                    Interlocked.CompareExchange(ref _mostAtOnce, now, most);
                }
            }

            return 0;
        }

        public void After(in CommandCall call, long result, ZoneError error) => Interlocked.Add(ref _atOnce, call.Command == ZoneCommand.Append ? -1 : 0);
    }

    private sealed record BackendShapeOf(Geometry Geometry, DeviceIdentity Identity, int Open, int Active, string Zones);
}
