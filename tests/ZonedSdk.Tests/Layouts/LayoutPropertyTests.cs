using FsCheck;
using FsCheck.Fluent;
using ZonedSdk.Backends.Image.Format;
using ZonedSdk.Descriptors;
using ZonedSdk.Layouts;

namespace ZonedSdk.Tests.Layouts;

/// <summary>What is written is read again, for every layout of ours and any bytes.</summary>
public sealed class LayoutPropertyTests
{
    public static TheoryData<string> Names => [.. LayoutCopies.All.Keys.Order(StringComparer.Ordinal)];

    [Fact]
    public void No_layout_of_the_library_is_left_out()
    {
        IEnumerable<string> layouts = typeof(ZonedDevice).Assembly.GetTypes()
            .Where(type => type.GetCustomAttributes(typeof(BinaryLayoutAttribute), inherit: false).Length > 0)
            .Select(type => type.Name);
        Assert.Equal(LayoutCopies.All.Keys.Order(StringComparer.Ordinal), layouts.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Written_fields_are_read_again_and_reserved_bits_are_zero(string name)
    {
        CopiedLayout layout = LayoutCopies.All[name];
        byte[] owned = Owned(layout);
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(100), Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed =>
        {
            byte[] source = new byte[layout.SizeBytes];
            Random random = new(seed);
            random.NextBytes(source);
            Normalise(name, source);
            byte[] destination = new byte[layout.SizeBytes];
            random.NextBytes(destination);
            layout.Copy(source, destination);
            for (int index = 0; index < source.Length; index++)
            {
                Assert.True((source[index] & owned[index]) == destination[index], $"{name}: byte {index} of seed {seed} is 0x{destination[index]:X2}; 0x{source[index]:X2} was read, and 0x{owned[index]:X2} of it are fields");
            }
        }));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_map_covers_every_bit_once(string name)
    {
        CopiedLayout layout = LayoutCopies.All[name];
        byte[] covered = new byte[layout.SizeBytes];
        foreach (LayoutField field in layout.Map)
        {
            foreach ((int index, byte bits) in Bits(name, field))
            {
                Assert.Equal(0, covered[index] & bits);
                covered[index] |= bits;
            }
        }

        Assert.All(covered, bits => Assert.Equal(0xFF, bits));
    }

    private static byte[] Owned(CopiedLayout layout)
    {
        byte[] owned = new byte[layout.SizeBytes];
        string name = LayoutCopies.All.Single(pair => pair.Value == layout).Key;
        foreach (LayoutField field in layout.Map.Where(field => !field.IsReserved))
        {
            foreach ((int index, byte bits) in Bits(name, field))
            {
                owned[index] |= bits;
            }
        }

        MaskNested(name, owned);
        return owned;
    }

    /// <summary>The bits of a row, worked out here and not by the generator; words of several bytes with single bits are big-endian in our layouts.</summary>
    private static IEnumerable<(int Index, byte Bits)> Bits(string name, LayoutField field)
    {
        Assert.True(field.Msb < 8 || name.StartsWith("Qcow2", StringComparison.Ordinal));
        for (int index = 0; index < field.LengthBytes; index++)
        {
            int lowest = 8 * (field.LengthBytes - 1 - index);
            byte bits = 0;
            for (int bit = 0; bit < 8; bit++)
            {
                bool isOwned = field.Msb < 0 || (lowest + bit <= field.Msb && lowest + bit >= field.Lsb);
                bits |= (byte)(isOwned ? 1 << bit : 0);
            }

            yield return (field.Offset + index, bits);
        }
    }

    /// <summary>What nested layouts reserve is reserved in the outer one.</summary>
    private static void MaskNested(string name, byte[] owned)
    {
        (int first, int count, string nested) = name switch
        {
            nameof(SuperblockLayout) => (128, 4, nameof(RegionLayout)),
            nameof(NvmeNamespaceIdentity) => (128, 64, nameof(NvmeLbaFormat)),
            nameof(NvmeZonedNamespaceIdentity) => (2816, 64, nameof(NvmeZonedFormat)),
            _ => default,
        };
        byte[] inner = count == 0 ? [] : Owned(LayoutCopies.All[nested]);
        for (int index = 0; index < count * inner.Length; index++)
        {
            owned[first + index] &= inner[index % inner.Length];
        }
    }

    /// <summary>A bool of a whole byte is 0 or 1 when it is written.</summary>
    private static void Normalise(string name, byte[] source)
    {
        if (name == nameof(BlkZone))
        {
            source[26] &= 1;
            source[27] &= 1;
        }
    }
}
