using ZonedSdk.Backends.Emulation;
using ZonedSdk.Backends.Image.Format;
using ZonedSdk.TestSupport.Image;

namespace ZonedSdk.Tests.Image;

/// <summary>The bytes on the medium, computed by an independent program from the tables in src/ZonedSdk/Backends/Image/Format. A change here is a new version of the format.</summary>
public sealed class PageGoldenTests
{
    private const string SuperblockBytes =
        "5A4F4E4544494D476F1D3A582C474E0B9A610D5C8E7B4F32010000000000000000000000000000000000000000000000000000000000000000000000688EB998" +
        "00100000040000000000010000000000000001000000000000000400000000000000000000000000000000000000100000001000010000000400000000000000" +
        "010000000000000000000000000000000020000000000000020000000000000000200000000000000020000000000000" +
        "030000000000000000400000000000000000010000000000040000000000000000400100000000000000040000000000";

    private const string CheckpointBytes =
        "5A4F4E4544434B506F1D3A582C474E0B9A610D5C8E7B4F320700000000000000290000000000000044332211030000000100000000000000040000007DF9555C" +
        "00000000000000000100000000000000001000000000000004000000020000000000010000000000" +
        "0E0000000500000000200000000000000F00000001000000";

    private const string RecordBytes =
        "5A4F4E45444A524E6F1D3A582C474E0B9A610D5C8E7B4F322A00000000000000290000000000000002000000030000008877665502000000070000005FC23D34" +
        "0100000000100000000000000400000002000000" +
        "0300000000000000000000000100000009000000";

    private static readonly StoredZone[] s_zones =
    [
        new(0, ZoneCondition.Empty, 0),
        new(4096, ZoneCondition.Closed, 2),
        new(65536, ZoneCondition.Full, 5),
        new(8192, ZoneCondition.Offline, 1),
    ];

    [Fact]
    public void A_superblock_has_these_bytes()
    {
        Superblock superblock = TestImages.Plan(TestImages.Options());
        byte[] page = new byte[PageFrame.SizeBytes];
        SuperblockPage.Encode(superblock, page);
        AssertBytes(SuperblockBytes, page);
        Assert.Equal(superblock, SuperblockReader.Read(page, 0, superblock.FileLengthBytes, out FormatFault fault));
        Assert.True(fault.IsNone);
    }

    [Fact]
    public void A_checkpoint_page_has_these_bytes()
    {
        Superblock superblock = TestImages.Plan(TestImages.Options());
        CheckpointHeader header = new(Generation: 7, Sequence: 41, RecordChecksum: 0x11223344, OpenCount: 3);
        byte[] page = new byte[PageFrame.SizeBytes];
        CheckpointPage.Encode(TestImages.Uuid, header, 0, s_zones, page);
        AssertBytes(CheckpointBytes, page);

        StoredZone[] decoded = new StoredZone[4];
        Assert.True(CheckpointPage.Decode(superblock, 0, page, 0, decoded).IsNone);
        Assert.Equal(header, CheckpointPage.DecodeHeader(page));
        Assert.Equal(s_zones, decoded);
    }

    [Fact]
    public void A_journal_record_has_these_bytes_twice()
    {
        Superblock superblock = TestImages.Plan(TestImages.Options());
        RecordHeader header = new(Sequence: 42, GroupFirst: 41, GroupLength: 2, OpenCount: 3, PreviousChecksum: 0x55667788, Count: 2, CheckpointGeneration: 7, Checksum: 0x343DC25F);
        RecordEntry[] entries = [new(1, s_zones[1]), new(3, new StoredZone(0, ZoneCondition.Empty, 9))];
        byte[] record = new byte[JournalPage.RecordBytes];
        Assert.Equal(header.Checksum, JournalPage.Encode(TestImages.Uuid, header, entries, record));
        AssertBytes(RecordBytes, record.AsSpan(0, PageFrame.SizeBytes));
        AssertBytes(RecordBytes, record.AsSpan(PageFrame.SizeBytes));

        // A group of two needs a ring that allows it.
        superblock = superblock with { GroupRecords = 2 };
        Assert.True(JournalPage.TryDecode(superblock, superblock.RingIndex(42), record.AsSpan(0, PageFrame.SizeBytes), out RecordHeader decoded));
        Assert.Equal(header, decoded);
        Assert.True(JournalPage.DecodeEntry(superblock, record, 1, 0, out RecordEntry entry).IsNone);
        Assert.Equal(entries[1], entry);
    }

    [Fact]
    public void A_record_at_a_place_that_is_not_its_own_is_not_believed()
    {
        Superblock superblock = TestImages.Plan(TestImages.Options());
        byte[] record = new byte[JournalPage.RecordBytes];
        JournalPage.Encode(TestImages.Uuid, new RecordHeader(3, 3, 1, 1, 0, 0, 0, 0), [], record);
        Assert.True(JournalSlot.Read(superblock, 3, record).IsWhole);
        Assert.False(JournalSlot.Read(superblock, 4, record).IsValid);
    }

    [Fact]
    public void Two_different_records_of_one_number_and_session_are_not_believed()
    {
        Superblock superblock = TestImages.Plan(TestImages.Options());
        byte[] record = new byte[JournalPage.RecordBytes];
        byte[] other = new byte[JournalPage.RecordBytes];
        JournalPage.Encode(TestImages.Uuid, new RecordHeader(3, 3, 1, 1, 0, 0, 0, 0), [], record);
        JournalPage.Encode(TestImages.Uuid, new RecordHeader(3, 3, 1, 1, 99, 0, 0, 0), [], other);
        other.AsSpan(PageFrame.SizeBytes).CopyTo(record.AsSpan(PageFrame.SizeBytes));
        Assert.False(JournalSlot.Read(superblock, 3, record).IsValid);
    }

    [Fact]
    public void The_newer_session_wins_between_two_copies()
    {
        Superblock superblock = TestImages.Plan(TestImages.Options());
        byte[] record = new byte[JournalPage.RecordBytes];
        byte[] newer = new byte[JournalPage.RecordBytes];
        JournalPage.Encode(TestImages.Uuid, new RecordHeader(3, 3, 1, 1, 0, 0, 0, 0), [], record);
        JournalPage.Encode(TestImages.Uuid, new RecordHeader(3, 3, 1, 2, 0, 0, 0, 0), [], newer);
        newer.AsSpan(PageFrame.SizeBytes).CopyTo(record.AsSpan(PageFrame.SizeBytes));
        JournalSlot slot = JournalSlot.Read(superblock, 3, record);
        Assert.True(slot is { FirstIsGood: false, SecondIsGood: true });
        Assert.Equal(2u, slot.Header.OpenCount);
    }

    private static void AssertBytes(string expected, ReadOnlySpan<byte> page)
    {
        Assert.Equal(expected, Convert.ToHexString(page[..(expected.Length / 2)]));
        Assert.False(page[(expected.Length / 2)..].ContainsAnyExcept((byte)0));
    }
}
