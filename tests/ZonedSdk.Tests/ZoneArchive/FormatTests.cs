using ZoneArchive;

namespace ZonedSdk.Tests.Samples;

/// <summary>Every format has golden bytes, and no damaged byte of a header passes.</summary>
public sealed class FormatTests
{
    private static readonly Superblock s_superblock = new()
    {
        VolumeId = 0x1122334455667788,
        BlockSizeBytes = 4096,
        ZoneSizeBytes = 16 << 20,
        ZoneCount = 73,
        FirstLogZone = 1,
        LogZoneCount = 2,
        Created = DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_000),
    };

    private static readonly ZoneHeader s_zone = new(0x1122334455667788, ZoneUse.Log, 2, 0x99AABBCCDDEEFF00, new LogPlace(Generation: 7, Copy: 1, Copies: 2, Index: 1));
    private static readonly ExtentHeader s_extent = new(0x1122334455667788, 0x0102030405060708, 3, 0x100000, 5000, 0xCAFEF00D, 9, 0x99AABBCCDDEEFF00);
    private static readonly CommitHeader s_commit = new(0x1122334455667788, 7, 42, 0x99AABBCCDDEEFF00, 2, 300, 4, CommitFlags.Checkpoint, 0xCAFEF00D);

    [Fact]
    public void The_checksum_is_Castagnolis() => Assert.Equal(0xE3069283u, Crc32C.Compute("123456789"u8));

    [Fact]
    public void Superblock_has_golden_bytes() => Golden(
        s_superblock.Write,
        "5A4F4E454152434802000000001000008877665544332211000000010000000049000000010000000200000000000000" + "0068E5CF8B010000" + "00000000",
        bytes => Superblock.TryRead(bytes) == s_superblock);

    [Fact]
    public void Zone_header_has_golden_bytes() => Golden(
        s_zone.Write,
        "5A415A4F4E4530318877665544332211" + "00FFEEDDCCBBAA99" + "0700000000000000" + "0200000001000000" + "0101020000000000" + "000000000000000000000000",
        bytes => ZoneHeader.TryRead(bytes) == s_zone);

    [Fact]
    public void Extent_header_has_golden_bytes() => Golden(
        s_extent.Write,
        "5A41455888130000" + "8877665544332211" + "0807060504030201" + "0000100000000000" + "00FFEEDDCCBBAA99" + "0900000003000000" + "0DF0FECA" + "0000000000000000",
        bytes => ExtentHeader.TryRead(bytes) == s_extent);

    [Fact]
    public void Commit_header_has_golden_bytes() => Golden(
        s_commit.Write,
        "5A414C472C010000" + "8877665544332211" + "0700000000000000" + "2A00000000000000" + "00FFEEDDCCBBAA99" + "0200000004000000" + "010000000DF0FECA" + "00000000",
        bytes => CommitHeader.TryRead(bytes) == s_commit);

    [Fact]
    public void Records_come_back_as_they_were_written()
    {
        var entry = new ArchiveEntry
        {
            FileId = 5,
            Name = "a/ü.txt",
            Kind = EntryKind.Link,
            Mode = UnixFileMode.UserRead | UnixFileMode.GroupWrite,
            Modified = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
            LengthBytes = 77,
            LinkTarget = "../b",
        };
        CatalogRecord[] records =
        [
            new CatalogRecord.PublishRecord(entry, 0),
            new CatalogRecord.DeleteRecord(9),
            new CatalogRecord.MoveRecord(5, 1, new ExtentRef(new(3, 5), 4, 6, 7, 8)),
            new CatalogRecord.LostZoneRecord(3),
        ];
        byte[] bytes = new byte[records.Sum(record => record.EncodedBytes)];
        int position = 0;
        foreach (CatalogRecord record in records)
        {
            record.Write(bytes.AsSpan(position));
            position += record.EncodedBytes;
        }

        var reader = new ByteReader(bytes);
        Assert.Equal(entry.ToString(), ((CatalogRecord.PublishRecord)CatalogRecord.Read(ref reader)).Entry.ToString());
        Assert.Equal(records[1], CatalogRecord.Read(ref reader));
        Assert.Equal(records[2], CatalogRecord.Read(ref reader));
        Assert.Equal(records[3], CatalogRecord.Read(ref reader));
        Assert.True(reader.AtEnd);
    }

    [Fact]
    public void Records_cut_short_are_a_format_error_at_every_length()
    {
        CatalogRecord record = new CatalogRecord.ExtentsRecord(1, 0, new[] { new ExtentRef(new(3, 5), 4, 6, 7, 8) });
        byte[] bytes = new byte[record.EncodedBytes];
        record.Write(bytes);
        for (int length = 0; length < bytes.Length; length++)
        {
            Assert.Throws<ArchiveFormatException>(() =>
            {
                var reader = new ByteReader(bytes.AsSpan(0, length));
                CatalogRecord.Read(ref reader);
            });
        }
    }

    private static void Golden(SpanWriter write, string expected, Func<byte[], bool> isSame)
    {
        byte[] bytes = new byte[64];
        Array.Fill(bytes, (byte)0xEE);
        write(bytes);
        Assert.Equal(expected, Convert.ToHexString(bytes)[..120]);
        Assert.True(isSame(bytes));
        for (int bit = 0; bit < bytes.Length * 8; bit++)
        {
            byte[] damaged = [.. bytes];
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(isSame(damaged));
        }
    }

    private delegate void SpanWriter(Span<byte> target);
}
