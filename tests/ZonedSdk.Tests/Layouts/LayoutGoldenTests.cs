using System.Buffers.Binary;
using ZonedSdk.Descriptors;
using ZonedSdk.Layouts;

namespace ZonedSdk.Tests.Layouts;

/// <summary>Bytes as the standards, the kernel's header and QEMU's specification place them, written out by hand.</summary>
public sealed class LayoutGoldenTests
{
    [Fact]
    public void A_zone_of_linux_has_these_bytes()
    {
        byte[] bytes = Filled(BlkZone.Size);
        BlkZone.Writer zone = BlkZone.Write(bytes);
        zone.Start = new Sectors512(0x80000);
        zone.Length = new Sectors512(0x80000);
        zone.WritePointer = new Sectors512(0x80008);
        zone.Type = ZoneType.SequentialWriteRequired;
        zone.Condition = ZoneCondition.Full;
        zone.NonSequential = true;
        zone.ResetRecommended = true;
        zone.Capacity = new Sectors512(0x7F000);
        AssertHost("0000000000080000" + "0000000000080000" + "0000000000080008", "020E0101" + "00000000", "000000000007F000", new string('0', 48), bytes);
    }

    [Fact]
    public void A_report_of_linux_has_these_bytes_and_its_entries_behind_them()
    {
        byte[] bytes = Filled(BlkZoneReport.Size + (3 * BlkZone.Size));
        BlkZoneReport.Writer header = BlkZoneReport.Write(bytes);
        header.Start = new Sectors512(0x80000);
        header.ZoneCount = 2;
        header.Flags = BlkZoneReportFlags.Capacity;
        Assert.Equal(0x80000UL, BitConverter.ToUInt64(bytes, 0));
        Assert.Equal(2u, BitConverter.ToUInt32(bytes, 8));
        Assert.Equal(1u, BitConverter.ToUInt32(bytes, 12));

        for (int index = 0; index < 2; index++)
        {
            BlkZone.Writer zone = BlkZone.Write(bytes.AsSpan(BlkZoneReport.Size + (index * BlkZone.Size)));
            zone.Start = new Sectors512((ulong)index * 1000);
            zone.Capacity = new Sectors512(7);
            zone.Length = new Sectors512(9);
        }

        List<(ulong Start, ulong Capacity)> zones = [];
        foreach (BlkZone zone in new BlkZoneReport(bytes).EnumerateEntries())
        {
            zones.Add((zone.Start.Value, zone.Capacity.Value));
        }

        Assert.Equal([(0UL, 7UL), (1000UL, 7UL)], zones);

        // A kernel before 5.9 sets no flag and leaves the capacity alone.
        header.Flags = BlkZoneReportFlags.None;
        foreach (BlkZone zone in new BlkZoneReport(bytes).EnumerateEntries())
        {
            Assert.Equal(9UL, zone.Capacity.Value);
        }
    }

    [Fact]
    public void A_range_of_linux_has_these_bytes()
    {
        byte[] bytes = Filled(BlkZoneRange.Size);
        BlkZoneRange.Writer range = BlkZoneRange.Write(bytes);
        range.Start = new Sectors512(0x1122334455667788);
        range.Length = new Sectors512(0x80000);
        Assert.Equal(0x1122334455667788UL, BitConverter.ToUInt64(bytes, 0));
        Assert.Equal(0x80000UL, BitConverter.ToUInt64(bytes, 8));
        Assert.Equal(16, BlkZoneRange.Size);
    }

    [Fact]
    public void A_list_of_the_zones_that_an_NVMe_drive_has_changed_has_these_bytes()
    {
        byte[] bytes = Filled(NvmeChangedZoneList.Size + (2 * NvmeChangedZone.Size));
        NvmeChangedZoneList.Write(bytes).ZoneCount = 0x0102;
        NvmeChangedZone.Write(bytes.AsSpan(8)).Start = new Lba(0x1122334455667788);
        NvmeChangedZone.Write(bytes.AsSpan(16)).Start = new Lba(3);
        Assert.Equal("0201000000000000" + "8877665544332211" + "0300000000000000", Convert.ToHexString(bytes));
        Assert.Equal(4096, NvmeChangedZoneList.Size + (NvmeChangedZoneList.MaxZones * NvmeChangedZone.Size));

        List<ulong> zones = [];
        foreach (NvmeChangedZone zone in new NvmeChangedZoneList(bytes).EnumerateEntries())
        {
            zones.Add(zone.Start.Value);
        }

        // No more than the buffer holds, whatever the drive counts.
        Assert.Equal([0x1122334455667788UL, 3UL], zones);
    }

    [Fact]
    public void An_NVMe_zone_has_these_bytes()
    {
        byte[] bytes = Filled(NvmeZoneDescriptor.Size);
        NvmeZoneDescriptor.Writer zone = NvmeZoneDescriptor.Write(bytes);
        zone.Type = NvmeZoneType.SequentialWriteRequired;
        zone.State = NvmeZoneState.Closed;
        zone.Attributes = NvmeZoneAttributes.ResetRecommended | NvmeZoneAttributes.DescriptorExtensionValid;
        zone.AttributeInformation = 3;
        zone.Capacity = new Lba(0x43500);
        zone.Start = new Lba(0x80000);
        zone.WritePointer = new Lba(0x80010);
        AssertBytes("02408403" + "00000000" + "0035040000000000" + "0000080000000000" + "1000080000000000" + new string('0', 64), bytes);
    }

    [Fact]
    public void An_NVMe_report_strides_over_descriptor_extensions()
    {
        const int Stride = NvmeZoneDescriptor.Size + 128;
        byte[] bytes = Filled(NvmeZoneReport.Size + Stride + NvmeZoneDescriptor.Size);
        NvmeZoneReport.Write(bytes).ZoneCount = ulong.MaxValue;
        AssertBytes("FFFFFFFFFFFFFFFF" + new string('0', 112), bytes.AsSpan(0, 64));
        for (int index = 0; index < 2; index++)
        {
            NvmeZoneDescriptor.Write(bytes.AsSpan(NvmeZoneReport.Size + (index * Stride))).Start = new Lba((ulong)index + 5);
        }

        NvmeZoneReport report = new(bytes);
        List<ulong> starts = [];
        foreach (NvmeZoneDescriptor zone in report.EnumerateEntries(Stride))
        {
            starts.Add(zone.Start.Value);
        }

        Assert.Equal([5UL, 6UL], starts);
        Assert.Equal(0, new NvmeZoneReport(bytes.AsSpan(0, 64)).EnumerateEntries().Count);
        Assert.Throws<ArgumentOutOfRangeException>(() => new NvmeZoneReport(bytes).EnumerateEntries(63).Count);
    }

    [Fact]
    public void A_ZBC_zone_has_these_bytes()
    {
        byte[] bytes = Filled(ZbcZoneDescriptor.Size);
        ZbcZoneDescriptor.Writer zone = ZbcZoneDescriptor.Write(bytes);
        zone.Type = ZbcZoneType.SequentialWriteRequired;
        zone.Condition = ZbcZoneCondition.Full;
        zone.NonSequential = true;
        zone.ResetRecommended = true;
        zone.Length = new Lba(0x10000);
        zone.Start = new Lba(0x20000);
        zone.WritePointer = new Lba(0x20008);
        AssertBytes("02E3000000000000" + "0000000000010000" + "0000000000020000" + "0000000000020008" + new string('0', 64), bytes);
    }

    [Fact]
    public void A_ZBC_report_counts_its_zones_in_bytes()
    {
        byte[] bytes = Filled(ZbcZoneReport.Size + (3 * ZbcZoneDescriptor.Size));
        ZbcZoneReport.Writer header = ZbcZoneReport.Write(bytes);
        header.ListLength = new Bytes(128);
        header.Same = 1;
        header.MaximumLba = new Lba(0x1FFFF);
        AssertBytes("00000080" + "01000000" + "000000000001FFFF" + new string('0', 96), bytes.AsSpan(0, 64));
        Assert.Equal(2, new ZbcZoneReport(bytes).EnumerateEntries().Count);
        header.ListLength = new Bytes(uint.MaxValue);
        Assert.Equal(3, new ZbcZoneReport(bytes).EnumerateEntries().Count);
        Assert.Throws<ArgumentOutOfRangeException>(() => new ZbcZoneReport.Writer(bytes).ListLength = new Bytes(1UL << 32));
    }

    [Fact]
    public void A_qcow2_extension_has_these_bytes()
    {
        byte[] bytes = Filled(Qcow2ZonedExtension.Size);
        Qcow2ZonedExtension.Writer extension = Qcow2ZonedExtension.Write(bytes);
        extension.Model = Qcow2ZonedModel.HostManaged;
        extension.ZoneSize = new Bytes(64 << 20);
        extension.ZoneCapacity = new Bytes(48 << 20);
        extension.ConventionalZones = 2;
        extension.ZoneCount = 16;
        extension.MaxActiveZones = 6;
        extension.MaxOpenZones = 4;
        extension.MaxAppend = new Bytes(65536);
        extension.MetadataSize = new Bytes(128);
        extension.MetadataOffset = new Bytes(0x50000);
        AssertBytes("01000000" + "0000000004000000" + "0000000003000000" + "00000002" + "00000010" + "00000006" + "00000004" + "00010000" + "0000000000000080" + "0000000000050000", bytes);
        Assert.Equal(56, Qcow2ZonedExtension.Size);
        Assert.Equal("\0zbd", System.Text.Encoding.ASCII.GetString(BitConverter.GetBytes(BinaryPrimitives.ReverseEndianness(Qcow2ZonedExtension.Magic))));
        bytes[0] = 2;
        Assert.Equal(new LayoutFault(LayoutFaultKind.UndefinedValue, 0), new Qcow2ZonedExtension(bytes).Validate());
    }

    [Fact]
    public void A_qcow2_zone_has_these_bytes()
    {
        byte[] bytes = Filled(Qcow2ZoneEntry.Size);
        Qcow2ZoneEntry.Writer zone = Qcow2ZoneEntry.Write(bytes);
        zone.WritePointer = new Bytes(0x0400_0000_0000_1000);
        zone.IsConventional = true;
        AssertBytes("0C00000000001000", bytes);
        Assert.Throws<ArgumentOutOfRangeException>(() => new Qcow2ZoneEntry.Writer(bytes).WritePointer = new Bytes(1UL << 59));
    }

    [Fact]
    public void Reading_and_writing_allocate_nothing()
    {
        byte[] bytes = new byte[BlkZoneReport.Size + (64 * BlkZone.Size)];
        ulong sum = Round(bytes);
        long before = GC.GetAllocatedBytesForCurrentThread();
        sum += Round(bytes);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(2 * 64UL * 63 / 2, sum);
    }

    private static ulong Round(byte[] bytes)
    {
        BlkZoneReport.Write(bytes).ZoneCount = 64;
        for (int index = 0; index < 64; index++)
        {
            BlkZone.Write(bytes.AsSpan(BlkZoneReport.Size + (index * BlkZone.Size))).Length = new Sectors512((ulong)index);
        }

        ulong sum = 0;
        foreach (BlkZone zone in new BlkZoneReport(bytes).EnumerateEntries())
        {
            sum += zone.Capacity.Value + (zone.Validate().IsNone ? 0UL : 1UL);
        }

        return sum;
    }

    /// <summary>Old bytes that a writer must not leave behind.</summary>
    private static byte[] Filled(int lengthBytes)
    {
        byte[] bytes = new byte[lengthBytes];
        Array.Fill(bytes, (byte)0xA5);
        return bytes;
    }

    private static void AssertBytes(string expected, ReadOnlySpan<byte> bytes) => Assert.Equal(expected, Convert.ToHexString(bytes));

    /// <summary>Numbers that a kernel shares with us are in the machine's order; here they are given as people read them.</summary>
    private static void AssertHost(string first, string middle, string last, string rest, ReadOnlySpan<byte> bytes)
    {
        string Words(string big) => string.Concat(big.Chunk(16).Select(word => Convert.ToHexString(BitConverter.GetBytes(Convert.ToUInt64(new string(word), 16)))));
        AssertBytes(Words(first) + middle + Words(last) + rest, bytes);
    }
}
