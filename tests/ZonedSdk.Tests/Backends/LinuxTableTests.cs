using ZonedSdk.Backends;
using ZonedSdk.Backends.LinuxBlock;
using ZonedSdk.Backends.NvmeZns;
using ZonedSdk.Backends.ZoneFs;
using ZonedSdk.Devices;
using ZonedSdk.Layouts;

namespace ZonedSdk.Tests.Backends;

/// <summary>The command sets of Linux's backends as bytes and numbers, written out by hand from the kernel's headers and the NVMe specification.</summary>
public sealed class LinuxTableTests
{
    private const long MiB = 1 << 20;

    [Fact]
    public void The_calls_of_a_block_device_have_the_numbers_of_the_header()
    {
        // _IOW(0x12, n, 16 bytes) and _IOWR(0x12, 130, 16 bytes), worked out as asm-generic/ioctl.h does it.
        Assert.Equal(LinuxBlockDrive.ResetRequest, Number(1, 0x12, 131, 16));
        Assert.Equal(LinuxBlockDrive.OpenRequest, Number(1, 0x12, 134, 16));
        Assert.Equal(LinuxBlockDrive.CloseRequest, Number(1, 0x12, 135, 16));
        Assert.Equal(LinuxBlockDrive.FinishRequest, Number(1, 0x12, 136, 16));
        Assert.Equal(LinuxBlockDrive.ReportRequest, Number(3, 0x12, 130, 16));
        Assert.Equal(LinuxBlockDrive.CachedReportRequest, Number(3, 0x12, 142, 16));
        Assert.Equal(NvmeZnsDrive.ReportRequest, Number(3, 'N', 0x48, 80));
        Assert.Equal(NvmeZnsDrive.ReportRequest, NvmeZnsDrive.ResetRequest);
    }

    [Fact]
    public void A_block_device_is_managed_in_sectors_of_512_bytes()
    {
        byte[] range = Dirty(16);
        LinuxBlockDrive.EncodeReset(range, 512 * MiB, 256 * MiB);
        Assert.Equal(Host(0x100000) + Host(0x80000), Convert.ToHexString(range));
        byte[] report = Dirty(LinuxBlockDrive.ReportLength(2));
        LinuxBlockDrive.EncodeReport(report, 512 * MiB, 2);
        Assert.Equal(16 + (2 * 64), report.Length);
        Assert.Equal(Host(0x100000) + (BitConverter.IsLittleEndian ? "02000000" : "00000002") + "00000000", Convert.ToHexString(report.AsSpan(0, 16)));
    }

    [Fact]
    public void A_report_from_the_kernels_cache_is_asked_for_by_its_flag()
    {
        byte[] report = Dirty(LinuxBlockDrive.ReportLength(2));
        LinuxBlockDrive.EncodeCachedReport(report, 512 * MiB, 2);
        Assert.Equal(Host(0x100000) + (BitConverter.IsLittleEndian ? "0200000000000080" : "0000000280000000"), Convert.ToHexString(report.AsSpan(0, 16)));
    }

    [Theory]
    [InlineData(8, 4)]
    [InlineData(4, 4)]
    [InlineData(6, 6)]
    public void A_last_zone_that_the_kernels_cache_tells_as_long_as_the_others_is_as_long_as_it_is(int toldMebibytes, int readMebibytes)
    {
        // Seven zones of 8 MiB and one of 4: only where the kernel repeats the length of the others is it known what it means.
        Geometry geometry = new(4096, 8 * MiB, 60 * MiB);
        byte[] report = new byte[LinuxBlockDrive.ReportLength(2)];
        BlkZoneReport.Writer header = BlkZoneReport.Write(report);
        header.ZoneCount = 2;
        header.Flags = BlkZoneReportFlags.Capacity;
        for (int index = 0; index < 2; index++)
        {
            BlkZone.Writer zone = BlkZone.Write(report.AsSpan(16 + (index * 64), 64));
            zone.Start = new Sectors512((ulong)((6 + index) * 8 * MiB / 512));
            zone.Length = new Sectors512((ulong)((index == 0 ? 8 : toldMebibytes) * MiB / 512));
            zone.Capacity = new Sectors512((ulong)((index == 0 ? 8 : 4) * MiB / 512));
            zone.WritePointer = new Sectors512((ulong)((6 + index) * 8 * MiB / 512));
            zone.Type = ZoneType.SequentialWriteRequired;
            zone.Condition = ZoneCondition.Active;
        }

        var zones = new ZoneInfo[2];
        Assert.Equal(2, LinuxBlockDrive.DecodeCachedReport(report, geometry, 6, zones));
        Assert.Equal([8 * MiB, readMebibytes * MiB], zones.Select(zone => zone.LengthBytes));
        Assert.Equal((null, readMebibytes == 4), (ReportReader.Defect(geometry, 6, zones[0]), ReportReader.Defect(geometry, 7, zones[1]) is null));
        Assert.Equal(1, LinuxBlockDrive.DecodeCachedReport(report, geometry, 6, zones.AsSpan(0, 1)));
    }

    [Theory]
    [InlineData("open", 3)]
    [InlineData("close", 1)]
    [InlineData("finish", 2)]
    [InlineData("reset", 4)]
    public void A_namespace_is_managed_by_zone_management_send(string command, int action)
    {
        byte[] argument = Dirty(80);
        switch (command)
        {
            case "open":
                NvmeZnsDrive.EncodeOpen(argument, 6 * MiB, 2 * MiB, 4096);
                break;
            case "close":
                NvmeZnsDrive.EncodeClose(argument, 6 * MiB, 2 * MiB, 4096);
                break;
            case "finish":
                NvmeZnsDrive.EncodeFinish(argument, 6 * MiB, 2 * MiB, 4096);
                break;
            default:
                NvmeZnsDrive.EncodeReset(argument, 6 * MiB, 2 * MiB, 4096);
                break;
        }

        // Opcode, the block in dwords 10 and 11, the action in dword 13; all else is zero.
        string expected = "79" + Zeroes(39) + "0006000000000000" + Zeroes(4) + $"{action:X2}" + Zeroes(27);
        Assert.Equal(expected, Convert.ToHexString(argument));
    }

    [Fact]
    public void A_namespace_reports_by_zone_management_receive()
    {
        byte[] argument = Dirty(80);
        NvmeZnsDrive.EncodeReport(argument, 6 * MiB, 3, 4096);

        // 256 bytes of data are 64 dwords, counted from zero.
        string expected = "7A" + Zeroes(35) + "00010000" + "0006000000000000" + "3F000000" + Zeroes(28);
        Assert.Equal(expected, Convert.ToHexString(argument));
        Assert.Equal(256, NvmeZnsDrive.ReportLength(3));
    }

    [Fact]
    public void The_list_of_changed_zones_is_asked_for_by_get_log_page_and_taken_with_it()
    {
        byte[] argument = Dirty(80);
        NvmeCommands.EncodeLogPage(argument, log: 0xBF, commandSet: 2, lengthBytes: 4096);

        // Dword 10: BFh, nothing retained, 1,024 dwords counted from zero; dword 14: the command set in its highest byte.
        string expected = "02" + Zeroes(39) + "BF00FF03" + Zeroes(15) + "02" + Zeroes(20);
        Assert.Equal(expected, Convert.ToHexString(argument));
    }

    [Theory]
    [InlineData(0, "", "")]
    [InlineData(3, "0,512,7680", "0 1 15")]
    [InlineData(2, "7680,512,1024", "15 1")]
    [InlineData(0xFFFF, "", "any")]
    [InlineData(512, "", "any")]
    [InlineData(2, "512,513", "any")]
    [InlineData(1, "8192", "any")]
    [InlineData(1, "36028797018963968", "any")]
    public void A_list_of_changed_zones_is_read_or_says_that_it_may_be_any(int count, string blocks, string zones)
    {
        // 16 zones of 512 blocks of 2 KiB.
        Geometry geometry = new(2048, MiB, 16 * MiB);
        byte[] page = new byte[4096];
        BitConverter.TryWriteBytes(page, (ushort)count);
        int at = 8;
        foreach (string block in blocks.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            BitConverter.TryWriteBytes(page.AsSpan(at), ulong.Parse(block, System.Globalization.CultureInfo.InvariantCulture));
            at += 8;
        }

        int[] read = new int[511];
        int found = NvmeZnsDrive.DecodeChanged(page, geometry, read);
        Assert.Equal(zones, found > read.Length ? "any" : string.Join(' ', read.Take(found)));
    }

    [Fact]
    public void A_full_list_of_changed_zones_has_511_of_them()
    {
        Geometry geometry = new(512, 512, 600 * 512);
        byte[] page = new byte[4096];
        BitConverter.TryWriteBytes(page, (ushort)511);
        for (int index = 0; index < 511; index++)
        {
            BitConverter.TryWriteBytes(page.AsSpan(8 + (8 * index)), (ulong)index + 50);
        }

        int[] read = new int[511];
        Assert.Equal(511, NvmeZnsDrive.DecodeChanged(page, geometry, read));
        Assert.Equal(Enumerable.Range(50, 511), read);
    }

    [Fact]
    public void Every_condition_of_a_report_of_linux_is_read_as_it_is()
    {
        ZoneCondition[] conditions = [ZoneCondition.NotWritePointer, ZoneCondition.Empty, ZoneCondition.ImplicitlyOpen, ZoneCondition.ExplicitlyOpen, ZoneCondition.Closed, ZoneCondition.ReadOnly, ZoneCondition.Full, ZoneCondition.Offline, ZoneCondition.Active];
        byte[] raw = [0, 1, 2, 3, 4, 0xD, 0xE, 0xF, 0xFF];
        byte[] report = new byte[LinuxBlockDrive.ReportLength(raw.Length)];
        BlkZoneReport.Write(report).ZoneCount = (uint)raw.Length;
        Geometry geometry = new(4096, MiB, 16 * MiB);
        for (int index = 0; index < raw.Length; index++)
        {
            Span<byte> entry = report.AsSpan(16 + (index * 64), 64);
            BitConverter.TryWriteBytes(entry, (ulong)index * 2048);
            BitConverter.TryWriteBytes(entry[8..], 2048UL);
            BitConverter.TryWriteBytes(entry[16..], ((ulong)index * 2048) + 8);
            entry[24] = (byte)(index == 0 ? 1 : 2);
            entry[25] = raw[index];
        }

        ZoneInfo[] zones = new ZoneInfo[16];
        Assert.Equal(raw.Length, LinuxBlockDrive.DecodeReport(report, geometry, 0, zones));
        Assert.Equal(conditions, zones.Take(raw.Length).Select(zone => zone.Condition));
        Assert.All(zones.Take(raw.Length), zone => Assert.Equal((zone.Index * MiB, MiB, MiB, (zone.Index * MiB) + 4096), (zone.Start, zone.LengthBytes, zone.CapacityBytes, zone.WritePointer)));
        Assert.Equal(ZoneType.Conventional, zones[0].Type);
        Assert.Null(ReportReader.Defect(geometry, 4, zones[4]));
    }

    [Fact]
    public void A_report_of_random_bytes_is_decoded_without_harm_and_refused()
    {
        const int Seed = 11;
        Random random = new(Seed);
        Geometry geometry = new(4096, MiB, 16 * MiB);
        ZoneInfo[] zones = new ZoneInfo[16];
        for (int round = 0; round < 500; round++)
        {
            byte[] report = new byte[random.Next(64, 64 + (20 * 64))];
            random.NextBytes(report);
            int linux = LinuxBlockDrive.DecodeReport(report, geometry, 0, zones);
            Assert.InRange(linux, 0, 16);
            Assert.All(zones.Take(linux), zone => Assert.NotNull(ReportReader.Defect(geometry, zone.Index, zone)));
            int nvme = NvmeZnsDrive.DecodeReport(report, geometry, 3, zones, 4096);
            Assert.InRange(nvme, 0, 16);
            Assert.All(zones.Take(nvme), zone => Assert.NotNull(ReportReader.Defect(geometry, zone.Index, zone)));
            Assert.InRange(NvmeZnsDrive.DecodeChanged(report, geometry, new int[511]), 0, int.MaxValue);
        }
    }

    [Theory]
    [InlineData(109, ZoneError.TooManyOpenZones)]
    [InlineData(75, ZoneError.TooManyActiveZones)]
    [InlineData(19, ZoneError.DeviceGone)]
    [InlineData(25, ZoneError.NotSupported)]
    [InlineData(9, ZoneError.DeviceReadOnly)]
    [InlineData(5, ZoneError.Io)]
    [InlineData(121, ZoneError.Io)]
    [InlineData(61, ZoneError.Io)]
    public void An_error_number_of_a_block_device_means_this(int errno, ZoneError error) => Assert.Equal(error, LinuxBlockDrive.MapError(errno));

    [Theory]
    [InlineData(27, ZoneError.Boundary)]
    [InlineData(16, ZoneError.TooManyOpenZones)]
    [InlineData(30, ZoneError.DeviceReadOnly)]
    [InlineData(1, ZoneError.ZoneReadOnly)]
    [InlineData(13, ZoneError.ZoneOffline)]
    [InlineData(22, ZoneError.Misaligned)]
    [InlineData(19, ZoneError.DeviceGone)]
    [InlineData(5, ZoneError.Io)]
    public void An_error_number_of_zonefs_means_this(int errno, ZoneError error) => Assert.Equal(error, ZoneFsDrive.MapError(errno));

    [Theory]
    [InlineData(0x109, ZoneError.NotSupported)]
    [InlineData(0x1B6, ZoneError.NotSupported)]
    [InlineData(0x1B8, ZoneError.Boundary)]
    [InlineData(0x1B9, ZoneError.ZoneFull)]
    [InlineData(0x1BA, ZoneError.ZoneReadOnly)]
    [InlineData(0x1BB, ZoneError.ZoneOffline)]
    [InlineData(0x1BC, ZoneError.Misaligned)]
    [InlineData(0x1BD, ZoneError.TooManyActiveZones)]
    [InlineData(0x1BE, ZoneError.TooManyOpenZones)]
    [InlineData(0x1BF, ZoneError.InvalidTransition)]
    [InlineData(0x001, ZoneError.NotSupported)]
    [InlineData(0x005, ZoneError.Io)]
    [InlineData(0x00B, ZoneError.DeviceGone)]
    [InlineData(0x013, ZoneError.Io)]
    [InlineData(0x020, ZoneError.DeviceReadOnly)]
    [InlineData(0x080, ZoneError.Boundary)]
    [InlineData(0x280, ZoneError.Io)]
    [InlineData(0x371, ZoneError.Io)]
    public void A_status_of_a_namespace_means_this_whatever_flags_it_has(int status, ZoneError error)
    {
        // Do Not Retry, More and the retry delay say nothing of what happened.
        foreach (int flags in (int[])[0, 0x4000, 0x2000, 0x1800, 0x7800])
        {
            Assert.Equal(error, NvmeZnsDrive.MapError(NvmeStatus.CodeOf(status | flags)));
        }
    }

    [Theory]
    [InlineData(19, ZoneError.DeviceGone)]
    [InlineData(6, ZoneError.DeviceGone)]
    [InlineData(4, ZoneError.Io)]
    [InlineData(5, ZoneError.Io)]
    public void An_error_number_of_a_command_past_the_block_layer_means_this(int errno, ZoneError error) => Assert.Equal(error, NvmeZnsDrive.MapError(errno));

    private static uint Number(uint direction, uint type, uint number, uint sizeBytes) => (direction << 30) | (sizeBytes << 16) | (type << 8) | number;

    private static string Host(ulong value) => Convert.ToHexString(BitConverter.GetBytes(value));

    private static string Zeroes(int bytes) => new('0', 2 * bytes);

    /// <summary>Bytes that an encoding has to overwrite.</summary>
    private static byte[] Dirty(int lengthBytes)
    {
        byte[] bytes = new byte[lengthBytes];
        bytes.AsSpan().Fill(0xEE);
        return bytes;
    }
}
