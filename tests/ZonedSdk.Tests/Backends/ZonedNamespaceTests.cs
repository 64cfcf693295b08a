using System.Buffers.Binary;
using ZonedSdk.Backends.NvmeZns;
using ZonedSdk.Layouts;
using static ZonedSdk.ByteUnits;

namespace ZonedSdk.Tests.Backends;

/// <summary>What a namespace and its controller say of themselves, as bytes written by hand from the NVMe specifications.</summary>
public sealed class ZonedNamespaceTests
{
    private readonly byte[] _identity = new byte[4096];
    private readonly byte[] _zoned = new byte[4096];
    private readonly byte[] _controller = new byte[4096];
    private readonly byte[] _zonedController = new byte[4096];

    public ZonedNamespaceTests()
    {
        // Eight formats; in use is number 4: blocks of 2^12 bytes, zones of 0x1000 blocks. NSZE is 0x40000 blocks.
        BinaryPrimitives.WriteUInt64LittleEndian(_identity, 0x40000);
        _identity[25] = 7;
        _identity[26] = 4;
        HasFormat(4, metadataBytes: 0, exponent: 12, zoneBlocks: 0x1000, extensionUnits: 0);
        BinaryPrimitives.WriteUInt32LittleEndian(_zoned.AsSpan(4), 5);
        BinaryPrimitives.WriteUInt32LittleEndian(_zoned.AsSpan(8), 3);
        _controller[77] = 7;
        _controller[525] = 7;
    }

    [Fact]
    public void A_namespace_is_read_in_bytes()
    {
        Assert.Equal(
            new ZonedNamespace
            {
                BlockSizeBytes = 4096,
                ZoneSizeBytes = 16 * MiB,
                SizeBytes = GiB,
                MaxOpenZones = 4,
                MaxActiveZones = 6,
                MaxTransferBytes = 512 << 10,
                MaxAppendBytes = 512 << 10,
                DescriptorExtensionBytes = 0,
                HasVolatileCache = true,
            },
            Read());
    }

    [Fact]
    public void All_ones_are_no_limit_and_counts_begin_at_zero()
    {
        BinaryPrimitives.WriteUInt32LittleEndian(_zoned.AsSpan(4), uint.MaxValue);
        BinaryPrimitives.WriteUInt32LittleEndian(_zoned.AsSpan(8), 0);
        Assert.Equal((0, 1), (Read().MaxActiveZones, Read().MaxOpenZones));

        // More than there can be zones limits nothing, and must not overflow either.
        BinaryPrimitives.WriteUInt32LittleEndian(_zoned.AsSpan(4), uint.MaxValue - 1);
        BinaryPrimitives.WriteUInt32LittleEndian(_zoned.AsSpan(8), int.MaxValue);
        Assert.Equal((0, 0), (Read().MaxActiveZones, Read().MaxOpenZones));
    }

    [Theory]
    [InlineData(95, 0x08, true)]
    [InlineData(95, 0xF7, false)]
    [InlineData(94, 0xFF, false)]
    [InlineData(92, 0x08, false)]
    public void Bit_27_of_the_optional_events_says_that_the_controller_keeps_a_list_of_changed_zones(int at, byte value, bool keeps)
    {
        _controller[at] = value;
        Assert.Equal(keeps, Read().KeepsChangedZones);
    }

    [Theory]
    [InlineData(0, 0, 1 << 20, 1 << 20)]
    [InlineData(1, 0, 8 << 10, 8 << 10)]
    [InlineData(7, 3, 512 << 10, 32 << 10)]
    [InlineData(3, 7, 32 << 10, 32 << 10)]
    [InlineData(255, 255, 1 << 20, 1 << 20)]
    public void A_transfer_and_an_append_have_limits_of_their_own(byte transfer, byte append, int transferBytes, int appendBytes)
    {
        _controller[77] = transfer;
        _zonedController[0] = append;
        Assert.Equal((transferBytes, appendBytes), (Read().MaxTransferBytes, Read().MaxAppendBytes));
    }

    [Theory]
    [InlineData(520_192, 520_192)]
    [InlineData(100_000, 98_304)]
    [InlineData(100, 4096)]
    public void What_the_kernel_takes_counts_in_whole_blocks(long kernelBytes, int expected) => Assert.Equal(expected, Read(kernelBytes).MaxTransferBytes);

    [Fact]
    public void The_index_of_the_format_has_more_bits_above_sixteen_formats()
    {
        HasFormat(0x24, metadataBytes: 0, exponent: 9, zoneBlocks: 96, extensionUnits: 3);
        _identity[26] = 0x44;
        Assert.Equal(4096, Read().BlockSizeBytes);

        _identity[25] = 0x30;
        ZonedNamespace read = Read();
        Assert.Equal((512, 96 * 512L, 192), (read.BlockSizeBytes, read.ZoneSizeBytes, read.DescriptorExtensionBytes));
    }

    [Fact]
    public void Blocks_with_metadata_are_refused()
    {
        HasFormat(4, metadataBytes: 8, exponent: 12, zoneBlocks: 0x1000, extensionUnits: 0);
        Assert.Contains("8 bytes of metadata", Defect(), StringComparison.Ordinal);
        _identity[26] |= 0x10;
        Assert.Contains("within the data", Defect(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(8)]
    [InlineData(17)]
    [InlineData(64)]
    [InlineData(255)]
    public void Blocks_of_a_size_that_cannot_be_are_refused(byte exponent)
    {
        HasFormat(4, metadataBytes: 0, exponent, zoneBlocks: 0x1000, extensionUnits: 0);
        Assert.Contains($"2^{exponent}", Defect(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_format_that_is_not_there_is_refused()
    {
        _identity[25] = 3;
        Assert.Contains("number 4", Defect(), StringComparison.Ordinal);
    }

    [Fact]
    public void Sizes_beyond_63_bits_are_refused()
    {
        BinaryPrimitives.WriteUInt64LittleEndian(_identity, ulong.MaxValue);
        Assert.Contains("more than can be", Defect(), StringComparison.Ordinal);
    }

    [Fact]
    public void Structures_of_random_bytes_are_read_or_refused_without_harm()
    {
        const int Seed = 17;
        Random random = new(Seed);
        for (int round = 0; round < 500; round++)
        {
            Array.ForEach([_identity, _zoned, _controller, _zonedController], random.NextBytes);
            ZonedNamespace? read = TryRead(random.NextInt64(1, long.MaxValue), out string? defect);
            Assert.True(read is null != defect is null, $"Round {round} of seed {Seed}.");
        }
    }

    [Fact]
    public void The_command_set_stands_among_the_identifiers()
    {
        // NIDT, NIDL, two reserved bytes, and the identifier: an EUI-64 (1), a UUID (3), the command set (4).
        byte[] list = [1, 8, 0, 0, .. new byte[8], 3, 16, 0, 0, .. new byte[16], 4, 1, 0, 0, 2, 0, 0, 0, 0];
        Assert.Equal((byte)2, NvmeNodeOpener.CommandSetOf(list));
        Assert.Null(NvmeNodeOpener.CommandSetOf(new byte[4096]));
        Assert.Null(NvmeNodeOpener.CommandSetOf([3, 16, 0, 0, .. new byte[16], 0, 0, 0, 0]));

        // A length beyond the list's end, and one of zero.
        Assert.Null(NvmeNodeOpener.CommandSetOf([1, 255, 0, 0, 9]));
        Assert.Equal((byte)2, NvmeNodeOpener.CommandSetOf([1, 0, 0, 0, 4, 1, 0, 0, 2]));
    }

    private ZonedNamespace Read(long kernelBytes = GiB) => TryRead(kernelBytes, out string? defect) ?? throw new InvalidOperationException(defect);

    private string? Defect() => TryRead(GiB, out string? defect) is null ? defect : null;

    private ZonedNamespace? TryRead(long kernelBytes, out string? defect) => ZonedNamespace.Read(
        new NvmeNamespaceIdentity(_identity),
        new NvmeZonedNamespaceIdentity(_zoned),
        new NvmeControllerIdentity(_controller),
        new NvmeZonedControllerIdentity(_zonedController),
        kernelBytes,
        out defect);

    private void HasFormat(int index, ushort metadataBytes, byte exponent, ulong zoneBlocks, byte extensionUnits)
    {
        Span<byte> format = _identity.AsSpan(128 + (4 * index));
        BinaryPrimitives.WriteUInt16LittleEndian(format, metadataBytes);
        format[2] = exponent;
        Span<byte> zones = _zoned.AsSpan(2816 + (16 * index));
        BinaryPrimitives.WriteUInt64LittleEndian(zones, zoneBlocks);
        zones[8] = extensionUnits;
    }
}
