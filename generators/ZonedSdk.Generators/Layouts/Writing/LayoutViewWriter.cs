using ZonedSdk.Generators.Layouts.Models;
using ZonedSdk.Generators.Models;
using ZonedSdk.Generators.Writing;

namespace ZonedSdk.Generators.Layouts.Writing;

/// <summary>The view: construction, the declared properties, validation.</summary>
internal static class LayoutViewWriter
{
    public static void Write(CodeWriter writer, DeclaredTypeModel type, LayoutBodyModel body)
    {
        WriteConstruction(writer, type, body);
        foreach (LayoutFieldModel field in body.Fields)
        {
            if (field.Value is { } value)
            {
                WriteMember(writer, field.Storage, value);
            }
        }

        WriteValidate(writer, body);
    }

    private static void WriteConstruction(CodeWriter writer, DeclaredTypeModel type, LayoutBodyModel body)
    {
        string headerParameter = body.HeaderType is null ? "" : $", {body.HeaderType} header";
        string headerArgument = body.HeaderType is null ? "" : ", header";

        writer.Summary("The layout's length in bytes.");
        writer.Line(GeneratedFile.Mark);
        writer.Line($"public const int Size = {Code.Number(body.SizeBytes)};");
        writer.Line();
        writer.Line($"private readonly {Code.ReadOnlySpan} _bytes;");
        if (body.HeaderType is not null)
        {
            writer.Line($"private readonly {body.HeaderType} _header;");
        }

        writer.Line();
        writer.Summary("A view over bytes; what stands behind the layout is left alone.");
        writer.Line("/// <exception cref=\"global::System.ArgumentException\">There are fewer bytes than the layout takes.</exception>");
        writer.Line(GeneratedFile.Mark);
        writer.Open($"public {type.Name}({Code.ReadOnlySpan} bytes{headerParameter})");
        writer.Line($"{Code.Primitives}.CheckLength(bytes.Length, Size);");
        writer.Line("_bytes = bytes;");
        if (body.HeaderType is not null)
        {
            writer.Line("_header = header;");
        }

        writer.Close();
        writer.Line();
        writer.Summary("A view over bytes; false where there are fewer than the layout takes. What they hold is not judged.");
        writer.Line(GeneratedFile.Mark);
        writer.Open($"public static bool TryRead({Code.ReadOnlySpan} source{headerParameter}, out {type.QualifiedName} layout)");
        writer.Line("bool fits = source.Length >= Size;");
        writer.Line($"layout = fits ? new {type.QualifiedName}(source{headerArgument}) : default;");
        writer.Line("return fits;");
        writer.Close();
    }

    private static void WriteMember(CodeWriter writer, LayoutStorageModel storage, LayoutValueModel value)
    {
        string read = LayoutValueCode.Read(storage, value);
        writer.Line();
        if (value.Presence is not { } presence)
        {
            writer.Line($"{value.Member.Head} => {read};");
            return;
        }

        // Both branches have a type, so that the conditional has one too.
        string typed = read.StartsWith("new(", StringComparison.Ordinal) ? $"new {value.Type}({read.Substring(4)}" : read;
        writer.Line($"{value.Member.Head} => {LayoutValueCode.Presence(presence)}");
        writer.Line($"    ? {typed}");
        writer.Line($"    : {value.Otherwise ?? "null"};");
    }

    private static void WriteValidate(CodeWriter writer, LayoutBodyModel body)
    {
        writer.Line();
        writer.Summary("The first thing that is wrong: reserved bits that are not zero, a value that its enum does not define.");
        writer.Line(GeneratedFile.Mark);
        writer.Open($"public {Code.Descriptors}.LayoutFault Validate()");
        foreach (LayoutFieldModel field in body.Fields)
        {
            switch (field.Value)
            {
                case null:
                    WriteCheck(writer, ReservedCheck(field.Storage), "ReservedNotZero", field.Storage);
                    break;
                case { Defined: { } defined } value:
                    WriteCheck(writer, DefinedCheck(field.Storage, value, defined), "UndefinedValue", field.Storage);
                    break;
                case { Kind: LayoutValueKind.Layout } value:
                    WriteNested(writer, "this." + value.Member.Name, Code.Number(field.Storage.Offset), "fault" + Code.Number(field.Storage.Offset));
                    break;
                case { Kind: LayoutValueKind.Table } value:
                    writer.Open($"for (int index = 0; index < {Code.Number(value.Elements)}; index++)");
                    WriteNested(writer, $"this.{value.Member.Name}(index)", $"{Code.Number(field.Storage.Offset)} + (index * {value.Type}.Size)", "fault");
                    writer.Close();
                    writer.Line();
                    break;
            }
        }

        writer.Line("return default;");
        writer.Close();
    }

    private static string ReservedCheck(LayoutStorageModel storage) => storage switch
    {
        { Bits: { } bits } => $"({Code.ReadWord(storage)} & {Code.Mask(storage, bits.WordMask)}) != 0",
        { LengthBytes: 1 or 2 or 4 or 8 } => $"{Code.ReadWord(storage)} != 0",
        _ => $"{Code.Primitives}.IsNotZero({LayoutValueCode.Slice(storage)})",
    };

    private static string DefinedCheck(LayoutStorageModel storage, LayoutValueModel value, DefinedValues defined)
    {
        string number = $"(ulong){Code.ReadBits(storage)}";
        string check = defined.IsFlags || defined.Ranges.Count == 0
            ? $"({number} & {Code.HexLong(~defined.Mask)}) != 0"
            : $"{number} is not ({string.Join(" or ", defined.Ranges.Select(Pattern))})";
        return value.Presence is { } presence ? $"{LayoutValueCode.Presence(presence)} && {check}" : check;
    }

    private static string Pattern(ValueRange range) => range.First == range.Last
        ? Code.HexLong(range.First)
        : $">= {Code.HexLong(range.First)} and <= {Code.HexLong(range.Last)}";

    private static void WriteCheck(CodeWriter writer, string condition, string kind, LayoutStorageModel storage)
    {
        writer.Open($"if ({condition})");
        writer.Line($"return new {Code.Descriptors}.LayoutFault({Code.Descriptors}.LayoutFaultKind.{kind}, {Code.Number(storage.Offset)});");
        writer.Close();
        writer.Line();
    }

    private static void WriteNested(CodeWriter writer, string access, string offset, string name)
    {
        writer.Line($"{Code.Descriptors}.LayoutFault {name} = {access}.Validate();");
        writer.Open($"if (!{name}.IsNone)");
        writer.Line($"return {name} with {{ Offset = {name}.Offset + {offset} }};");
        writer.Close();
        writer.Line();
    }
}
