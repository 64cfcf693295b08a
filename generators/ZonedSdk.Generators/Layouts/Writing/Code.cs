using System.Globalization;
using Microsoft.CodeAnalysis.CSharp;
using ZonedSdk.Generators.Layouts.Models;

namespace ZonedSdk.Generators.Layouts.Writing;

/// <summary>The expressions that read and write a field's bits.</summary>
internal static class Code
{
    public const string Primitives = "global::ZonedSdk.CompilerServices.LayoutPrimitives";
    public const string Descriptors = "global::ZonedSdk.Descriptors";
    public const string ReadOnlySpan = "global::System.ReadOnlySpan<byte>";
    public const string Span = "global::System.Span<byte>";

    private const string Binary = "global::System.Buffers.Binary.BinaryPrimitives";

    public static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    public static string Hex(ulong value) => "0x" + value.ToString("X", CultureInfo.InvariantCulture);

    public static string HexLong(ulong value) => Hex(value) + "UL";

    public static string Text(string value) => SymbolDisplay.FormatLiteral(value, quote: true);

    /// <summary>The word as an unsigned number: a byte, ushort, uint or ulong.</summary>
    public static string ReadWord(LayoutStorageModel storage) => storage.LengthBytes == 1
        ? $"_bytes[{Number(storage.Offset)}]"
        : $"{Holder(storage.Order)}.Read{WordName(storage)}(_bytes[{Number(storage.Offset)}..])";

    public static string WriteWord(LayoutStorageModel storage, string value) => storage.LengthBytes == 1
        ? $"_bytes[{Number(storage.Offset)}] = {value}"
        : $"{Holder(storage.Order)}.Write{WordName(storage)}(_bytes[{Number(storage.Offset)}..], {value})";

    /// <summary>The field's bits as an unsigned number, shifted down.</summary>
    public static string ReadBits(LayoutStorageModel storage) => storage.Bits switch
    {
        null => ReadWord(storage),
        { Lsb: 0 } bits => $"({ReadWord(storage)} & {Mask(storage, bits.ValueMask)})",
        { } bits => $"(({ReadWord(storage)} >> {Number(bits.Lsb)}) & {Mask(storage, bits.ValueMask)})",
    };

    /// <summary>Stores an unsigned number in the field's bits and keeps the word's others.</summary>
    public static string WriteBits(LayoutStorageModel storage, string value) => storage.Bits switch
    {
        null => WriteWord(storage, value),
        { } bits => WriteWord(storage, $"({WordType(storage)})(({ReadWord(storage)} & {Mask(storage, WholeMask(storage) & ~bits.WordMask)}) | ({value}{Shift(bits)}))"),
    };

    /// <summary>The keyword of the unsigned type that a word has.</summary>
    public static string WordType(LayoutStorageModel storage) => storage.LengthBytes switch
    {
        1 => "byte",
        2 => "ushort",
        4 => "uint",
        _ => "ulong",
    };

    public static string Mask(LayoutStorageModel storage, ulong mask) => storage.LengthBytes == 8 ? HexLong(mask) : Hex(mask) + (storage.LengthBytes == 4 ? "U" : "");

    private static string Shift(BitRange bits) => bits.Lsb == 0 ? "" : " << " + Number(bits.Lsb);

    private static ulong WholeMask(LayoutStorageModel storage) => storage.LengthBytes == 8 ? ulong.MaxValue : (1UL << (8 * storage.LengthBytes)) - 1;

    private static string WordName(LayoutStorageModel storage) => $"UInt{Number(8 * storage.LengthBytes)}{Suffix(storage.Order)}";

    private static string Suffix(ByteOrder order) => order switch
    {
        ByteOrder.Little => "LittleEndian",
        ByteOrder.Big => "BigEndian",
        _ => "HostEndian",
    };

    private static string Holder(ByteOrder order) => order == ByteOrder.Host ? Primitives : Binary;
}
