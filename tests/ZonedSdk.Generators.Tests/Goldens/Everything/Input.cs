using Outer;

public static class Probe
{
    public static string Run()
    {
        byte[] bytes = new byte[64];
        Holder<int>.Frame.Writer writer = Holder<int>.Frame.Write(bytes);
        writer.Word = new Bytes(0x0123456789ABCDE);
        writer.IsConventional = true;
        writer.@class = -2;
        writer.Id = new Guid("00112233-4455-6677-8899-aabbccddeeff");
        writer.Raw.Fill(0x5A);
        writer.Kind = Kind.Minus;
        writer.Short = -1;
        writer.Row(1).Length = new Bytes(0xFEDC);
        writer.Limit = new Bytes(4096);
        string expected = "0812" + "3456789ABCDE" + "FFFFFFFE" + "00112233445566778899AABBCCDDEEFF" + "5A5A5A"
            + "FF" + "FFFF" + "0000" + "FEDC" + "0000" + "00001000" + new string('0', 2 * 20);
        if (Convert.ToHexString(bytes) != expected)
        {
            return Convert.ToHexString(bytes);
        }

        Holder<int>.Frame frame = new(bytes);
        bool same = frame.Word.Value == 0x0123456789ABCDE && frame.IsConventional && frame.@class == -2 && frame.Kind == Kind.Minus
            && frame.Id == new Guid("00112233-4455-6677-8899-aabbccddeeff") && frame.Raw[2] == 0x5A && frame.Short == -1
            && frame.Row(1).Length.Value == 0xFEDC && frame.Row(0).Length.Value == 0 && frame.Limit == new Bytes(4096);
        if (!same)
        {
            return "values";
        }

        writer.IsConventional = false;
        if (frame.Limit is not null)
        {
            return "presence";
        }

        bytes[63] = 1;
        if (frame.Validate() != new LayoutFault(LayoutFaultKind.ReservedNotZero, 44))
        {
            return "validate";
        }

        try
        {
            return frame.Row(2).Length.Value.ToString();
        }
        catch (ArgumentOutOfRangeException)
        {
            return Holder<int>.Frame.Map.Count == 12 ? "ok" : "map";
        }
    }
}

namespace Outer
{
    public enum Kind : sbyte
    {
        Minus = -1,
        Plus = 1,
    }

    [BinaryLayout(2, Endian.Big)]
    public readonly ref partial struct Row
    {
        [Field(0, Width = 2, Unit = Unit.Byte)] public partial Bytes Length { get; }
    }

    public partial class Holder<@event>
    {
        [BinaryLayout(64, Endian.Big), ReservedBits(0, 63, 60, Width = 8), Reserved(44, 20), Reserved(38, 2)]
        public readonly ref partial struct Frame
        {
            [BitField(0, 58, 0, Width = 8, Unit = Unit.Byte)] public partial Bytes Word { get; }
            [BitField(0, 59, 59, Width = 8)] public partial bool IsConventional { get; }
            [Field(8, Unit = Unit.None)] internal partial int @class { get; }
            [Field(12)] public partial Guid Id { get; }
            [Field(28, Width = 3)] public partial ReadOnlySpan<byte> Raw { get; }
            [Field(31)] public partial Kind Kind { get; }
            [Field(32)] public partial short Short { get; }
            [Field(34, Count = 2)] public partial Row Row(int _bytes);
            [Field(40, Width = 4, Unit = Unit.Byte), When(nameof(IsConventional), true)] public partial Bytes? Limit { get; }
        }
    }
}
