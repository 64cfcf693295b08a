using ZonedSdk.Generators.Layouts.Models;

namespace ZonedSdk.Generators.Layouts.Writing;

/// <summary>The expressions that turn bits into values and back.</summary>
internal static class LayoutValueCode
{
    public static string Read(LayoutStorageModel storage, LayoutValueModel value)
    {
        string bits = Code.ReadBits(storage);
        return value.Kind switch
        {
            LayoutValueKind.Integer when storage.Bits is null && value.Integer == Code.WordType(storage) => bits,
            LayoutValueKind.Integer => $"unchecked(({value.Integer}){bits})",
            LayoutValueKind.Boolean => $"{bits} != 0",
            LayoutValueKind.Enum => $"unchecked(({value.Type}){bits})",
            LayoutValueKind.Quantity => $"new({bits})",
            LayoutValueKind.Guid => $"{Code.Primitives}.ReadGuid({Slice(storage)})",
            LayoutValueKind.Bytes => Slice(storage),
            LayoutValueKind.Layout => $"new({Slice(storage)})",
            _ => $"new(this._bytes.Slice({ElementOffset(storage, value, value.Index)}, {value.Type}.Size))",
        };
    }

    public static string Write(LayoutStorageModel storage, LayoutValueModel value) => value.Kind switch
    {
        LayoutValueKind.Guid => $"{Code.Primitives}.WriteGuid({Slice(storage)}, value)",
        _ => Code.WriteBits(storage, Store(storage, value)),
    };

    public static string Slice(LayoutStorageModel storage) => $"_bytes.Slice({Code.Number(storage.Offset)}, {Code.Number(storage.LengthBytes)})";

    public static string ElementOffset(LayoutStorageModel storage, LayoutValueModel value, string index) =>
        $"{Code.Primitives}.ElementOffset({Code.Number(storage.Offset)}, {value.Type}.Size, {Code.Number(value.Elements)}, {index})";

    /// <summary>Whether the field means something.</summary>
    public static string Presence(LayoutPresenceModel presence) => presence.IsBoolean
        ? presence.Access
        : $"(unchecked((ulong){presence.Access}) & {Code.HexLong(presence.Mask)}) == {Code.HexLong(presence.Mask)}";

    /// <summary>The value as the unsigned number that is stored.</summary>
    private static string Store(LayoutStorageModel storage, LayoutValueModel value)
    {
        string word = Code.WordType(storage);
        int bits = storage.Bits?.Count ?? (8 * storage.LengthBytes);
        return value.Kind switch
        {
            LayoutValueKind.Boolean => $"(value ? ({word})1 : ({word})0)",
            LayoutValueKind.Integer when storage.Bits is null => value.Integer == word ? "value" : $"unchecked(({word})value)",
            LayoutValueKind.Quantity when bits == 64 => "value.Value",
            LayoutValueKind.Quantity => $"({word}){Check("value.Value", bits)}",
            LayoutValueKind.Enum when storage.Bits is null && IsAsWide(value.Integer, word) => $"unchecked(({word})value)",
            _ => $"({word}){Check("unchecked((ulong)value)", bits)}",
        };
    }

    private static bool IsAsWide(string integer, string word) => word switch
    {
        "byte" => integer is "byte" or "sbyte",
        "ushort" => integer is "ushort" or "short",
        "uint" => integer is "uint" or "int",
        _ => integer is "ulong" or "long",
    };

    private static string Check(string value, int bits) => $"{Code.Primitives}.CheckWidth({value}, {Code.Number(bits)})";
}
