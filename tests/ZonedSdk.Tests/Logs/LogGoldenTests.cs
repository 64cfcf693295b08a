using System.Text;
using ZonedSdk.Logs.Format;

namespace ZonedSdk.Tests.Logs;

/// <summary>The bytes of a log, computed by an independent program from src/ZonedSdk/Logs/FORMAT.md. A change here is a new version of the format.</summary>
public sealed class LogGoldenTests
{
    private const int Block = 4096;

    private const string HeaderBytes =
        "5A4F4E45444C4F476F1D3A582C474E0B9A610D5C8E7B4F3201000000001000000700000000000000E803000000000000030000000200000006000000000000000050000000000000443322119173C1BD";

    private const string GroupBytes =
        "5A4C47521A78E1026F1D3A582C474E0B9A610D5C8E7B4F3207000000000000000020000000000000E803000000000000030000000800000000000000000000000500000093580E4F00000000E0862B1C03000000147663087A6F6E65646C6F67";

    private static readonly Guid s_log = new("6f1d3a58-2c47-4e0b-9a61-0d5c8e7b4f32");

    private static readonly LogZoneHeader s_header = new()
    {
        Log = s_log,
        Generation = 7,
        FirstSequence = 1000,
        Zone = 3,
        PreviousZone = 2,
        PreviousGeneration = 6,
        PreviousEndBytes = 0x5000,
        DeadZones = 0x11223344,
    };

    private static readonly LogGroup s_group = new(s_log, Generation: 7, OffsetInZone: 2 * Block, FirstSequence: 1000, RecordCount: 3, DataBytes: 8);

    [Fact]
    public void A_header_has_these_bytes_twice()
    {
        byte[] blocks = Dirty(2 * Block);
        s_header.Encode(Block, blocks);
        AssertBytes(HeaderBytes, blocks.AsSpan(0, Block));
        AssertBytes(HeaderBytes, blocks.AsSpan(Block));
        Assert.True(LogZoneHeader.TryDecode(blocks.AsSpan(Block), zone: 3, Block, out LogZoneHeader header));
        Assert.Equal(s_header, header);
    }

    [Fact]
    public void A_group_has_these_bytes()
    {
        byte[] bytes = Encode();
        Assert.Equal("5A4C4745", Convert.ToHexString(bytes[^4..]));
        AssertBytes(GroupBytes, bytes.AsSpan(..^4));
        Assert.True(LogGroup.TryDecode(bytes, s_log, 7, 2 * Block, out LogGroup group));
        Assert.Equal(s_group, group);
        Assert.True(group.IsSealed(bytes));
        int at = group.HeadBytes;
        string[] texts = new string[3];
        for (int index = 0; index < texts.Length; index++)
        {
            Assert.True(group.TryGetRecord(bytes, index, ref at, out ReadOnlySpan<byte> data));
            texts[index] = Encoding.UTF8.GetString(data);
        }

        Assert.Equal(["zoned", "", "log"], texts);
    }

    [Fact]
    public void No_bit_of_a_header_can_change_unseen()
    {
        byte[] blocks = new byte[2 * Block];
        s_header.Encode(Block, blocks);
        for (int bit = 0; bit < LogZoneHeaderLayout.Size * 8; bit++)
        {
            blocks[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(LogZoneHeader.TryDecode(blocks, zone: 3, Block, out _), $"bit {bit}");
            blocks[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    [Fact]
    public void No_bit_of_a_group_can_change_unseen()
    {
        byte[] bytes = Encode();
        for (int bit = 0; bit < (s_group.HeadBytes + s_group.DataBytes) * 8; bit++)
        {
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(IsWhole(bytes), $"bit {bit}");
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        }

        Assert.True(IsWhole(bytes));
    }

    [Fact]
    public void A_group_counts_only_where_and_when_it_was_written()
    {
        byte[] bytes = Encode();
        Assert.False(LogGroup.TryDecode(bytes, Guid.Empty, 7, 2 * Block, out _));
        Assert.False(LogGroup.TryDecode(bytes, s_log, 8, 2 * Block, out _));
        Assert.False(LogGroup.TryDecode(bytes, s_log, 7, 3 * Block, out _));
    }

    [Fact]
    public void A_header_of_another_version_is_refused_by_name()
    {
        byte[] blocks = new byte[2 * Block];
        s_header.Encode(Block, blocks);
        LogZoneHeaderLayout.Writer writer = new(blocks) { Version = 2 };
        writer.Checksum = LogChecksum.Of(blocks.AsSpan(0, LogZoneHeaderLayout.Offsets.Checksum));
        ZonedLogException refused = Assert.Throws<ZonedLogException>(() => LogZoneHeader.TryDecode(blocks, zone: 3, Block, out _));
        Assert.Contains("version 2", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_checksum_is_that_of_the_standard() => Assert.Equal(0xE3069283u, LogChecksum.Of("123456789"u8));

    private static bool IsWhole(byte[] bytes)
    {
        if (!LogGroup.TryDecode(bytes, s_log, 7, 2 * Block, out LogGroup group) || group.HeadBytes > bytes.Length || !group.IsSealed(bytes))
        {
            return false;
        }

        int at = group.HeadBytes;
        bool isWhole = group == s_group;
        for (int index = 0; isWhole && index < group.RecordCount; index++)
        {
            isWhole = group.TryGetRecord(bytes, index, ref at, out _);
        }

        return isWhole;
    }

    private static byte[] Encode()
    {
        byte[] bytes = Dirty(Block);
        s_group.Encode([Encoding.UTF8.GetBytes("zoned"), ReadOnlyMemory<byte>.Empty, Encoding.UTF8.GetBytes("log")], bytes);
        return bytes;
    }

    // What a rented buffer holds is anybody's.
    private static byte[] Dirty(int lengthBytes)
    {
        byte[] bytes = new byte[lengthBytes];
        Array.Fill(bytes, (byte)0xCC);
        return bytes;
    }

    private static void AssertBytes(string expected, ReadOnlySpan<byte> actual)
    {
        Assert.Equal(expected, Convert.ToHexString(actual[..(expected.Length / 2)]));
        Assert.False(actual[(expected.Length / 2)..].ContainsAnyExcept((byte)0));
    }
}
